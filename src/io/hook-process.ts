import { availableParallelism } from 'node:os'
import path from 'node:path'
import type { CaseOutcome, Folders } from '../core/cases.ts'
import type { EventName } from '../runtime/src/events.ts'
import type { CasePayload } from '../runtime/src/testing/case.ts'
import { runHookFile } from '../runtime/src/testing/run-hook-file.ts'
import type { Manifest } from '../schema/manifest.ts'

/** A hook that is to run once, with its options and folders. */
export interface HookUnderTest {
  readonly pack: { readonly name: string; readonly folder: string }
  readonly hook: Manifest['hooks'][number]
  readonly options: Readonly<Record<string, unknown>>
  readonly folders: Folders & { readonly temporary: string }
}

/** What became of it. */
export type Ran = Omit<CaseOutcome, 'files'>

/**
 * Runs a hook on one event as an entry in the settings starts it: the real runtime in a process of its own, with little
 * of this environment, and folders for its home, its temporary files and its states that nobody else has.
 */
export async function runInProcess(
  { pack, hook, options, folders }: HookUnderTest,
  event: Readonly<Record<string, unknown>>,
): Promise<Ran> {
  const { handler, failure, timeout } = hook
  const file = 'module' in handler ? handler.module : 'script' in handler ? handler.script : ''
  const interpreter = 'script' in handler ? handler.interpreter : undefined
  const { decision, reason, answer } = await runHookFile(
    path.join(pack.folder, file),
    event as unknown as CasePayload<EventName>,
    {
      ...{ options, failure, timeout, packDir: pack.folder, projectDir: folders.project },
      ...{ hook: `${pack.name}/${hook.id}`, isScript: 'script' in handler },
      scratch: path.dirname(folders.project),
      ...(interpreter === undefined ? {} : { interpreter }),
      env: homeOf(folders),
    },
  )
  return { decision, reason, stderr: answer.stderr }
}

function homeOf({ home, temporary }: HookUnderTest['folders']): Record<string, string> {
  return { HOME: home, USERPROFILE: home, TMPDIR: temporary, TMP: temporary, TEMP: temporary }
}

/** The results of `work` for all items, in their order; as many at once as this machine has processors. */
export async function sideBySide<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<readonly R[]> {
  const results: R[] = []
  const left = [...items.entries()]
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: availableParallelism() }, worker))
  return results
}
