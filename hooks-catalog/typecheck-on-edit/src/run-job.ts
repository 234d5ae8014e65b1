import { headOf } from '../../_shared/src/plain-text.ts'
import { findTool } from '../../_shared/src/program.ts'
import { runTool } from '../../_shared/src/run-tool.ts'
import type { Job } from './jobs.ts'
import { readErrors, type TypeProblem } from './read-errors.ts'

/** What came of one run of a checker. */
export type Outcome =
  | { readonly kind: 'done'; readonly job: Job; readonly errors: readonly TypeProblem[] }
  | { readonly kind: 'missing'; readonly job: Job }
  | { readonly kind: 'late'; readonly job: Job; readonly seconds: number }
  | { readonly kind: 'failed'; readonly job: Job; readonly problem: string }

/** Runs the checker of the job; `root` is the project's. */
export async function runJob(job: Job, root: string, seconds: number): Promise<Outcome> {
  const { checker, project } = job
  const cwd = checker.cwd(project)
  const program = findTool(checker.program(project), { folder: cwd, root })
  if (!program) return { kind: 'missing', job }
  const run = await runTool(program, { args: checker.args(job), cwd, seconds, env: checker.env ?? {} })
  if (run.kind === 'broken') return { kind: 'failed', job, problem: `it could not be run: ${run.message}` }
  if (run.kind === 'stopped') return { kind: 'late', job, seconds }
  const errors = readErrors(checker, { ...run, cwd, root })
  // Errors count although something else failed as well; but a failure without any is not "no errors".
  if (errors !== undefined && (errors.length > 0 || run.status === 0)) return { kind: 'done', job, errors }
  const said = headOf(`${run.stdout}\n${run.stderr}`, root, 5)
  return { kind: 'failed', job, problem: `exit status ${run.status}\n${said}`.trim() }
}
