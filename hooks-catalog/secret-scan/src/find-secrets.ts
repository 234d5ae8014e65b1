import { standsForOne } from './checks.ts'
import { DETECTORS, type Detector } from './detectors.ts'
import { namedSecrets, type Span } from './generic.ts'

/** A secret in a text: where it is and what it is, never what it says. */
export interface Secret extends Span {
  readonly kind: string
}

/** What counts as a secret. */
export interface Scan {
  readonly generic: boolean
  /** Whether this value is known to be none. */
  readonly isAllowed: (value: string) => boolean
}

/** Longer texts are not looked at. */
const LONGEST_TEXT = 4_000_000

const MOST_FOUND = 500

/** The secrets of a text, in its order, none within another. Takes time linear in the length of the text. */
export function findSecrets(text: string, { generic, isAllowed }: Scan): readonly Secret[] {
  if (text.length > LONGEST_TEXT || text.length < 12) return []
  const formed = DETECTORS.flatMap((detector) => spansOf(text, detector))
  const other = generic ? namedSecrets(text).map((span) => ({ ...span, kind: 'a password or key' })) : []
  const found: Secret[] = []
  let end = 0
  // Stable: of two that begin together, the one of the earlier detector counts.
  for (const secret of [...formed, ...other].sort((one, two) => one.start - two.start)) {
    if (secret.start < end || isAllowed(text.slice(secret.start, secret.end))) continue
    found.push(secret)
    end = secret.end
  }
  return found
}

function spansOf(text: string, detector: Detector): readonly Secret[] {
  const { starts, form, kind, check = looksReal } = detector
  const spans: Secret[] = []
  for (const start of starts) {
    for (
      let at = text.indexOf(start);
      at >= 0 && spans.length < MOST_FOUND;
      at = text.indexOf(start, at + 1)
    ) {
      if (!mayBegin(text, at, start)) continue
      form.lastIndex = at
      const found = form.exec(text)?.[0]
      if (found === undefined) continue
      const from = start === ':AA' ? numberBefore(text, at) : at
      if (from !== undefined && check(found)) spans.push({ kind, start: from, end: at + found.length })
      // Read once, also what is none: a run of starts would be read again from each.
      at += found.length - 1
    }
  }
  return spans
}

/** Not in the middle of a longer word; so a long word of starts is read once, too. */
function mayBegin(text: string, at: number, start: string): boolean {
  if (/^[:\-/]|^hooks|^discord/.test(start)) return true
  const before = text.charAt(at - 1)
  return start === 'eyJ'
    ? !/[\w-]/.test(before)
    : !/\w/.test(before) || /\\[nrt]/.test(text.slice(Math.max(0, at - 2), at))
}

/** The number of a Telegram bot, which stands before the colon. */
function numberBefore(text: string, at: number): number | undefined {
  const number = /(?<!\d)\d{8,10}$/.exec(text.slice(Math.max(0, at - 11), at))?.[0]
  return number === undefined ? undefined : at - number.length
}

function looksReal(found: string): boolean {
  const body = found.replace(/^(?:[A-Za-z]{1,12}[_.-]){1,2}|^[A-Z]{4}/, '')
  return !standsForOne(body.slice(0, 120))
}

/** The number of the line in which a secret begins. */
export function lineOf(text: string, { start }: Span): number {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0 && at < start; at = text.indexOf('\n', at + 1)) line += 1
  return line
}

/** The text with a note of its kind in the place of each secret. */
export function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  let result = ''
  let done = 0
  for (const { start, end, kind } of secrets) {
    result += `${text.slice(done, start)}[${kind.replace(/^an? /, '')} removed]`
    done = end
  }
  return result + text.slice(done)
}
