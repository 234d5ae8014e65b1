/** Whether a script for sed only prints: no writing (`w`), no reading of files (`r`), no running of commands (`e`). */
export function isHarmlessSed(script: string): boolean {
  let rest = script
  while (rest.trim() !== '') {
    const next = command(rest.replace(/^[\s;{}]+/, ''))
    if (next === undefined) return false
    rest = next
  }
  return true
}

/** What follows the first command; `undefined` when that is none of the harmless ones. */
function command(text: string): string | undefined {
  if (text === '') return ''
  const start = address(text)
  if (start === undefined) return undefined
  const body = start.replace(/^\s*!?\s*/, '')
  const name = body.charAt(0)
  if (name === '{') return body.slice(1)
  if (name === 's' || name === 'y') return substitution(body)
  // Prints, deletes, moves between the spaces, ends.
  const simple = /^(?:[pdDnNgGhHxP=]|[qQ]\s*\d{0,3})\s*(?=[;}\n]|$)/.exec(body)
  return simple ? body.slice(simple[0].length) : undefined
}

/** What follows the addresses before a command. */
function address(text: string): string | undefined {
  const first = one(text)
  if (first === undefined) return undefined
  const comma = /^\s*,\s*/.exec(first)
  if (!comma || first === text) return first
  return one(first.slice(comma[0].length).replace(/^[+~](?=\d)/, ''))
}

function one(text: string): string | undefined {
  const place = /^(?:\d+(?:~\d+)?|\$)/.exec(text)
  if (place) return text.slice(place[0].length)
  if (!text.startsWith('/')) return text
  const end = delimited(text, 0)
  return end === undefined ? undefined : text.slice(end + 1).replace(/^[IM]*/, '')
}

function substitution(text: string): string | undefined {
  if (/^.[\s\\\w]/.test(text) || text.length < 2) return undefined
  const middle = delimited(text, 1)
  const end = middle === undefined ? undefined : delimited(text, middle)
  if (end === undefined) return undefined
  const flags = /^(?:[gpIiMm]|\d{1,4}){0,6}\s*(?=[;}\n]|$)/.exec(text.slice(end + 1))
  return flags ? text.slice(end + 1 + flags[0].length) : undefined
}

/** The place of the next delimiter like the one at `from`. Some seds do not end an expression within brackets. */
function delimited(text: string, from: number): number | undefined {
  const delimiter = text.charAt(from)
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\n') return undefined
    if (character === '\\') at += 1
    else if (character === delimiter) return closed(text.slice(from + 1, at)) ? at : undefined
  }
  return undefined
}

/** Whether no bracket is open at the end of a part, whether or not a sed knows that `[:alpha:]` ends none. */
function closed(part: string): boolean {
  const bare = part.replace(/\\./gs, '')
  return [bare, bare.replace(/\[([:.=]).*?\1\]/gs, 'x')].every(
    (text) => !text.replace(/\[(?:\^.|[^^])[^\]]*\]/gs, '').includes('['),
  )
}
