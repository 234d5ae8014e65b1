/** The one place in which two texts differ: what stood there, and what stands there now. */
export interface TextPatch {
  readonly at: number
  readonly removed: string
  readonly inserted: string
}

/** The difference between two texts, from their first to their last differing character. */
export function patchBetween(before: string, after: string): TextPatch {
  const most = Math.min(before.length, after.length)
  let at = 0
  while (at < most && before[at] === after[at]) at++
  let tail = 0
  while (tail < most - at && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  return {
    at,
    removed: before.slice(at, before.length - tail),
    inserted: after.slice(at, after.length - tail),
  }
}

/** The text before a patch was made; undefined for a text that it was not made of. */
export function unpatched(text: string, { at, removed, inserted }: TextPatch): string | undefined {
  return text.startsWith(inserted, at)
    ? text.slice(0, at) + removed + text.slice(at + inserted.length)
    : undefined
}
