const LONGEST = 80

/**
 * A text as a part of a file name on every system, another one for every other text: small letters, digits, `-` and
 * `_` stay, all else becomes `~` with its code. The end of a long text becomes its hash.
 */
export function safeName(text: string): string {
  const safe = text.replace(/[^a-z0-9_-]/g, (character) => `~${character.charCodeAt(0).toString(16)}~`)
  if (safe.length <= LONGEST) return safe
  const { createHash } = process.getBuiltinModule('node:crypto')
  // `=` is in no other name, so that a text which looks like a shortened one is not taken for it.
  return `${safe.slice(0, LONGEST / 2)}=${createHash('sha256').update(text).digest('hex').slice(0, 32)}`
}
