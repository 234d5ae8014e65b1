import type { RunRecord } from '../../runtime/src/log/record.ts'

export type { RunRecord } from '../../runtime/src/log/record.ts'

/** What some lines of the run log hold. */
export interface Parsed {
  readonly records: readonly RunRecord[]
  /** Lines, or parts of lines, that are no records: torn, of another version, or not ours. */
  readonly skipped: number
}

/** How every record begins. Inside a record's texts the quotes would be escaped, so this is always a beginning. */
const BEGINNING = /(?=\{"v":1,"time":")/

/**
 * The records of a text. A record that was cut off (the disk was full, the machine stopped) is skipped, but not the
 * next one, even when it follows on the same line.
 */
export function parseRecords(text: string): Parsed {
  const pieces = text
    .split('\n')
    .flatMap((line) => line.split(BEGINNING))
    .filter((piece) => piece.trim() !== '')
  const records = pieces.flatMap((piece) => recordIn(piece) ?? [])
  return { records, skipped: pieces.length - records.length }
}

function recordIn(piece: string): RunRecord | undefined {
  try {
    const value: unknown = JSON.parse(piece)
    return isRecord(value) ? value : undefined
  } catch {
    // Torn, or no JSON at all: the caller counts it.
    return undefined
  }
}

const OUTCOMES: readonly unknown[] = ['decided', 'none', 'failed', 'skipped']
const OPTIONAL_TEXTS = ['decision', 'reason', 'tool', 'project', 'scope', 'session']

function isRecord(value: unknown): value is RunRecord {
  if (typeof value !== 'object' || value === null) return false
  const fields = value as Record<string, unknown>
  return (
    fields['v'] === 1 &&
    typeof fields['time'] === 'string' &&
    !Number.isNaN(Date.parse(fields['time'])) &&
    typeof fields['event'] === 'string' &&
    typeof fields['hook'] === 'string' &&
    OUTCOMES.includes(fields['outcome']) &&
    typeof fields['ms'] === 'number' &&
    OPTIONAL_TEXTS.every((name) => fields[name] === undefined || typeof fields[name] === 'string')
  )
}
