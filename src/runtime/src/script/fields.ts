import { methodsOf } from '../decide.ts'
import type { EventName } from '../events.ts'
import { faultOf } from '../shapes.ts'
import type { Decision, TextKind } from '../types.ts'
import type { Fields } from './json-text.ts'
import { type Output, type Reading, recordOf, verdictsOf } from './verdicts.ts'

/** The fields by which the client's output is known; an object with none of them is plain text. */
const KNOWN = [
  'async',
  'continue',
  'decision',
  'hookSpecificOutput',
  'permissionDecision',
  'stopReason',
  'suppressOutput',
  'systemMessage',
  'terminalSequence',
]

/** True for an object that is meant for the client. */
export function isOutput(object: Fields): boolean {
  return KNOWN.some((field) => object[field] !== undefined)
}

/** Text that looks like the beginning of an output, also in the quotes of other languages. Reads each character once. */
export const LIKE_OUTPUT = new RegExp(`\\{\\s*["'](?:${KNOWN.join('|')})["']\\s*:`)

/** Approvals: the client takes none that has other lines beside it, and neither do we. */
const APPROVALS: readonly Decision['kind'][] = ['allow', 'remember', 'accept', 'retry', 'classify']

/** What is more than a word of caution, and must not come out of text that a script just passes on. */
const EFFECTS: readonly Decision['kind'][] = [
  'modify',
  'firstMessage',
  'reloadSkills',
  'display',
  'terminal',
  'worktree',
]

/** Fields that scripts print on all events, and that the client does not mind where they do nothing. */
const UNIVERSAL: readonly Decision['kind'][] = ['tell', 'stop', 'terminal']

/** The decisions that one object means. */
export function readOutput(top: Fields, about: Omit<Output, 'top' | 'own'>): Reading {
  if (top['async'] === true) return { decisions: [] }
  const specific = top['hookSpecificOutput']
  const own = recordOf(specific) ?? {}
  const isAbsent = specific === undefined || specific === null
  const wrong = isAbsent ? undefined : wrongName(own['hookEventName'], about.event)
  // For approvals and effects, what the client would refuse is as good as absent.
  const output: Output = { ...about, top, own, alone: about.alone && wrong === undefined }
  const readings = [
    ...verdictsOf(output),
    { decisions: [...universal(top), ...(wrong ? [] : fieldsOf(own))] },
    { decisions: [], problem: wrong },
  ]
  return checked(readings, output)
}

function wrongName(name: unknown, event: EventName): string | undefined {
  if (name === event) return undefined
  return name === undefined
    ? `it printed a hookSpecificOutput without "hookEventName": "${event}"`
    : `it printed a hookSpecificOutput for ${JSON.stringify(name)}, but the event is ${event}`
}

/** All readings as one; decisions that cannot be made on the event are left out, and named. */
function checked(readings: readonly Reading[], { event, alone }: Output): Reading {
  const problems = readings.flatMap(({ problem }) => problem ?? [])
  const decisions = readings
    .flatMap((reading) => reading.decisions)
    .filter((decision) => {
      const { kind } = decision
      const fault = faultOf(decision)
      if (!methodsOf(event).includes(kind) && UNIVERSAL.includes(kind)) return false
      if (!methodsOf(event).includes(kind)) problems.push(`it printed what ${event} cannot do (${kind})`)
      else if (fault) problems.push(`what it printed is not right: ${kind} needs ${fault}`)
      else if (alone) return true
      else if (APPROVALS.includes(kind)) return false
      else if (!EFFECTS.includes(kind)) return true
      else problems.push(`it printed other lines beside its JSON; ${kind} counts only without them`)
      return false
    })
  return { decisions, problem: problems[0] }
}

function universal(top: Fields): readonly Decision[] {
  const { continue: goesOn, stopReason: reason, systemMessage, terminalSequence } = top
  return [
    ...(goesOn === false
      ? [{ kind: 'stop', reason: isWord(reason) ? reason : 'A hook has ended the run.' } as const]
      : []),
    ...texts('tell', systemMessage),
    ...texts('terminal', terminalSequence),
  ]
}

/** Decisions with the values as they came; whether they are right is looked at later. */
function fieldsOf(own: Fields): readonly Decision[] {
  const output = own['updatedToolOutput'] ?? own['updatedMCPToolOutput']
  const { watchPaths, updatedInput, displayContent } = own
  return [
    ...texts('context', own['additionalContext']),
    ...texts('title', own['sessionTitle']),
    ...texts('firstMessage', own['initialUserMessage']),
    ...texts('classify', own['classifierContext']),
    ...texts('worktree', own['worktreePath']),
    ...given(displayContent, { kind: 'display', text: displayContent as string }),
    ...given(watchPaths, { kind: 'watch', paths: watchPaths as string[] }),
    ...given(updatedInput, { kind: 'modify', input: updatedInput as Fields }),
    ...given(output, { kind: 'replaceOutput', output }),
    ...given(own['reloadSkills'] === true || undefined, { kind: 'reloadSkills' }),
    ...given(own['suppressOriginalPrompt'] === true || undefined, { kind: 'hidePrompt' }),
    ...given(own['retry'] === true || undefined, { kind: 'retry' }),
    ...given(own['action'], answer(own)),
  ]
}

function answer({ action, content }: Fields): Decision {
  if (action === 'decline' || action === 'cancel') return { kind: action }
  // Any other word is no answer at all, which the check then says.
  return { kind: 'accept', content: (action === 'accept' ? (content ?? {}) : action) as Fields }
}

function texts(kind: TextKind, text: unknown): readonly Decision[] {
  return text === '' ? [] : given(text, { kind, text: text as string })
}

/** `null` is how some tools write what is not there. */
function given(value: unknown, decision: Decision): readonly Decision[] {
  return value === undefined || value === null ? [] : [decision]
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
