// Apart from the other rules for names, whose expressions take milliseconds to compile: names of packs are looked at when
// `hooks list` starts.

/** Windows finds a device behind these whatever the extension, and even behind spaces. */
export const DEVICE_NAME = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[0-9]|lpt[0-9]) *(\.|$)/i

/** NTFS answers to invented 8.3 names, so HOOKPA~1.JS can be another file's second name. */
export const SHORT_NAME = /^[^.]{1,6}~[0-9]{1,6}(\.[^.]{0,3})?$/

/** Windows drops these, so that two names become one. */
export const DROPPED_END = /[. ]$/

/** True for a name that Windows would take for another one. */
export function isOtherOnWindows(segment: string): boolean {
  return [DEVICE_NAME, SHORT_NAME, DROPPED_END].some((rule) => rule.test(segment))
}
