import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Change } from '../core/plan.ts'
import { FILES } from '../core/scope.ts'
import { HooksError } from '../errors.ts'

/** The runtime's texts as this installation of hookpack has them. */
export async function readRuntime(folder: string): Promise<Change['runtime']> {
  const text = (name: string): Promise<string> =>
    readFile(path.join(folder, name), 'utf8').catch((error: unknown) => {
      throw new HooksError(
        'unexpected',
        `the runtime is missing from this installation of hookpack: ${path.join(folder, name)}`,
        { hint: 'install hookpack again', cause: error },
      )
    })
  return {
    runtime: await text(FILES.runtime),
    runtimeEngine: await text(FILES.runtimeEngine),
    runtimeMore: await text(FILES.runtimeMore),
  }
}
