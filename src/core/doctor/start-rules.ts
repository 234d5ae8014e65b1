import { isEventName } from '../../runtime/src/events.ts'
import { exitTwo } from '../seen/exit-two.ts'
import type { Call } from './calls.ts'
import { programsOf, shebangOf } from './codes.ts'
import type { CalledFile, Examination, ExaminedHook } from './examination.ts'
import { atHandler, isMendable, isOurs } from './hits.ts'
import type { Hit, Rule } from './rule.ts'

/** A call that runs a script. */
type WithScript = Call & { readonly script: NonNullable<Call['script']> }

/** The calls of a hook that run a script. */
export function scripts({ calls }: ExaminedHook): readonly WithScript[] {
  return calls.filter((call): call is WithScript => call.script !== undefined)
}

function missingScripts(one: ExaminedHook, { called }: Examination): readonly Hit[] {
  if (isOurs(one)) return []
  return scripts(one).flatMap((call) => {
    const { kind } = called.get(call.script.file) ?? { kind: 'unknown' }
    if (kind !== 'missing' && kind !== 'folder') return []
    const what = kind === 'folder' ? 'is a folder' : 'does not exist'
    return [atHandler(one, 'command', { says: `${call.script.file} ${what}`, why: whenMissing(one, call) })]
  })
}

/** Interpreters that end with 2 when they cannot open a script, which the client takes for a refusal. */
const ENDS_WITH_TWO = /^(?:python[\d.]*|sh|dash|perl)$/

function whenMissing(one: ExaminedHook, call: Call): string {
  const { event } = one.hook
  const open = 'it fails open: the hook does nothing, and the model hears nothing of it'
  const outcome = refusalOf(one)
  if (!outcome || !isEventName(event)) return open
  if (blocksOnFailure(one)) return FAILS_CLOSED
  if (call.direct || !ENDS_WITH_TWO.test(call.program)) return open
  return `it fails closed: ${call.program} ends with exit status 2, and on each ${event} ${outcome.client}`
}

/** What exit status 2 does there, where that also holds for a program that cannot do its work. */
function refusalOf({ hook: { event, async } }: ExaminedHook): ReturnType<typeof exitTwo> | undefined {
  const forgiving = ['Stop', 'SubagentStop', 'TaskCompleted', 'TeammateIdle'].includes(event)
  if (async || forgiving || !isEventName(event)) return undefined
  const outcome = exitTwo(event, event, { stderr: '', command: '' })
  return outcome.decision === 'none' ? undefined : outcome
}

function blocksOnFailure(one: ExaminedHook): boolean {
  return one.hook.handler['onFailure'] === 'block' && refusalOf(one) !== undefined
}

const FAILS_CLOSED = 'with `onFailure` it fails closed: everything is blocked'

/** Why it matters that something cannot be started, where that is not what the rule says. */
function whyClosed(one: ExaminedHook): { readonly why?: string } {
  return blocksOnFailure(one) ? { why: FAILS_CLOSED } : {}
}

function notExecutable(one: ExaminedHook, { called, hasModes }: Examination): readonly Hit[] {
  if (!hasModes) return []
  return scripts(one).flatMap((call) => {
    const found = called.get(call.script.file)
    if (!call.direct || found?.kind !== 'file' || found.executable) return []
    return [
      atHandler(one, 'command', {
        says: `${call.script.file} is not executable`,
        how: `chmod +x ${call.script.written}`,
        ...whyClosed(one),
        ...(isMendable(one) ? { fix: { kind: 'executable' as const, script: call.script.file } } : {}),
      }),
    ]
  })
}

function lineEnds(one: ExaminedHook, { called }: Examination): readonly Hit[] {
  return scripts(one).flatMap(({ script, direct, program }) => {
    const text = called.get(script.file)?.text ?? ''
    const shell = /^(?:ba|da|z)?sh$/.test(program)
    const at = direct ? /^#![^\n]*(\r)\n/.exec(text)?.[0].length : shell ? text.indexOf('\r\n') + 2 : 0
    return at === undefined || at < 2
      ? []
      : [{ file: script.file, at: { offset: at - 2 }, says: 'the lines end with CR LF, as on Windows' }]
  })
}

function missingPrograms(one: ExaminedHook, { programs, called }: Examination): readonly Hit[] {
  const { command, args } = one.hook.handler
  if (typeof command !== 'string') return []
  const wanted = programsOf(one.calls, Array.isArray(args) ? '' : command)
  const own = [...new Set(wanted)]
    .filter((name) => programs.get(name) === false)
    .map((name) => atHandler(one, 'command', { says: `PATH has no \`${name}\``, ...whyClosed(one) }))
  const first = scripts(one).flatMap(({ script, direct }) =>
    missingShebang(script.file, direct, called, programs).map((hit) => ({ ...hit, ...whyClosed(one) })),
  )
  return [...own, ...first]
}

function missingShebang(
  file: string,
  direct: boolean,
  called: ReadonlyMap<string, CalledFile>,
  programs: Examination['programs'],
): readonly Hit[] {
  const name = direct ? shebangOf(called.get(file)?.text ?? '') : undefined
  if (name === undefined || programs.get(name) !== false) return []
  return [{ file, at: { offset: 0 }, says: `the first line asks for \`${name}\`, which is not there` }]
}

function missingForPacks({ packs, programs }: Examination): readonly Hit[] {
  return packs.flatMap(({ name, lockfile, pack }) =>
    pack.hooks.flatMap(({ id, handler }): readonly Hit[] => {
      const wanted = 'script' in handler ? handler.interpreter : undefined
      if (wanted === undefined || programs.get(wanted) !== false) return []
      return [
        {
          file: lockfile,
          at: { path: ['packs', name] },
          says: `${name}/${id} is run by \`${wanted}\`, and PATH has none`,
        },
      ]
    }),
  )
}

const each =
  (find: (one: ExaminedHook, examination: Examination) => readonly Hit[]) =>
  (examination: Examination): readonly Hit[] =>
    examination.hooks.flatMap((one) => find(one, examination))

/** What becomes of a command that cannot be started. */
export const FAILS_OPEN = 'it ends with an error that the client passes over: the hook does nothing'

/** Scripts and programs that cannot be started. */
export const START_RULES: readonly Rule[] = [
  {
    id: 'script-missing',
    level: 'error',
    why: FAILS_OPEN,
    how: 'put it there, or mend the path',
    find: each(missingScripts),
  },
  {
    id: 'script-not-executable',
    level: 'error',
    why: `exit status 126: ${FAILS_OPEN}`,
    how: 'chmod +x',
    find: each(notExecutable),
  },
  {
    id: 'script-line-ends',
    level: 'error',
    why: `the shell takes the CR for a part of each word: ${FAILS_OPEN}`,
    how: 'save it with LF, and keep it so by .gitattributes',
    find: each(lineEnds),
  },
  {
    id: 'program-missing',
    level: 'error',
    why: `exit status 127: ${FAILS_OPEN}`,
    how: 'install it, or write its whole path; the client may have another PATH than this shell',
    find: (examination) => [...each(missingPrograms)(examination), ...missingForPacks(examination)],
  },
]
