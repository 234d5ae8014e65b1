import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'

/**
 * True the first time it is asked about `key` on this machine, kept as an empty file in the temporary folder.
 * When that cannot be written the answer is true: to say something twice is better than not at all.
 */
export function firstTime(key: string): boolean {
  const { tmpdir } = process.getBuiltinModule('node:os')
  const { createHash } = process.getBuiltinModule('node:crypto')
  const name = `hookpack-format-on-edit-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`
  try {
    closeSync(openSync(join(tmpdir(), name), 'wx', 0o600))
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EEXIST'
  }
}
