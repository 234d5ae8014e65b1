import { tailOfRun } from '../../_shared/src/plain-text.ts'
import { findTool, placesOf } from '../../_shared/src/program.ts'
import { runTool } from '../../_shared/src/run-tool.ts'
import type { Job } from './jobs.ts'

/** What came of the runs: files whose tests passed, failures for the model, and what the user should know. */
export interface Results {
  readonly passed: readonly string[]
  readonly failures: readonly Failure[]
  readonly notices: readonly string[]
}

/** Tests that did not pass. */
export interface Failure {
  readonly job: Job
  readonly how: string
  readonly tail: string
}

/** What limits the runs: seconds for all together, and lines that are kept of each output. */
export interface Limits {
  readonly root: string
  readonly seconds: number
  readonly lines: number
}

/** Runs the jobs one after the other: tests like to have the machine for themselves. */
export async function runJobs(jobs: readonly Job[], { root, seconds, lines }: Limits): Promise<Results> {
  const end = performance.now() + seconds * 1000
  const passed: string[] = []
  const failures: Failure[] = []
  const notices: string[] = []
  for (const job of jobs) {
    const { runner, folder, subjects } = job
    const program = findTool(runner.program, { folder, root })
    if (!program) {
      notices.push(absence(job))
      passed.push(...job.files)
      continue
    }
    const left = Math.max(0.05, (end - performance.now()) / 1000)
    const args = runner.args(subjects)
    const run = await runTool(program, { args, cwd: folder, seconds: left, env: runner.env ?? {} })
    if (run.kind === 'broken') notices.push(`${runner.name} could not be run: ${run.message}`)
    else if (run.kind === 'done' && (runner.passes ?? [0]).includes(run.status)) passed.push(...job.files)
    else {
      const how = run.kind === 'done' ? `exit status ${run.status}` : `not done within ${seconds} s`
      failures.push({ job, how, tail: tailOfRun(run, root, { lines, characters: 6000 }) })
    }
  }
  return { passed, failures, notices }
}

function absence({ runner, evidence }: Job): string {
  return (
    `tests were not run: this project uses ${runner.name} (${evidence}), but there is none in ` +
    `${placesOf(runner.program)}. To install it: ${runner.install}`
  )
}
