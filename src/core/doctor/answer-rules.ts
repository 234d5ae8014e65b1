import { type EventName, isEventName } from '../../runtime/src/events.ts'
import { atHandler, inCode } from './hits.ts'
import { blocksByJson, countsTwo, eachCode, type Looked } from './looking.ts'
import type { Hit, Rule } from './rule.ts'
import {
  decisionSigns,
  exitSign,
  logSigns,
  printsJson,
  refusalSign,
  signIn,
  signsIn,
  stdinSign,
  usesStderr,
} from './signs.ts'

function unlimitedStdin({ one, code }: Looked): readonly Hit[] {
  const sign = stdinSign(code)
  if (!sign || sign.limited || one.hook.timeout.explicit || one.hook.timeout.seconds < 60) return []
  return [
    inCode(one, code, sign.offset, {
      says: `it reads stdin to its end, and may wait for ${one.hook.timeout.seconds} seconds`,
    }),
  ]
}

function logBesideJson({ one, code }: Looked): readonly Hit[] {
  if (!printsJson(code)) return []
  return logSigns(code)
    .slice(0, 3)
    .map(({ offset, word }) =>
      inCode(one, code, offset, { says: `\`${word.trim().slice(0, 50)}\` prints a line beside the JSON` }),
    )
}

const DECISIONS = ['block', 'approve']
const PERMISSIONS = ['allow', 'deny', 'ask', 'defer']

function wrongDecisions({ one, code, events }: Looked): readonly Hit[] {
  const bad = decisionSigns(code).filter(({ field, value }) =>
    field === 'decision' ? !DECISIONS.includes(value) : !PERMISSIONS.includes(value),
  )
  const own = signIn(code, /\b(hookSpecificOutput)\b/)
  const names = signsIn(code, /hookEventName\W{1,6}(\w+)/g)
  const strangers = names.filter(({ word }) => isEventName(word))
  const wrong =
    strangers.length === names.length && !strangers.some(({ word }) => events.includes(word as EventName))
  return [
    ...bad.map(({ offset, field, value }) =>
      inCode(one, code, offset, {
        says: `\`${field}\` cannot be \`${value}\``,
        how:
          field === 'decision'
            ? 'it is "block" or absent; on PreToolUse use permissionDecision'
            : 'it is allow, deny, ask or defer',
      }),
    ),
    ...(own && !/hookEventName/.test(code.text)
      ? [
          inCode(one, code, own.offset, {
            says: '`hookSpecificOutput` has no `hookEventName`',
            how: `add "hookEventName": "${one.hook.event}"`,
          }),
        ]
      : []),
    ...(own && names[0] && wrong
      ? [
          inCode(one, code, names[0].offset, {
            says: `it answers as ${names[0].word}, and runs on ${events.join(', ')}`,
            how: `write "hookEventName": "${one.hook.event}"`,
          }),
        ]
      : []),
  ]
}

function cannotBlock({ one, code, events }: Looked): readonly Hit[] {
  if (events.length === 0) return []
  return decisionSigns(code)
    .filter(({ value }) => value === 'block' || value === 'deny')
    .filter(({ field }) =>
      field === 'permissionDecision'
        ? !events.some((event) => ['PreToolUse', 'PreModelSwitch'].includes(event))
        : !events.some(
            (event) =>
              blocksByJson(event) &&
              !['PreModelSwitch', 'PermissionRequest', 'Elicitation', 'ElicitationResult'].includes(event),
          ),
    )
    .map(({ offset, field, value }) =>
      inCode(one, code, offset, { says: `\`${field}: ${value}\` means nothing on ${events.join(', ')}` }),
    )
}

function ignoredTwo({ one, code, events }: Looked): readonly Hit[] {
  const sign = exitSign(code, 2)
  if (!sign || events.length === 0 || events.some(countsTwo)) return []
  return [
    inCode(one, code, sign.offset, {
      says: `exit status 2 blocks nothing on ${events.join(', ')}`,
      ...(events.includes('PermissionRequest')
        ? {
            how: 'print {"hookSpecificOutput": {"hookEventName": "PermissionRequest", "decision": {"behavior": "deny"}}}',
          }
        : {}),
    }),
  ]
}

