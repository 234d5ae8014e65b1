import { nearest } from '../nearest.ts'
import { fieldsOfType } from '../settings/handler-rules.ts'
import type { Examination, ExaminedHook } from './examination.ts'
import { atHandler, isMendable, isOurs } from './hits.ts'
import type { Hit, Rule } from './rule.ts'
import { isOlder, NEWER_EVENTS, NEWER_FIELDS, NEWER_TYPES } from './since.ts'

/** Longer than the ten minutes that a hook has without a `timeout`. */
const LONG = 1000

function milliseconds(one: ExaminedHook): readonly Hit[] {
  const { timeout } = one.hook.handler
  if (typeof timeout !== 'number' || timeout < LONG || timeout % 100 !== 0 || isOurs(one)) return []
  const seconds = timeout / 1000
  const plain = timeout >= 5000 && timeout % 1000 === 0 && timeout % 3600 !== 0 && isMendable(one)
  return [
    atHandler(one, 'timeout', {
      says: `a \`timeout\` of ${timeout} is ${inWords(timeout)}: the client counts seconds`,
      how: `if milliseconds were meant, write ${seconds}`,
      ...(plain
        ? { fix: { kind: 'value' as const, path: [...one.hook.path, 'timeout'], value: seconds } }
        : {}),
    }),
  ]
}

function inWords(seconds: number): string {
  return seconds < 7200 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`
}

function unknownFields(one: ExaminedHook): readonly Hit[] {
  const known = fieldsOfType(one.hook.type)
  if (!known || isOurs(one)) return []
  return Object.keys(one.hook.handler)
    .filter((field) => !known.includes(field))
    .map((field) => {
      const [near] = nearest(field, known)
      return atHandler(one, field, {
        says: `a handler of type ${one.hook.type} has no field \`${field}\``,
        ...(near ? { how: `did you mean \`${near}\`?` } : {}),
      })
    })
}

const NO_ON_FAILURE = new Set(['Stop', 'SubagentStop', 'TaskCompleted', 'TeammateIdle'])

/** Fields that are right, and do nothing where they stand. */
function idleFields(one: ExaminedHook): readonly Hit[] {
  const { handler, event, source, async } = one.hook
  const once = handler['once'] === true && source.kind !== 'skill' && source.kind !== 'agent'
  const useless = handler['onFailure'] === 'block' && !isOurs(one) && (async || NO_ON_FAILURE.has(event))
  return [
    ...(once
      ? [
          atHandler(one, 'once', {
            says: '`once` has no effect here: the hook runs every time',
            how: 'take it out, or move the hook into a skill',
          }),
        ]
      : []),
    ...(useless
      ? [
          atHandler(one, 'onFailure', {
            says: `\`onFailure\` has no effect on ${async ? 'a hook in the background' : event}: a failure lets things go on`,
          }),
        ]
      : []),
  ]
}

/** `$NAME` in a header is replaced only where the name is allowed. */
function emptyHeaders(one: ExaminedHook): readonly Hit[] {
  const { headers, allowedEnvVars } = one.hook.handler
  if (one.hook.type !== 'http' || typeof headers !== 'object' || headers === null) return []
  const allowed: readonly unknown[] = Array.isArray(allowedEnvVars) ? allowedEnvVars : []
  const names = Object.values(headers).flatMap((value) =>
    [...String(value).matchAll(/\$\{?([A-Za-z_]\w*)/g)].map(([, name = '']) => name),
  )
  return [...new Set(names)]
    .filter((name) => !allowed.includes(name))
    .map((name) =>
      atHandler(one, 'headers', {
        says: `\`$${name}\` in a header becomes empty`,
        how: `add "allowedEnvVars": ["${name}"]`,
      }),
    )
}

function tooNew(examination: Examination): readonly Hit[] {
  const { clientVersion, hooks } = examination
  if (clientVersion === undefined) return []
  return hooks.flatMap((one) => {
    const { event, handler, type } = one.hook
    const fields = Object.keys(handler).flatMap((field): readonly (readonly [string, string])[] =>
      NEWER_FIELDS[field] === undefined ? [] : [[field, NEWER_FIELDS[field]]],
    )
    const needs: readonly (readonly [field: string | undefined, what: string, since: string])[] = [
      ...fields.map(([field, since]) => [field, `\`${field}\``, since] as const),
      ...(NEWER_TYPES[type] === undefined
        ? []
        : [['type', `hooks of type ${type}`, NEWER_TYPES[type]] as const]),
      ...(NEWER_EVENTS[event] === undefined
        ? []
        : [[undefined, `the event ${event}`, NEWER_EVENTS[event]] as const]),
    ]
    return needs
      .filter(([, , since]) => isOlder(clientVersion, since))
      .map(([field, what, since]) =>
        atHandler(one, field, {
          says: `Claude Code has ${what} ${inVersions(since)}, and ${clientVersion} is installed`,
        }),
      )
  })
}

/** Which of the versions after the last one with a public changelog it was is not known. */
function inVersions(since: string): string {
  return since === '2.1.241' ? 'since some version after 2.1.240' : `since ${since}`
}

const each =
  (find: (one: ExaminedHook) => readonly Hit[]) =>
  ({ hooks }: Examination): readonly Hit[] =>
    hooks.flatMap(find)

/** Fields of handlers that do not do what they seem to. */
export const FIELD_RULES: readonly Rule[] = [
  {
    id: 'timeout-milliseconds',
    level: 'warning',
    why: 'a hook that hangs holds the session up for all that time',
    how: 'write seconds',
    find: each(milliseconds),
  },
  {
    id: 'unknown-field',
    level: 'warning',
    why: 'Claude Code ignores it, and takes it out when it writes the file',
    how: 'take it out',
    find: each(unknownFields),
  },
  {
    id: 'idle-field',
    level: 'warning',
    why: 'the field promises what does not happen',
    how: 'take it out',
    find: each(idleFields),
  },
  {
    id: 'empty-header',
    level: 'warning',
    why: 'the server gets a header without the value, and most likely refuses the call; the event goes on as if there were no hook',
    how: 'list the variable in `allowedEnvVars`',
    find: each(emptyHeaders),
  },
  {
    id: 'client-too-old',
    level: 'error',
    why: 'an older Claude Code ignores what it does not know, or skips the entry',
    how: 'update Claude Code, or do without',
    find: tooNew,
  },
]
