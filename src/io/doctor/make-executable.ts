import { chmodSync, statSync } from 'node:fs'
import { HooksError } from '../../errors.ts'
import { reason } from '../read.ts'

/** Lets everybody who may read a file start it as well. */
export function makeExecutable(file: string): void {
  try {
    const { mode } = statSync(file)
    chmodSync(file, mode | ((mode & 0o444) >> 2))
  } catch (error) {
    throw new HooksError('write-failed', `${file} cannot be made executable: ${reason(error)}`, {
      hint: 'change its owner or rights, then try again',
      cause: error,
    })
  }
}
