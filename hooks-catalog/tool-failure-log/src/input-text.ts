/** Where to look for what was tried, the most telling first. */
const FIELDS = ['command', 'file_path', 'notebook_path', 'url', 'query', 'pattern', 'path', 'skill', 'prompt']

const MOST = 20_000

/** What a call has tried, in short: its command, file or address, with what it searched for; else its whole input. */
export function inputText(input: unknown): string {
  if (typeof input !== 'object' || input === null)
    return typeof input === 'string' ? input.slice(0, MOST) : ''
  const fields = input as Readonly<Record<string, unknown>>
  const found = FIELDS.flatMap((name) => (typeof fields[name] === 'string' ? [fields[name]] : []))
  // An edit of another place in the same file is another call.
  const edited = typeof fields['old_string'] === 'string' ? [fields['old_string']] : []
  const text = found.length === 0 ? jsonOf(input) : [...found, ...edited].join(' ')
  return text.slice(0, MOST)
}

function jsonOf(input: object): string {
  const text = JSON.stringify(input)
  return text === '{}' ? '' : text
}
