import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { sweep } from '../../../src/runtime/src/kit/sweep.ts'
import { stateFolder } from '../../../src/runtime/src/state-folder.ts'

/**
 * Where tsc keeps what makes its next run quick: outside of the project, one file for each configuration. Empty when
 * there is no place for it; then each run starts from nothing.
 */
export function buildInfoFile(config: string): string {
  const state = stateFolder(process.env, process.platform)
  if (state === '') return ''
  const folder = path.join(state, 'typecheck')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    sweep(folder)
  } catch {
    // Not ours to write.
    return ''
  }
  const { createHash } = process.getBuiltinModule('node:crypto')
  return path.join(folder, `${createHash('sha256').update(config).digest('hex').slice(0, 32)}.tsbuildinfo`)
}
