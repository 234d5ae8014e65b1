import { looksRandom, withoutTokens } from '../../runtime/src/log/secret-forms.ts'
import { isSecretName } from '../../runtime/src/secrets.ts'
import type { Examination, ExaminedHook } from './examination.ts'
import { atHandler, inCode } from './hits.ts'
import type { Hit, Rule } from './rule.ts'
import { signsIn } from './signs.ts'

const OFTEN = new Set([
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PermissionRequest',
  'PostToolBatch',
  'MessageDisplay',
])

const SLOW = new Set(
  'npx npm pnpm yarn bunx uvx tsc eslint jest vitest pytest mypy cargo go make docker mvn gradle dotnet terraform curl wget claude'.split(
    ' ',
  ),
)

/** Milliseconds from which on a hook is felt on every call. */
const FELT = 1000

function slowEverywhere(one: ExaminedHook, slowRuns: Examination['slowRuns']): readonly Hit[] {
  const { event, matcher = '', if: rule, async, type, putBy } = one.hook
  const every = /^(?:\*|\^?\.[*+]\$?)?$/.test(matcher)
  if (!OFTEN.has(event) || !every || async || (rule !== undefined && rule !== '')) return []
  const measured =
    putBy.by === 'pack' ? putBy.hooks.find((name) => (slowRuns.get(name) ?? 0) >= FELT) : undefined
  const what =
    measured === undefined
      ? slowPart(one, type)
      : `${measured} has taken ${Math.round(slowRuns.get(measured) ?? 0)} ms in one of twenty runs`
  return what === undefined
    ? []
    : [atHandler(one, undefined, { says: `it runs on every ${event}, and ${what}` })]
}

function slowPart({ calls }: ExaminedHook, type: string): string | undefined {
  if (type === 'prompt' || type === 'agent') return 'asks a model each time'
  const slow = calls.find(
    ({ program, args }) => SLOW.has(program) || (program === 'sleep' && Number(args[0]) >= 1),
  )
  return slow && `starts \`${[slow.program, ...slow.args].join(' ').slice(0, 40)}\` each time`
}

/** Tokens in what the client shows to the model, or commits with the project. */
function secretsIn(one: ExaminedHook): readonly Hit[] {
  const { handler } = one.hook
  return ['command', 'args', 'url', 'headers', 'input', 'prompt'].flatMap((field) => {
    const text = handler[field] === undefined ? '' : JSON.stringify(handler[field])
    if (text === '' || !hasSecret(text)) return []
    return [atHandler(one, field, { says: `there seems to be a secret in \`${field}\`` })]
  })
}

function hasSecret(text: string): boolean {
  if (withoutTokens(text, '') !== text) return true
  const assigned = [...text.matchAll(/\b([A-Za-z_]\w*)=\\?["']?([\w+/=-]{12,200})/g)]
  const bearer = [...text.matchAll(/\b[Bb]earer\s+([\w.+/=-]{12,400})/g)]
  return (
    assigned.some(([, name = '', value = '']) => isSecretName(name) && looksRandom(value, 12)) ||
    bearer.some(([, value = '']) => looksRandom(value, 12))
  )
}

const READ_BY_MODEL = new Set(['SessionStart', 'UserPromptSubmit', 'UserPromptExpansion'])

const SHOWS = [
  /(?:^|[;&(]|\bthen|\bdo)[ \t]*((?:env|printenv|set|export -p|declare -x)[ \t]*)(?=$|[;&)\n])/gm,
  /\b(cat\s+[^\n;|>&]*(?:\.env\b(?!\.(?:example|sample|template))|id_rsa|id_ed25519|\.netrc|\.npmrc|\.pypirc|\/credentials\b))[^\n;|>&]*(?=$|[;&)\n])/gm,
]

function shown(one: ExaminedHook): readonly Hit[] {
  if (!READ_BY_MODEL.has(one.hook.event)) return []
  return one.codes
    .filter(({ language, inPack }) => language === 'shell' && !inPack)
    .flatMap((code) => {
      const echoed = signsIn(code, /\b((?:echo|printf)\b[^\n;|>]*\$\{?[A-Za-z_]\w*)/g).filter(({ word }) =>
        isSecretName(/(\w+)$/.exec(word)?.[1] ?? ''),
      )
      return [...SHOWS.flatMap((pattern) => signsIn(code, pattern)), ...echoed].map(({ offset, word }) =>
        inCode(one, code, offset, {
          says: `\`${word.trim().slice(0, 50)}\` prints secrets, and on ${one.hook.event} the model reads them`,
        }),
      )
    })
}

/** Hooks that cost time, or tell what they should not. */
export const COST_RULES: readonly Rule[] = [
  {
    id: 'slow-on-every-call',
    level: 'warning',
    why: 'the session waits for it at each step',
    how: 'give it a matcher or an `if`, or run it in the background with "async": true',
    find: ({ hooks, slowRuns }) => hooks.flatMap((one) => slowEverywhere(one, slowRuns)),
  },
  {
    id: 'secret-in-command',
    level: 'error',
    why: 'the client shows the whole command to the model when the hook refuses, and the file is read by many',
    how: 'keep it in a variable of the environment; and replace it, it has been seen',
    find: ({ hooks }) => hooks.flatMap(secretsIn),
  },
  {
    id: 'shows-secrets',
    level: 'warning',
    why: 'what this hook prints becomes a part of the conversation, which is sent and kept',
    how: 'print only what the model has to know',
    find: ({ hooks }) => hooks.flatMap(shown),
  },
]
