import { tailOfRun } from '../../_shared/src/plain-text.ts'
import { runTool } from '../../_shared/src/run-tool.ts'
import { type Check, programOf } from './check.ts'

/** How the checks ended; the first that does not pass ends them. */
export type Result =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly title: string; readonly how: string; readonly tail: string }
  | { readonly kind: 'missing'; readonly title: string; readonly why: string }

/** What all checks have in common: seconds for all together, lines that are kept of the output, variables. */
export interface Limits {
  readonly seconds: number
  readonly lines: number
  readonly env: Readonly<Record<string, string>>
}

/** Runs the checks in the folder, one after the other. */
export async function runChecks(
  checks: readonly Check[],
  folder: string,
  { seconds, lines, env: passed }: Limits,
): Promise<Result> {
  const end = performance.now() + seconds * 1000
  for (const { title, command, args, env = {}, passes = [0] } of checks) {
    const program = programOf(command, folder)
    if (!program)
      return { kind: 'missing', title, why: `\`${command}\` is neither in the project nor in PATH` }
    const left = Math.max(0.05, (end - performance.now()) / 1000)
    const run = await runTool(program, { args, cwd: folder, seconds: left, env: { ...passed, ...env } })
    if (run.kind === 'broken') return { kind: 'missing', title, why: run.message }
    if (run.kind === 'done' && passes.includes(run.status)) continue
    const tail = tailOfRun(run, folder, { lines, characters: 6000 })
    const how = run.kind === 'done' ? `exit status ${run.status}` : `not done within ${seconds} s`
    return { kind: 'failed', title, how, tail }
  }
  return { kind: 'passed' }
}