function asyncDecision({ one, code }: Looked): readonly Hit[] {
  if (one.hook.handler['async'] !== true || one.hook.handler['asyncRewake'] === true) return []
  const sign = refusalSign(code)
  return sign ? [atHandler(one, 'async', { says: 'it decides something, and runs in the background' })] : []
}

function stopLoop({ one, code, events }: Looked): readonly Hit[] {
  const stops = events.filter((event) => event === 'Stop' || event === 'SubagentStop')
  const sign = stops.length > 0 ? refusalSign(code) : undefined
  const guarded = one.codes.some(({ text }) => /stop_?hook_?active|mayBlockStop|stop-loop/i.test(text))
  return sign && !guarded
    ? [
        inCode(one, code, sign.offset, {
          says: `it keeps the agent from stopping, whether it has done so before or not`,
        }),
      ]
    : []
}

/** Words of a script that is to refuse something. */
const REFUSES =
  /\b(?:block(?:ed|ing)?|den(?:y|ied)|forbid(?:den)?|refus(?:e|ed)|reject(?:ed)?|not allowed|dangerous|protected|rm -rf)\b/i

function exitOne({ one, code, events }: Looked): readonly Hit[] {
  const guards = events.some((event) => ['PreToolUse', 'UserPromptSubmit'].includes(event))
  const sign = guards ? exitSign(code, 1) : undefined
  if (!sign || !REFUSES.test(code.text) || one.hook.handler['onFailure'] === 'block') return []
  if (exitSign(code, 2) || printsJson(code)) return []
  return [
    inCode(one, code, sign.offset, { says: 'exit status 1 does not block: the call runs all the same' }),
  ]
}

function reasonOnStdout({ one, code, events }: Looked): readonly Hit[] {
  const sign = exitSign(code, 2)
  if (!sign || usesStderr(code) || !events.some(countsTwo) || logSigns(code).length === 0) return []
  return [
    inCode(one, code, sign.offset, {
      says: 'what it prints goes to stdout, and with exit status 2 nobody reads that',
    }),
  ]
}

/** What hooks answer, where the client makes something else of it. */
export const ANSWER_RULES: readonly Rule[] = [
  {
    id: 'stdin-without-limit',
    level: 'warning',
    why: 'where nobody closes stdin (another agent, a terminal, a test) it waits until its time is over',
    how: 'give it a "timeout" of some seconds',
    find: eachCode(unlimitedStdin),
  },
  {
    id: 'log-beside-json',
    level: 'warning',
    why: 'with one more line the whole output is plain text: the decision is lost, and the tool runs',
    how: 'print it to stderr',
    find: eachCode(logBesideJson),
  },
  {
    id: 'wrong-decision',
    level: 'error',
    why: 'the client refuses the answer as a whole, and the tool runs',
    how: 'docs/events.md has what each event can answer',
    find: eachCode(wrongDecisions),
  },
  {
    id: 'cannot-block',
    level: 'error',
    why: 'the client passes it over, so nothing is blocked',
    how: 'decide on an event that can: docs/events.md has them',
    find: eachCode(cannotBlock),
  },
  {
    id: 'exit-two-ignored',
    level: 'warning',
    why: 'at most the user sees what it has printed',
    how: 'decide on an event that can: docs/events.md has them',
    find: eachCode(ignoredTwo),
  },
  {
    id: 'async-decision',
    level: 'error',
    why: 'the client does not wait for it: its decision is ignored, and the tool runs',
    how: 'take `async` out, or leave the decision to another hook',
    find: eachCode(asyncDecision, 'packs too'),
  },
  {
    id: 'stop-without-guard',
    level: 'warning',
    why: 'the agent is sent back again and again, until the client ends it at the ninth time',
    how: 'let it stop when `stop_hook_active` is true',
    find: eachCode(stopLoop, 'packs too'),
  },
  {
    id: 'exit-one',
    level: 'error',
    why: 'only exit status 2, or a deny in JSON, is a refusal; any other is an error that the client passes over',
    how: 'end with 2 and the reason on stderr, or add "onFailure": "block"',
    find: eachCode(exitOne),
  },
  {
    id: 'reason-on-stdout',
    level: 'warning',
    why: 'the model is told "No stderr output" and tries again',
    how: 'print the reason to stderr: echo "…" >&2',
    find: eachCode(reasonOnStdout),
  },
]
