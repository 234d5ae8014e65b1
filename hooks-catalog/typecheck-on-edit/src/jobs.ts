import { join, resolve } from 'node:path'
import { wantedTools } from '../../_shared/src/evidence.ts'
import type { Checker, Subject } from './checkers.ts'

/** One run of a checker: of one project, for the edited files in it. */
export interface Job extends Subject {
  /** Tells it from all other jobs, also in later calls. */
  readonly key: string
  readonly checker: Checker
  /** The file that shows that the project wants it, for people. */
  readonly evidence: string
}

/** The runs that the files need, each project once. */
export function jobsFor(
  files: readonly string[],
  root: string,
  checkers: readonly Checker[],
): readonly Job[] {
  const jobs = new Map<string, Job>()
  for (const file of files) {
    for (const { tool: checker, evidence } of wantedTools(file, root, checkers)) {
      const project = checker.project(file, resolve(join(root, evidence)))
      const key = `${checker.name} ${project}`
      const before = jobs.get(key)
      jobs.set(key, { key, checker, evidence, project, files: [...(before?.files ?? []), file] })
    }
  }
  return [...jobs.values()]
}
