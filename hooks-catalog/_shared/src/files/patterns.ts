/** One pattern of a list, ready to be compared with places. */
export interface Pattern {
  readonly negated: boolean
  /** What the pattern counts from. */
  readonly base: 'project' | 'home' | 'root'
  readonly matches: (place: string) => boolean
}

/** A file as patterns see it: its place in the project and in the home folder, if it is there, and in the whole. */
export interface Located {
  readonly project: readonly string[]
  readonly home: readonly string[]
  readonly root: readonly string[]
}

/**
 * Reads patterns like those of .gitignore: one without a slash counts anywhere in the project, one with a slash from
 * the project's folder; `~/x` from the home folder, `//x` from the root of the disk; `*`, `?` and `[ab]` stay within
 * one name, `**` does not; a folder stands for everything in it; `!` makes an exception. Capitals do not count.
 */
export function patternsOf(texts: readonly string[]): readonly Pattern[] {
  return texts.filter((text) => /^!?[^!]/.test(text)).map(patternOf)
}

/** Whether the last pattern that matches the file is no exception. */
export function isNamed(patterns: readonly Pattern[], file: Located): boolean {
  return patterns.findLast(({ base, matches }) => file[base].some(matches))?.negated === false
}

function patternOf(text: string): Pattern {
  const negated = text.startsWith('!')
  const own = negated ? text.slice(1) : text
  const base = own.startsWith('~/') ? 'home' : own.startsWith('//') ? 'root' : 'project'
  const body = base === 'project' ? own : own.slice(2)
  let expression: RegExp | undefined
  const matches = (place: string): boolean => {
    // Made when it is needed: most patterns of most calls never are.
    expression ??= expressionOf(body, base !== 'project')
    return expression.test(place)
  }
  return { negated, base, matches }
}

function expressionOf(body: string, isRooted: boolean): RegExp {
  const bare = folded(body)
    .replace(/^\.?\//, '')
    .replace(/\/+$/, '')
  const rooted = isRooted || body.replace(/\/+$/, '').includes('/')
  const source = bare.replace(
    /\*\*\/|\/\*\*$|\*+|\?|\\.|\[!?[^\]/]+\]|[\\^$.+()|[\]{}]/g,
    (token) => TOKENS[token] ?? partOf(token),
  )
  return new RegExp(`^${rooted ? '' : '(?:.*/)?'}${source}(?:/.*)?$`, 's')
}

const TOKENS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '/**': '/.*',
  '*': '[^/]*',
  '**': '.*',
  '?': '[^/]',
}

function partOf(token: string): string {
  if (/^\*+$/.test(token)) return '.*'
  if (token.length > 2 && token.startsWith('[')) {
    const inner = token.slice(1, -1).replace(/[\\^[]/g, '\\$&')
    return inner.startsWith('!') ? `[^/${inner.slice(1)}]` : `[${inner}]`
  }
  return `\\${token.replace(/^\\/, '')}`
}

/** A path as it is compared: file systems that ignore capitals, and those that decompose letters, see one file. */
export function folded(text: string): string {
  return text.normalize('NFC').toLowerCase()
}
