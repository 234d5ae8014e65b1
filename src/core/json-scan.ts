/** So deep may a document be nested. No reader of ours, and no library that it uses, runs out of stack on that. */
const MOST_LEVELS = 500

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** True for a text that is nested more deeply than anybody's document; it need not be JSON. */
export function isTooDeep(text: string): boolean {
  if (!hasMore(text, /[[{]/g, MOST_LEVELS)) return false
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === QUOTE) at = stringEnd(text, at)
    else if (char === 0x7b || char === 0x5b) {
      if (++depth > MOST_LEVELS) return true
    } else if (char === 0x7d || char === 0x5d) depth--
  }
  return false
}

/** Hardly a text has so many brackets at all, and to find out is a tenth of the work: this is on the start-up path. */
function hasMore(text: string, wanted: RegExp, most: number): boolean {
  let found = 0
  while (found <= most && wanted.test(text)) found++
  return found > most
}

/** An object or an array that is open: the keys so far, and the key or index that is being read. */
interface Open {
  readonly keys: Set<string> | undefined
  at: string | number
}

/**
 * What readers of JSON do not agree on, in words: a key that an object has twice (some take the first, some the last), or
 * `__proto__` (in JavaScript it can be more than a key). The text must be JSON that is not too deep.
 */
export function ambiguousKey(text: string): string | undefined {
  const open: Open[] = []
  let isKey = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charCodeAt(at)
    const inner = open[open.length - 1]
    if (char === QUOTE) {
      const end = stringEnd(text, at)
      if (isKey && inner?.keys) {
        inner.at = keyIn(text.slice(at, end + 1))
        if (inner.keys.has(inner.at)) return `\`${pathOf(open)}\` is there twice`
        if (inner.at === '__proto__') return `\`${pathOf(open)}\` is no key that a document may have`
        inner.keys.add(inner.at)
      }
      isKey = false
      at = end
    } else if (char === 0x7b) {
      open.push({ keys: new Set(), at: '' })
      isKey = true
    } else if (char === 0x5b) open.push({ keys: undefined, at: 0 })
    else if (char === 0x7d || char === 0x5d) {
      open.pop()
      isKey = false
    } else if (char === 0x2c && inner) {
      isKey = inner.keys !== undefined
      if (typeof inner.at === 'number') inner.at += 1
    }
  }
  return undefined
}

/** Where the string that begins here ends; a line break ends one that is broken. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    if (char === BACKSLASH) at++
    else if (char === QUOTE || char === 0x0a) return at
  }
  return text.length
}

function keyIn(literal: string): string {
  return literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1)
}

function pathOf(open: readonly Open[]): string {
  return open
    .map(({ at }) => (typeof at === 'number' ? `[${at}]` : `.${at.slice(0, 100)}`))
    .join('')
    .replace(/^\./, '')
}
