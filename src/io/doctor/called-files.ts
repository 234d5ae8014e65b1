import { accessSync, constants, statSync } from 'node:fs'
import type { CalledFile } from '../../core/doctor/examination.ts'
import { codeOf, readText } from '../read.ts'

/** No script that people write is larger. */
const MOST_BYTES = 256 * 1024

/** What stands at the paths that commands name. Reads only, and no more of a file than a script has. */
export async function calledFiles(files: readonly string[]): Promise<ReadonlyMap<string, CalledFile>> {
  const found = new Map<string, CalledFile>()
  for (const file of files) found.set(file, await calledFile(file))
  return found
}

async function calledFile(file: string): Promise<CalledFile> {
  try {
    const stat = statSync(file)
    if (stat.isDirectory()) return { kind: 'folder', executable: false }
    // A device or a pipe: nothing to be read, and nothing to be said of it.
    if (!stat.isFile()) return { kind: 'unknown', executable: true }
  } catch (error) {
    return { kind: ['ENOENT', 'ENOTDIR'].includes(codeOf(error)) ? 'missing' : 'unknown', executable: false }
  }
  const executable = isExecutable(file)
  // Too large, no text, or not ours to read: it is there, and that is all that is known of it.
  const text = await readText(file, MOST_BYTES).catch(() => null)
  return { kind: 'file', executable, ...(text === null || text.includes('\0') ? {} : { text }) }
}

/** True when the system would start this file. */
export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    // Not there, or no rights: it cannot be started either way.
    return false
  }
}
