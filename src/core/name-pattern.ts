/** A name of a pack, in which `*` stands for any characters but `/`. */
export const NAME_PATTERN = /^(@[a-z0-9~*-][a-z0-9._~*-]*\/)?[a-z0-9~*-][a-z0-9._~*-]*$/

/** True when a pattern such as `@acme/*` means this name. Takes time that grows with the length of both alone. */
export function matchesName(pattern: string, name: string): boolean {
  const [own, other] = [parts(pattern), parts(name)]
  return own.length === other.length && own.every((part, index) => matchesPart(part, other[index] ?? ''))
}

function parts(name: string): readonly string[] {
  return name.split('/')
}

/** Each piece between stars is looked for once, as far to the left as it can be. */
function matchesPart(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return text === first
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
    return false
  let at = first.length
  for (const piece of rest) {
    const found = text.indexOf(piece, at)
    if (found < 0) return false
    at = found + piece.length
  }
  return at <= text.length - last.length
}
