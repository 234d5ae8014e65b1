/** Characters of a text that hide something. */
export interface Hidden {
  readonly kind: 'tags' | 'zero-width' | 'bidi' | 'selectors'
  readonly count: number
  /** Where the first of them is. */
  readonly at: number
}

// Variation selectors stand apart: a class with them and others in it would look like one character.
const SIGNS = String.raw`[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[\ufe00-\ufe0f]|\udb40[\udc00-\uddef]`
const ANY = new RegExp(SIGNS)
const ALL = new RegExp(SIGNS, 'g')

/** Flags of regions, such as England's, are a black flag with letters of this kind behind it. */
const FLAGS = /\u{1F3F4}[\u{E0020}-\u{E007E}]{1,8}\u{E007F}/gu
const TAGS = /[\u{E0001}\u{E0020}-\u{E007F}]/gu
// Four and more in a row stand for no letter of any script; bits of a text do.
const ZERO_WIDTH = /[\u180e\u200b-\u200d\u2060-\u2064\ufeff]{4,}/g
const BIDI = /[\u202a-\u202e\u2066-\u2069]/g
const SELECTORS = /[\ufe00-\ufe0f\u{E0100}-\u{E01EF}]{3,}/gu
const MOST_COUNTED = 1000
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/

/** What a text hides; nothing for emoji, for scripts that need such characters, and for a mark at its beginning. */
export function hiddenIn(text: string): readonly Hidden[] {
  if (!ANY.test(text)) return []
  const plain = text.replace(FLAGS, (flag) => ' '.repeat(flag.length))
  const found: Hidden[] = []
  const look = (kind: Hidden['kind'], form: RegExp, least: number): void => {
    let [count, at] = [0, -1]
    for (const { 0: run, index } of plain.matchAll(form)) {
      count += [...run].length
      if (at < 0) at = index
      if (count >= MOST_COUNTED) break
    }
    if (count >= least) found.push({ kind, count, at })
  }
  look('tags', TAGS, 3)
  look('zero-width', ZERO_WIDTH, 8)
  look('selectors', SELECTORS, 4)
  if (!RIGHT_TO_LEFT.test(plain)) look('bidi', BIDI, 1)
  return found
}

/** The text that letters of the tag block spell, which no screen shows and every model can read. */
export function tagText(text: string): string {
  const letters = text.replace(FLAGS, '').match(TAGS) ?? []
  return letters.map((letter) => String.fromCharCode((letter.codePointAt(0) ?? 0xe0020) - 0xe0000)).join('')
}

/** The text without what hides something: only what `hiddenIn` counts goes. */
export function withoutHidden(text: string): string {
  if (!ANY.test(text) || hiddenIn(text).length === 0) return text
  const isRightToLeft = RIGHT_TO_LEFT.test(text)
  const clean = (part: string): string => {
    const bidi = isRightToLeft ? part : part.replace(BIDI, '')
    return bidi.replace(TAGS, '').replace(ZERO_WIDTH, '').replace(SELECTORS, '')
  }
  // Every second part is a flag, which stays.
  const parts = text.split(new RegExp(`(${FLAGS.source})`, 'u'))
  return parts.map((part, at) => (at % 2 === 1 ? part : clean(part))).join('')
}

/** The text as phrases are looked for in it: letters in their usual form, nothing between them, lines kept. */
export function asRead(text: string): string {
  const bare = ANY.test(text) ? text.replace(ALL, '') : text
  // Text of ASCII has one form only, and most has nothing else.
  const usual = /[^\x00-\x7f]/.test(bare) ? bare.normalize('NFKC') : bare
  return withoutMarks(oneScript(usual.toLowerCase())).replace(/[ \t\u00a0]+/g, ' ')
}

// Letters of other scripts that look like those of ASCII.
const ALIKE: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcуyхxіiѕsјjԁdһhοoαaεeιiρpνvυuκk'.matchAll(/(.)(.)/gu)].map(([, other = '', own = '']) => [
    other,
    own,
  ]),
)

/** Words of letters of several scripts in the letters that they look like; words of one script stay. */
function oneScript(text: string): string {
  if (!/[\u0370-\u052f]/.test(text)) return text
  return text.replace(/[a-z\u0370-\u052f]{2,60}/g, (word) =>
    /[a-z]/.test(word) && /[\u0370-\u052f]/.test(word)
      ? [...word].map((letter) => ALIKE[letter] ?? letter).join('')
      : word,
  )
}

/** The text without marks that only change how it looks: `**all**`, `<b>all</b>`, `&nbsp;`. */
function withoutMarks(text: string): string {
  return text
    .replace(/&(?:nbsp|#160|#32|#xa0|ensp|emsp);/g, ' ')
    .replace(/<\/?(?:b|i|em|strong|u|mark|code)>/g, '')
    .replace(/(?<![\w*])[*_]{1,3}(?=\w)|(?<=\w)[*_]{1,3}(?![\w*])/g, '')
}
