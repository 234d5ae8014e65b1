import type { EventName } from '../../runtime/src/events.ts'
import { matchedOn } from '../client-events.ts'
import { matcherFault } from '../matcher.ts'
import { namesBefore, parentTool, toolOfToday } from './tool-names.ts'

/** How a matcher chooses: everything, a list of names, a regular expression; or not at all, on events without names. */
type MatcherKind = 'all' | 'ignored' | 'names' | 'expression' | 'broken'

/** Whether a matcher is met, and how it was read. */
export interface Matched {
  readonly met: boolean
  readonly kind: MatcherKind
  /** What it was tested against. */
  readonly name?: string
}

/** Events whose lists of names are split at `|` only, and have letters, digits and `_` only. */
const NARROW: readonly EventName[] = ['StopFailure', 'FileChanged']

/** The client's own test of a matcher on an event with these fields. */
export function matchEvent(
  event: EventName,
  matcher: string | undefined,
  fields: Readonly<Record<string, unknown>>,
): Matched {
  const on = matchedOn(event)
  if (on === undefined) return { met: true, kind: 'ignored' }
  const value = fields[on.field]
  const name = typeof value === 'string' ? nameIn(on.field, value) : ''
  if (matcher === undefined || matcher === '' || matcher === '*') return { met: true, kind: 'all', name }
  const text = /ModelSwitch$/.test(event) ? withoutContextSize(matcher) : matcher
  const names = namesOf(text, NARROW.includes(event))
  // Without a name there is nothing to test: every hook runs.
  if (name === '') return { met: true, kind: names ? 'names' : 'expression', name }
  if (names) return { met: names.some((one) => isNamed(one, name)), kind: 'names', name }
  // One that may never end is not run: whoever wrote it may not be the one who asks.
  if (matcherFault(text)) return { met: false, kind: 'broken', name }
  try {
    const expression = new RegExp(text)
    return { met: [name, ...namesBefore(name)].some((one) => expression.test(one)), kind: 'expression', name }
  } catch {
    // The client treats it as one that never matches.
    return { met: false, kind: 'broken', name }
  }
}

function isNamed(wanted: string, name: string): boolean {
  const today = toolOfToday(wanted)
  return today === name || today === parentTool(name)
}

function nameIn(field: string, value: string): string {
  return field === 'file_path' ? (value.split(/[/\\]/).at(-1) ?? '') : value
}

/** `opus[1m]` is the model `opus`. */
function withoutContextSize(matcher: string): string {
  const text = matcher.replace(/\[[12]m\](?=\s*(?:[|,]|$))/gi, '')
  return text.trim() === '' ? matcher : text
}

function namesOf(matcher: string, narrow: boolean): readonly string[] | undefined {
  if (!(narrow ? /^\w+$|^[\w|]+$/ : /^[\w\- ,|]+$/).test(matcher)) return undefined
  return matcher
    .split(narrow ? '|' : /[|,]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
