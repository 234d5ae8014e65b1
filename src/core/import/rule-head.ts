/**
 * The frontmatter of a rule of hookify: `key: value` lines, and `conditions`, a list of such. Values are texts as they
 * stand, without the quotes around them.
 */
export function readRuleHead(head: string): Readonly<Record<string, unknown>> {
  const rule = new Map<string, unknown>()
  let list: Map<string, string>[] | undefined
  for (const line of head.split(/\r?\n/)) {
    const [, indent = '', dash, key, value = ''] =
      /^([ \t]*)(-[ \t]+)?([\w-]+)[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
    if (key === undefined || line.trimStart().startsWith('#')) continue
    if (indent === '' && dash === undefined) {
      list = value === '' ? [] : undefined
      rule.set(key, list ?? unquoted(value))
    } else if (dash !== undefined) list?.push(new Map(inLine(`${key}: ${value}`)))
    else list?.at(-1)?.set(key, unquoted(value))
  }
  return Object.fromEntries(
    [...rule].map(([key, value]) => [key, Array.isArray(value) ? value.map(fields) : value]),
  )
}

function fields(condition: Map<string, string>): Readonly<Record<string, string>> {
  return Object.fromEntries(condition)
}

/** One condition may be one line: `field: command, operator: contains, pattern: x`. The pattern ends it. */
function inLine(text: string): readonly (readonly [key: string, value: string])[] {
  const [, first = text, pattern] = /^(.*?),[ \t]*pattern[ \t]*:[ \t]*(.*)$/.exec(text) ?? []
  const pairs = (pattern === undefined ? [first] : first.split(',')).flatMap((pair) => {
    const [, key, value = ''] = /^[ \t]*(\w+)[ \t]*:[ \t]*(.*)$/.exec(pair) ?? []
    return key === undefined ? [] : [[key, unquoted(value)] as const]
  })
  return pattern === undefined ? pairs : [...pairs, ['pattern', unquoted(pattern)]]
}

function unquoted(value: string): string {
  const [, , inner] = /^(["'])(.*)\1$/.exec(value.trim()) ?? []
  return inner ?? value.trim()
}
