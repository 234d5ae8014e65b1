import { wantedTools } from '../../_shared/src/evidence.ts'
import type { Runner } from './runners.ts'

/** One run of a test runner in a folder, for some of the edited files. */
export interface Job {
  readonly runner: Runner
  readonly folder: string
  /** The file that shows that the project uses the runner, for people. */
  readonly evidence: string
  readonly files: readonly string[]
  readonly subjects: readonly string[]
}

/** The runs that the files need; files without a runner or without tests need none. */
export function jobsFor(files: readonly string[], root: string, runners: readonly Runner[]): readonly Job[] {
  const jobs = new Map<string, Job>()
  for (const file of files) {
    const wanted = wantedTools(file, root, runners)
    // The deepest folder is the nearest; of two in one folder the first counts.
    const [first] = [...wanted].sort((a, b) => b.folder.length - a.folder.length)
    const subjects = first?.tool.subjects(file, { folder: first.folder, root }) ?? []
    if (!first || subjects.length === 0) continue
    const { tool: runner, folder, evidence } = first
    const key = `${runner.name} ${folder}`
    const before = jobs.get(key)
    jobs.set(key, {
      ...{ runner, folder, evidence },
      files: [...(before?.files ?? []), file],
      subjects: [...new Set([...(before?.subjects ?? []), ...subjects])],
    })
  }
  return [...jobs.values()]
}
