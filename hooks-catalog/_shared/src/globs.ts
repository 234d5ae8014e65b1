/**
 * True when one of `patterns` matches `file` (relative to the project, with `/`). A pattern with a slash
 * counts from the project's root, one without matches any part of the path; `*` and `?` stay within one
 * name, `**` does not; a match of a folder covers everything in it.
 */
export function matchesAny(patterns: readonly string[], file: string): boolean {
  return patterns.some((pattern) => expressionOf(pattern).test(file))
}

function expressionOf(pattern: string): RegExp {
  const bare = pattern.replace(/^\.?\//, '').replace(/\/+$/, '')
  const rooted = pattern.replace(/\/+$/, '').includes('/')
  const body = bare.replace(/\*\*\/|\*\*|\*|\?|[\\^$.+()|[\]{}]/g, (token) => {
    if (token === '**/') return '(?:.*/)?'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    return token === '?' ? '[^/]' : `\\${token}`
  })
  return new RegExp(`^${rooted ? '' : '(?:.*/)?'}${body}(?:/.*)?$`)
}
