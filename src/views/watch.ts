import type { RunRecord } from '../core/run-log/parse.ts'
import { circumstances, localTime, milliseconds, verdict } from './logs.ts'
import { clipped, printable, type Style, wrapped } from './style.ts'

/** What is shown of the runs. */
export interface Watched {
  /** Oldest first. */
  readonly records: readonly RunRecord[]
  /** Of which sessions: a folder, or all. */
  readonly where: string
}

/** Widths of the columns: time, decision, milliseconds. The event with its tool and the hook share what is left. */
const TIME = 8
const DECISION = 12
const MS = 7
const MOST_EVENT = 24
const REASON_LINES = 2

const WAITING =
  'No run yet. Hooks leave a record when they fail or are skipped; start Claude Code with HOOKS_LOG=all to see every run.'

/** The whole screen: a line of counts, the newest runs that have room, and how to end it. */
export function watchScreen(
  { records, where }: Watched,
  { columns, rows }: { readonly columns: number; readonly rows: number },
  style: Style,
): readonly string[] {
  const hint = records.some(({ outcome }) => outcome === 'none' || outcome === 'decided')
    ? 'q or Ctrl-C ends'
    : 'q or Ctrl-C ends; only failures are recorded unless HOOKS_LOG is all'
  const top = [
    style.bold(clipped(`hooks watch  ${where}`, columns)),
    clipped(countsOf(records), columns),
    style.dim(clipped(row(['TIME', 'EVENT', 'HOOK', 'DECISION', 'MS'], columns), columns)),
  ]
  const room = Math.max(1, rows - top.length - 1)
  const shown: (readonly string[])[] = []
  let used = 0
  for (const record of records.toReversed()) {
    const lines = runLines(record, columns, style)
    if (used + lines.length > room) break
    used += lines.length
    shown.unshift(lines)
  }
  const waiting = records.length > 0 ? [] : wrapped(WAITING, columns, room)
  const empty = Array.from({ length: room - used - waiting.length }, () => '')
  return [...top, ...waiting, ...shown.flat(), ...empty, style.dim(clipped(hint, columns))]
}

function countsOf(records: readonly RunRecord[]): string {
  const count = (test: (record: RunRecord) => boolean): number => records.filter(test).length
  const refused = ['deny', 'block', 'interrupt', 'stop']
  const counts = [
    [count(({ outcome }) => outcome !== 'skipped'), 'runs'],
    [count(({ outcome, decision }) => outcome === 'decided' && refused.includes(decision ?? '')), 'refused'],
    [count(({ outcome, decision }) => outcome === 'decided' && decision === 'ask'), 'asked'],
    [count(({ outcome }) => outcome === 'failed'), 'failed'],
    [count(({ outcome }) => outcome === 'skipped'), 'skipped'],
  ] as const
  return counts.map(([number, what]) => `${number} ${what}`).join(', ')
}

/** One run; below it, why it decided so or has failed. */
function runLines(record: RunRecord, columns: number, style: Style): readonly string[] {
  const { hook, ms, outcome, reason, time } = record
  const first = clipped(
    row(
      [
        localTime(time).slice(-TIME),
        circumstances(record),
        hook,
        verdict(record),
        outcome === 'skipped' ? '-' : milliseconds(ms),
      ],
      columns,
    ),
    columns,
  )
  const why = reason === undefined ? '' : printable(reason.replace(/\s+/g, ' ').trim())
  const indent = ' '.repeat(TIME + 2)
  const below = wrapped(why, Math.max(MS, columns - indent.length), REASON_LINES)
  return [outcome === 'failed' ? style.red(first) : first, ...below.map((line) => indent + line)]
}

/** Five cells, two spaces apart. */
function row(
  [time = '', event = '', hook = '', decision = '', ms = '']: readonly string[],
  columns: number,
): string {
  const left = Math.max(10, columns - TIME - DECISION - MS - 8)
  const wide = Math.min(MOST_EVENT, Math.floor(left / 2))
  const rest = left - wide
  const cells = [
    time.padEnd(TIME),
    clipped(event, wide).padEnd(wide),
    clipped(hook, rest).padEnd(rest),
    clipped(decision, DECISION).padEnd(DECISION),
    ms.padStart(MS),
  ]
  return cells.join('  ')
}

/** One run in one line, for whoever reads lines: the whole time, no columns. */
export function watchLine(record: RunRecord): string {
  const { time, hook, ms, outcome, reason } = record
  const why = reason === undefined ? '' : `: ${reason.replace(/\s+/g, ' ').trim()}`
  const took = outcome === 'skipped' ? '' : ` ${milliseconds(ms)} ms`
  const decided = outcome === 'none' ? 'no opinion' : verdict(record)
  return printable(`${time} ${circumstances(record)} ${hook} ${decided}${took}${why}`)
}
