import { readFileSync, statSync } from 'node:fs'

/** Configuration files are small; one that is larger is not read as such. */
const MOST_BYTES = 1024 * 1024

/** The text of a small file, or `undefined` when it is not there, not a file, too large, or not ours to read. */
export function textOf(file: string): string | undefined {
  try {
    const status = statSync(file)
    return status.isFile() && status.size <= MOST_BYTES ? readFileSync(file, 'utf8') : undefined
  } catch {
    // To whoever looks for a configuration, all of these are the same as none.
    return undefined
  }
}
