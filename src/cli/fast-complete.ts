// What the scripts of `hooks completion` call at each press of the Tab key: a front end of its own, so that it is there at
// once. It is no command: nobody types it.
import path from 'node:path'
import { completeWords } from '../ops/complete.ts'
import { realWorld } from './world.ts'

/** Prints what can stand for the current word: `value<tab>summary` lines, and `:file` or `:folder` where such can stand. */
export async function answer(argv: readonly string[]): Promise<void> {
  const { cwd, env, packageRoot, out } = realWorld()
  const [, current = ''] = /^--current=(.*)$/s.exec(argv[1] ?? '') ?? []
  const words = [...argv.slice(3), current]
  const place = { cwd, env, packageRoot, registryDir: path.join(packageRoot, 'registry') }
  const { candidates, paths } = await completeWords(words, place)
  if (paths !== undefined) out(`:${paths}`)
  for (const { value, summary } of candidates) out(summary === '' ? value : `${value}\t${summary}`)
}
