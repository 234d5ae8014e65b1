import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { stateFolder } from '../runtime/src/state-folder.ts'
import { writeAtomic } from './files.ts'
import { readText } from './read.ts'

/**
 * Remembers for the user where this hookpack is, so that the pack `keep-hooks` finds it in the middle of a session: a
 * project cannot say that, and not everybody has it on PATH.
 */
export async function rememberProgram(
  packageRoot: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  const folder = stateFolder(env, process.platform)
  if (folder === '') return
  const file = path.join(folder, 'program.json')
  const text = `${JSON.stringify({ v: 1, node: process.execPath, bin: path.join(packageRoot, 'bin/run.cjs') })}\n`
  try {
    if ((await readText(file)) === text) return
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await writeAtomic(file, text, 0o600)
  } catch {
    // Without it hooks are not put back by themselves; the change that was made is made.
  }
}
