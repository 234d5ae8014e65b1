const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const

/** How durations are written: a number of minutes, hours, days or weeks, or `0`. */
export const DURATION = /^(0|[1-9]\d{0,3}[mhdw])$/

/** Milliseconds; undefined for a text that is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!DURATION.test(text)) return undefined
  return text === '0' ? 0 : Number(text.slice(0, -1)) * UNITS[text.slice(-1) as keyof typeof UNITS]
}

/** The same the other way round, in the largest unit that fits: `3d`. */
export function durationText(milliseconds: number): string {
  const units = Object.entries(UNITS).toReversed() as [string, number][]
  const [unit, size] = units.find(([name, one]) => name !== 'w' && milliseconds % one === 0) ?? ['m', UNITS.m]
  return milliseconds === 0 ? '0' : `${Math.ceil(milliseconds / size)}${unit}`
}
