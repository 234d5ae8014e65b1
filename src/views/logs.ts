import type { RunRecord } from '../core/run-log/parse.ts'
import { clipped, printable, type Style, wrapped } from './style.ts'

/** Widths of the columns: time, hook, decision, milliseconds. With two spaces between them, within 80. */
const TIME = 14
const HOOK = 36
const DECISION = 13
const MS = 7
/** Reasons stand below the hook, where they have more room than in a column of their own. */
const INDENT = TIME + 2
const REASON_LINES = 4

/** The heading of the table of records. */
export function logHeading(style: Style): string {
  return style.dim(row('TIME', 'HOOK', 'DECISION', 'MS'))
}

/** One record: when, which hook, what it decided, how long it took; below it, on what and why. */
export function recordLines(record: RunRecord, style: Style, withProject: boolean): readonly string[] {
  const { hook, ms, outcome, project, reason } = record
  const first = row(
    localTime(record.time),
    clipped(hook, HOOK),
    verdict(record),
    outcome === 'skipped' ? '-' : milliseconds(ms),
  )
  const why = reason === undefined ? '' : `: ${printable(reason.replace(/\s+/g, ' ').trim())}`
  const below = outcome === 'none' ? [] : wrapped(`${circumstances(record)}${why}`, 80 - INDENT, REASON_LINES)
  return [
    outcome === 'failed' ? style.red(first) : first,
    ...below.map((line) => ' '.repeat(INDENT) + line),
    ...(withProject && project !== undefined
      ? [' '.repeat(INDENT) + style.dim(clipped(`in ${project}`, 80 - INDENT))]
      : []),
  ]
}

function row(time: string, hook: string, decision: string, ms: string): string {
  return `${time.padEnd(TIME)}  ${hook.padEnd(HOOK)}  ${decision.padEnd(DECISION)}  ${ms.padStart(MS)}`
}

/** What a hook decided, in a word or two. */
export function verdict({ outcome, decision }: RunRecord): string {
  const kind = clipped(decision ?? '', DECISION)
  switch (outcome) {
    case 'decided':
      return kind === '' ? 'decided' : kind
    case 'none':
      return '-'
    case 'failed':
      return clipped(kind === '' ? 'failed' : `failed: ${kind}`, DECISION)
    case 'skipped':
      return 'skipped'
  }
}

/** On what a hook ran. */
export function circumstances({ event, tool, async }: RunRecord): string {
  return [event, tool ?? '', async ? '(async)' : '']
    .filter((word) => word !== '')
    .map(printable)
    .join(' ')
}

/** Milliseconds in at most seven characters. */
export function milliseconds(ms: number): string {
  return ms < 1000 ? ms.toFixed(1) : Math.round(ms).toString()
}

/** Month, day and time where the user is; the log does not go back a year. */
export function localTime(iso: string): string {
  const at = new Date(iso)
  const two = (number: number): string => String(number).padStart(2, '0')
  const date = [at.getMonth() + 1, at.getDate()].map(two).join('-')
  return `${date} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`
}
