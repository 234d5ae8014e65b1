import path from 'node:path'
import { type CaseOutcome, eventOf, type Folders, filledIn, type Miss, missesOf } from '../core/cases.ts'
import { contentOf, placeCase, scratchFolder } from '../io/case-folders.ts'
import type { HookUnderTest, Ran } from '../io/hook-process.ts'
import type { Case, CaseFile } from '../schema/cases.ts'
import type { Manifest } from '../schema/manifest.ts'
import { checkOptions } from '../schema/options.ts'

/** A pack whose cases are run. */
export interface TestedPack {
  readonly name: string
  /** The folder with its files as they are published, absolute. */
  readonly folder: string
  readonly manifest: Pick<Manifest, 'options'>
}

/** One case of a hook of a pack. */
export interface CaseJob {
  readonly pack: TestedPack
  readonly hook: Manifest['hooks'][number]
  readonly file: CaseFile
  readonly given: Case
}

/** Runs a hook on one event; never rejects for what the hook does. */
export type RunHook = (hook: HookUnderTest, event: Readonly<Record<string, unknown>>) => Promise<Ran>

/** How a case went: what came out, and what of it is not as expected. */
export interface CaseRun {
  readonly outcome: CaseOutcome
  readonly misses: readonly Miss[]
}

/** Runs one case in scratch folders, which are removed. Throws `options-invalid` for options that users cannot set. */
export async function runCaseOf({ pack, hook, file, given }: CaseJob, run: RunHook): Promise<CaseRun> {
  const { root, remove } = await scratchFolder()
  try {
    const folders = await placeCase(root, filledIn(given, foldersIn(root)))
    const [filled, common] = [filledIn(given, folders), filledIn(file, folders)]
    const options = await checkOptions(pack.name, pack.manifest.options, filled.options ?? {})
    const under: HookUnderTest = { pack, hook, options, folders }
    const { decision, reason, stderr } = await run(under, eventOf(hook, common, filled, folders.project))
    const files = await filesAfter(folders, Object.keys(filled.after ?? {}))
    const outcome = { decision, reason, stderr, files }
    return { outcome, misses: missesOf(filled, outcome) }
  } finally {
    await remove()
  }
}

function foldersIn(root: string): Folders {
  return { project: path.join(root, 'project'), home: path.join(root, 'home') }
}

async function filesAfter(
  { project }: Folders,
  names: readonly string[],
): Promise<Readonly<Record<string, string | null>>> {
  const found = await Promise.all(
    names.map(async (name) => [name, await contentOf(path.join(project, name))] as const),
  )
  return Object.fromEntries(found)
}
