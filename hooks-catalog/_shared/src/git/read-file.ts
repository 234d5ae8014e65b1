import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs'

/** The text of a plain file of at most `most` bytes; `undefined` when there is none that can be read. */
export function textOf(file: string, most = 65_536): string | undefined {
  let handle: number | undefined
  try {
    // Without waiting: a pipe of that name would hold the hook until somebody writes to it.
    handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const { size } = fstatSync(handle)
    return fstatSync(handle).isFile() && size <= most ? readFileSync(handle, 'utf8') : undefined
  } catch {
    return undefined
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
