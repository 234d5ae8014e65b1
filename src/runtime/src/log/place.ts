/** The file in the log's folder that records are appended to. */
export const CURRENT = 'runs.jsonl'

/** The name of the segment that a process rotates away at `time`; `n` counts its rotations. */
export function segmentName(time: Date, pid: number, n: number): string {
  return `runs.${time.toISOString().replace(/[-:.]/g, '')}-${pid}-${n}.jsonl`
}

/** When a segment was rotated away, in milliseconds; undefined for any other file's name. */
export function segmentTime(name: string): number | undefined {
  const found = /^runs\.(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-\d+-\d+\.jsonl$/.exec(name)
  if (!found) return undefined
  const [year = 0, month = 0, ...rest] = found.slice(1).map(Number)
  return Date.UTC(year, month - 1, ...rest)
}

/** The names of segments in a folder's listing, oldest first. */
export function segmentsIn(names: readonly string[]): readonly string[] {
  return names.filter((name) => segmentTime(name) !== undefined).sort()
}
