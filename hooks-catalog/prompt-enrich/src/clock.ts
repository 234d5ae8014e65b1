/** A moment, as people write it. */
export interface Clock {
  /** `2026-01-31`. */
  readonly day: string
  /** `Saturday 2026-01-31 17:05 Europe/Berlin (UTC+01:00)`. */
  readonly text: string
}

/** The moment in a time zone; a zone that is not known is that of this machine. */
export function clockOf(now: Date, timeZone: string): Clock {
  const format = formatOf(timeZone)
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const { year = '', month = '', day = '', hour = '', minute = '', weekday = '', timeZoneName = '' } = parts
  const date = `${year}-${month}-${day}`
  const offset = timeZoneName.replace('GMT', 'UTC')
  // The name as it was given: systems differ in which of two names of a zone they prefer.
  const known = format.resolvedOptions().timeZone
  const zone = timeZone !== '' && isZone(timeZone) ? timeZone : known
  const also = /^UTC(?:\+00:00)?$/.test(offset) && /^(?:Etc\/)?(?:UTC|GMT)$/.test(zone) ? '' : ` (${offset})`
  return { day: date, text: `${weekday} ${date} ${hour}:${minute} ${zone}${also}` }
}

function isZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }) !== undefined
  } catch {
    return false
  }
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const options = {
    ...({ weekday: 'long', year: 'numeric', month: '2-digit', day: '2-digit' } as const),
    ...({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'longOffset' } as const),
  }
  // The schema cannot know all zones.
  const own = timeZone !== '' && isZone(timeZone) ? { timeZone } : {}
  return new Intl.DateTimeFormat('en-GB', { ...options, ...own })
}
