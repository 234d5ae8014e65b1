/** How much room there is. */
export interface Room {
  readonly lines: number
  readonly bytes: number
}

const MORE = '(more was left out)'

/** The lines of all blocks as far as there is room; what is left out is said in a last line. */
export function fitted(blocks: readonly (readonly string[])[], room: Room): readonly string[] {
  const all = blocks.flat()
  if (all.length <= room.lines && bytesOf(all) <= room.bytes) return all
  const kept: string[] = []
  let bytes = MORE.length + 1
  for (const line of all) {
    bytes += Buffer.byteLength(line) + 1
    if (kept.length + 2 > room.lines || bytes > room.bytes) break
    kept.push(line)
  }
  return [...kept, MORE]
}

function bytesOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)
}
