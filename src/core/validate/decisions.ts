import { EVENTS, type EventName } from '../../runtime/src/events.ts'
import { DECISION_KINDS } from '../client-events.ts'
import { didYouMean } from '../nearest.ts'
import { bare } from './code.ts'
import { type Finding, findingsIn, lineAt, type SourceText } from './finding.ts'

/** Calls of `decide` that none of these events has, in the readable code of the handler that all of them share. */
export function decisionsInCode(
  { path, text }: SourceText,
  events: readonly EventName[],
): readonly Finding[] {
  const code = bare(text, 'js', 'code')
  const known: readonly string[] = [...new Set(events.flatMap((event): readonly string[] => EVENTS[event]))]
  return [...code.matchAll(/(?<![\w$.])decide\s*\??\.\s*([A-Za-z]\w*)\s*\(/g)]
    .filter(([, method = '']) => !known.includes(method))
    .map(({ 1: method = '', index }) => {
      const where = events.join(' and ')
      const has = known.length > 0 ? `it has ${known.join(', ')}` : 'nothing can be decided there'
      const hint = DECISION_KINDS.some((kind) => kind === method) ? undefined : didYouMean(method, known)
      return findingsIn(path).error('unknown-decision', {
        line: lineAt(code, index),
        message: `decide.${method} does not exist on ${where}`,
        hint: hint ?? has,
      })
    })
}

/** What the runtime says of a hook that decided what its event cannot. */
const SAID =
  /does not exist on |is not a decision of |^decide\.\w+ needs |it printed (?:what|a refusal|a decision to ask|a hookSpecificOutput)|refuses nothing on |^what it printed is not right|but \w+ knows /

/** True for a failure of a case that comes from a decision which the event does not have. */
export function isAboutDecision(reason: string): boolean {
  return SAID.test(reason)
}
