/** A form of token: how it starts, and an expression for how it goes on. */
type Form = readonly [starts: string, rest: string, before?: string]

/**
 * The forms of tokens that can be told by themselves; starts are separated by spaces. Each goes on with one class, so
 * that a text of any kind is read in linear time, and to an end, since megabytes would exhaust the engine's stack.
 */
const FORMS: readonly Form[] = [
  // Models
  ['sk-ant- sk_ant_', '[\\w-]{8,9999}'],
  ['sk-', '(?=[a-zA-Z_-]{0,99}\\d)[\\w-]{20,9999}', '(?<![\\w-])'],
  ['xai- gsk_ hf_ r8_', '\\w{20,9999}', '\\b'],
  ['AIza', '[\\w-]{30,9999}'],
  // Code hosts and registries
  ['ghp_ gho_ ghu_ ghs_ ghr_ github_pat_', '\\w{16,9999}'],
  ['glpat- gldt- glrt- glptt- gloas- glcbt- glagent-', '[\\w-]{16,9999}'],
  ['npm_', '[A-Za-z0-9]{20,9999}'],
  ['pypi- rubygems_ dckr_pat_ ATATT3', '[\\w=-]{16,9999}'],
  ['cio', '\\w{32,9999}', '\\b'],
  // Clouds
  ['AKIA ASIA ABIA ACCA', '[A-Z0-9]{12,9999}', '\\b'],
  ['ya29. GOCSPX- dop_v1_ hvs. hvb. hvr. tskey-', '[\\w-]{16,9999}'],
  // Chats, payments, others
  ['xox', '[a-z]-[\\w-]{8,9999}'],
  ['xapp-', '\\d-[\\w-]{8,9999}'],
  [':AA', '[\\w-]{30,9999}', '\\b\\d{8,10}'],
  ['sk_live_ sk_test_ rk_live_ rk_test_', '\\w{8,9999}'],
  ['whsec_ sntrys_ sntryu_', '[\\w+/=-]{16,9999}'],
  ['shpat_ shpca_ shppa_ shpss_ lin_api_ figd_ AGE-SECRET-KEY-1', '[\\w-]{16,9999}'],
  ['SG.', '[\\w-]{16,9999}\\.[\\w-]{16,9999}', '\\b'],
  // A JSON web token: one start per word, else a long word of such starts would be read again and again
  ['eyJ', '[\\w-]{4,9999}\\.[\\w-]{4,9999}(?:\\.[\\w-]{0,9999}){0,3}', '(?<![\\w-])'],
]

/** The text with `mark` for every token of a known form. Looks for the starts first: expressions cost a millisecond. */
export function withoutTokens(text: string, mark: string): string {
  return FORMS.reduce((rest, [starts, tail, before = '']) => {
    const found = starts.split(' ').filter((start) => rest.includes(start))
    if (found.length === 0) return rest
    const start = found.map((one) => one.replace('.', '\\.')).join('|')
    return rest.replace(new RegExp(`${before}(?:${start})${tail}`, 'g'), mark)
  }, text)
}

/** True for a text that is likelier a secret than a word, a number or a path: letters and digits mixed. */
export function looksRandom(text: string, least: number): boolean {
  return text.length >= least && /\d/.test(text) && /[A-Za-z]/.test(text) && !/^[~./]|:\/\/|\s/.test(text)
}

/**
 * True for what stands in the place of a secret without being one: a reference to a variable, a command
 * substitution or call, a mask, or a word of a message about secrets.
 */
export function isPlaceholder(value: string): boolean {
  return (
    /^(?:\$\{?\w+\}?|\$\(.*|%\w+%|\{\{.*|process\.env\b.*|os\.environ\b.*|[*•]+|x{3,})$/i.test(value) ||
    /^(?:[A-Za-z_][\w.]*\(|\/\/)/.test(value) ||
    /^\[redacted\]\W*$/.test(value) ||
    WORDS.test(value)
  )
}

/** What follows `password:` or `--token` in a sentence. */
const WORDS =
  /^(?:a|an|and|any|argument|as|at|await|basic|bearer|by|can|cannot|could|denied|does|empty|expected|expired|failed|false|field|flag|for|from|has|have|if|in|incorrect|invalid|is|it|may|mismatch|missing|must|needed|needs|new|no|none|not|null|of|on|option|or|parameter|required|requires|should|string|that|the|this|to|true|undefined|unknown|unset|value|was|were|with|without|wrong|yes|your)\W*$/i
