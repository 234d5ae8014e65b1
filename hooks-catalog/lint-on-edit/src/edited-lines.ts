/** True for the lines of the file that a tool call has written; all of them when that cannot be told. */
export type WrittenLines = (line: number) => boolean

interface Hunk {
  readonly newStart?: unknown
  readonly lines?: unknown
}

const all: WrittenLines = () => true

/**
 * Reads the lines that an Edit or Write changed from the patch in the tool's answer. `now` gives the text of the file as
 * it is: when what was written does not stand there any more, such as after a formatter, it cannot be told.
 */
export function writtenLines(response: unknown, now?: () => string | undefined): WrittenLines {
  const { structuredPatch: patch, type } = (response ?? {}) as { structuredPatch?: unknown; type?: unknown }
  if (type === 'create' || !Array.isArray(patch) || patch.length === 0) return all
  const written = new Set<number>()
  const added = new Map<number, string>()
  for (const { newStart, lines } of patch as Hunk[]) {
    if (typeof newStart !== 'number' || !Array.isArray(lines)) return all
    let line = newStart
    for (const text of lines.map(String)) {
      const mark = text[0]
      // Where something was only taken away, the line that took its place counts.
      if (mark === '+' || mark === '-') written.add(line)
      if (mark === '+') added.set(line, text.slice(1))
      if (mark !== '-' && mark !== '\\') line += 1
    }
  }
  if (now && !stand(added, now())) return all
  return (line) => written.has(line)
}

function stand(added: ReadonlyMap<number, string>, text: string | undefined): boolean {
  const lines = text?.split('\n') ?? []
  return [...added].every(([line, was]) => lines[line - 1]?.replace(/\r$/, '') === was.replace(/\r$/, ''))
}
