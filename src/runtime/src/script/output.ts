import type { EventName } from '../events.ts'
import type { Decision } from '../types.ts'
import type { Ended } from './child.ts'
import { printedOf, textDecisions } from './printed.ts'
import { refusal } from './verdicts.ts'
import { errorLine, shortened } from './words.ts'

/** What a script's end is judged by, besides its output. */
export interface Judged {
  readonly event: EventName
  readonly file: string
  readonly limitMs: number
}

/** The status by which a script refuses. */
const REFUSED = 2

/** Decisions that count whatever else is wrong. */
const CAUTIOUS = new Set<Decision['kind']>([
  'deny',
  'interrupt',
  'block',
  'defer',
  'ask',
  'decline',
  'cancel',
  'stop',
])

const NO_REASON = 'A hook refused this without a reason.'

/**
 * The decisions of a script that has ended, as the client would read its status and output, but for three things:
 * lines beside JSON do not void a refusal, nor does its form, and what cannot count is a failure instead of silence.
 * Throws an Error of one line when the script has failed.
 */
export function decisionsOf(ended: Ended, judged: Judged): readonly Decision[] {
  const { status, late, stdout, stderr } = ended
  if (status === REFUSED && !late) return [refusedByStatus(ended, judged)]
  const printed = printedOf(stdout, judged.event, shortened(stderr) || NO_REASON)
  const { decisions, problem, isJson } = printed
  const cautious = decisions.filter(({ kind }) => CAUTIOUS.has(kind))
  if (late && cautious.length > 0) return cautious
  if (late) throw new Error(`it did not end within ${Math.round(judged.limitMs / 100) / 10} s`)
  if (problem !== undefined && cautious.length === 0) throw new Error(oneLine(problem))
  if (status === 0) return [...decisions, ...textDecisions(printed, judged.event)]
  if (!isJson) throw new Error(failureOf(ended))
  return decisions
}

function failureOf({ status, signal, stderr }: Ended): string {
  const how = status === null ? `it was ended by ${signal}` : `it ended with status ${status}`
  return withLine(how, errorLine(stderr))
}

function withLine(message: string, line: string): string {
  return line === '' ? message : oneLine(`${message}: ${line}`)
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ')
}

function refusedByStatus({ stdout, stderr }: Ended, { event, file }: Judged): Decision {
  const line = errorLine(stderr)
  // A shell that does not understand a script ends as if the script refused.
  if (line.startsWith(file) && /^: (?:line )?\d+: syntax error/i.test(line.slice(file.length)))
    throw new Error(oneLine(line))
  const decision = refusal(event, shortened(stderr) || saidInstead(stdout, event))
  if (decision) return decision
  throw new Error(withLine(`it ended with status 2, which refuses nothing on ${event}`, line))
}

/** The client gives the model stderr and nothing else; a reason that a script put on stdout is one as well. */
function saidInstead(stdout: string, event: EventName): string {
  const { decisions } = printedOf(stdout, event, NO_REASON)
  const said = decisions.flatMap((one) => (CAUTIOUS.has(one.kind) && 'reason' in one ? [one.reason] : []))
  return said[0] ?? (shortened(stdout) || NO_REASON)
}
