import { readFileSync } from 'node:fs'
import type { EditedTarget } from '../../_shared/src/edited.ts'
import type { Wanted } from '../../_shared/src/evidence.ts'
import { headOf } from '../../_shared/src/plain-text.ts'
import { findTool, type Program } from '../../_shared/src/program.ts'
import { runTool, type ToolRun } from '../../_shared/src/run-tool.ts'
import type { Finding, Linter, Place } from './linter.ts'
import { folderOf } from './linters.ts'
import { readFindings } from './read-findings.ts'

/** What came of one linter. */
export type Outcome =
  | { readonly kind: 'done'; readonly linter: string; readonly findings: readonly Finding[] }
  | { readonly kind: 'missing'; readonly wanted: Wanted<Linter> }
  | { readonly kind: 'failed'; readonly linter: string; readonly problem: string }

/** Runs the wanted linter on the one file. */
export async function lintFile(
  { file, root }: EditedTarget,
  wanted: Wanted<Linter>,
  seconds: number,
): Promise<Outcome> {
  const { tool: linter, folder } = wanted
  const program = programOf(wanted, root)
  if (!program) return { kind: 'missing', wanted }
  const place: Place = { file, folder, root }
  const cwd = folderOf(linter, place)
  const run = await call(program, linter, { args: linter.args(place), cwd, seconds })
  const name = linter.name
  if (run.kind !== 'done') return { kind: 'failed', linter: name, problem: whyNot(run) }
  const findings = readFindings(linter, { ...run, cwd, file })
  // Some print findings and then fail at something else: what was found is true all the same.
  const none = run.status === 0 || run.status === linter.elsewhere
  if (findings !== undefined && (findings.length > 0 || none)) return { kind: 'done', linter: name, findings }
  const said = headOf(`${run.stderr}\n${run.stdout}`, root, 5)
  return { kind: 'failed', linter: name, problem: `exit status ${run.status}\n${said}`.trim() }
}

/** Lets the linter mend the file; true when that changed it. */
export async function fixFile(
  { file, root }: EditedTarget,
  wanted: Wanted<Linter>,
  seconds: number,
): Promise<boolean> {
  const { tool: linter, folder } = wanted
  const program = linter.fix && programOf(wanted, root)
  if (!program || !linter.fix) return false
  const place: Place = { file, folder, root }
  const before = contentOf(file)
  await call(program, linter, { args: linter.fix(place), cwd: folderOf(linter, place), seconds })
  return contentOf(file) !== before
}

function programOf({ tool, folder }: Wanted<Linter>, root: string): Program | undefined {
  return findTool(tool.program, { folder, root })
}

function call(
  program: Program,
  { env = {} }: Linter,
  given: { readonly args: readonly string[]; readonly cwd: string; readonly seconds: number },
): Promise<ToolRun> {
  return runTool(program, { ...given, env })
}

function whyNot(run: Exclude<ToolRun, { kind: 'done' }>): string {
  if (run.kind === 'stopped') return `it was stopped after ${run.seconds} s (option "timeoutSeconds")`
  return `it could not be run: ${run.message}`
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    // Removed meanwhile.
    return ''
  }
}
