/**
 * The client's own test of a text against a pattern with `*`, which stands for any characters; `\\*` is a star. A single
 * star behind a space at the end may stand for nothing, the space included: `ls *` is met by `ls`.
 */
export function meetsWildcard(pattern: string, text: string): boolean {
  if (pattern.includes('\u0000')) return false
  const parts = pattern.trim().match(/\\[*\\]|\*|[\s\S]/g) ?? []
  const isOpen = parts.filter((part) => part === '*').length === 1 && parts.slice(-2).join('') === ' *'
  if (isOpen && covers(parts.slice(0, -2), text)) return true
  return foldersLeftOut(parts).some((variant) => covers(variant, text))
}

const MOST_VARIANTS = 16

/** `/**` + `/` stands for one slash as well. */
function foldersLeftOut(parts: readonly string[]): readonly (readonly string[])[] {
  let variants: string[][] = [[]]
  for (let at = 0; at < parts.length; at++) {
    const skips = parts.slice(at, at + 4).join('') === '/**/' && variants.length < MOST_VARIANTS
    variants = variants.flatMap((variant) => [
      [...variant, parts[at] ?? ''],
      ...(skips ? [[...variant, SKIP]] : []),
    ])
  }
  return variants.map(withoutSkipped)
}

/** Stands for a slash that takes the two stars and the slash behind it along. */
const SKIP = '/**/'

function withoutSkipped(parts: readonly string[]): readonly string[] {
  const kept: string[] = []
  for (let at = 0; at < parts.length; at++) {
    if (parts[at] === SKIP) {
      kept.push('/')
      at += 3
    } else kept.push(parts[at] ?? '')
  }
  return kept
}

/** In time that grows with the lengths only: of a text from outside nobody knows how long it takes an expression. */
function covers(parts: readonly string[], text: string): boolean {
  let part = 0
  let star: number | undefined
  let retry = 0
  for (let at = 0; at < text.length; ) {
    const wanted = parts[part]
    if (wanted === '*') {
      star = part++
      retry = at
    } else if (
      wanted !== undefined &&
      text.charAt(at) === (wanted.length === 2 ? wanted.charAt(1) : wanted)
    ) {
      part += 1
      at += 1
    } else if (star !== undefined) {
      part = star + 1
      retry += 1
      at = retry
    } else return false
  }
  return parts.slice(part).every((rest) => rest === '*')
}

/** The text with one space for every run of blanks. */
export function withSingleBlanks(text: string): string {
  return text.replace(/[ \t]+/g, ' ')
}
