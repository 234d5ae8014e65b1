const LONGEST_SEQUENCE = 64

/** The alternatives of one `{a,b}` or `{1..3}`; nested braces stay in them as text. */
export function alternatives(text: string): string[] {
  const inner = text.slice(1, -1)
  const range = sequence(inner)
  if (range) return range
  const parts = commas(inner)
  return parts.length > 1 ? parts : [text]
}

function sequence(inner: string): string[] | undefined {
  const match = /^(-?\d+|[A-Za-z])\.\.(-?\d+|[A-Za-z])(?:\.\.(-?\d+))?$/.exec(inner)
  if (!match) return undefined
  const [, from = '', to = '', step = '1'] = match
  const letters = !/\d/.test(from)
  const first = letters ? from.charCodeAt(0) : Number(from)
  const last = letters ? to.charCodeAt(0) : Number(to)
  const by = Math.max(1, Math.abs(Number(step))) * (first <= last ? 1 : -1)
  const list: string[] = []
  for (let at = first; by > 0 ? at <= last : at >= last; at += by) {
    if (list.length >= LONGEST_SEQUENCE) break
    list.push(letters ? String.fromCharCode(at) : String(at))
  }
  return list
}

function commas(inner: string): string[] {
  const parts = ['']
  let depth = 0
  for (const character of inner) {
    if (character === '{') depth += 1
    if (character === '}') depth -= 1
    if (character === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts
}
