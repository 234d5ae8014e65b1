import { readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Wanted } from '../../_shared/src/evidence.ts'
import { findProgram } from '../../_shared/src/find-program.ts'
import { foldersUpTo } from '../../_shared/src/folders-up-to.ts'
import { leaveContent, type Target } from '../../_shared/src/target.ts'
import type { Formatter } from './formatters.ts'
import type { Place } from './place.ts'
import { excerpt, type Outcome } from './report.ts'
import { type Run, run } from './run.ts'

type TargetFile = Extract<Target, { kind: 'file' }>

/** Runs the wanted formatter on the one file and says what came of it. */
export function formatFile(target: TargetFile, wanted: Wanted<Formatter>, seconds: number): Outcome {
  const { tool: formatter, evidence } = wanted
  const before = readFileSync(target.file)
  const why = leaveContent(before)
  if (why !== undefined) return { kind: 'left', shown: target.shown, why }
  const folders = foldersUpTo(target.root, dirname(target.file))
  const program = findProgram(formatter.program, { folders, platform: process.platform, env: process.env })
  const subject = { shown: target.shown, formatter: formatter.name, evidence }
  if (!program) {
    const searched = [...new Set(formatter.program.map((source) => source.in))]
    return { kind: 'missing', ...subject, root: target.root, searched, install: formatter.install }
  }
  const place: Place = { file: target.file, evidenceFolder: wanted.folder, projectDir: target.root }
  const result = run(program, {
    args: formatter.args(place),
    cwd: formatter.folder?.(place) ?? wanted.folder,
    env: formatter.env ?? {},
    input: formatter.piped ? before : undefined,
    seconds,
  })
  if (formatter.piped) writeResult(target.file, before, result)
  const changed = !currentContent(target.file).equals(before)
  const problem = problemOf(result, target.root)
  if (problem !== undefined) return { kind: 'failed', ...subject, problem, changed }
  return { kind: changed ? 'changed' : 'unchanged', ...subject }
}

/** Nothing is written for a failed run, an empty result, or a file that somebody changed meanwhile. */
function writeResult(file: string, before: Buffer, result: Run): void {
  if (result.kind !== 'done' || result.status !== 0 || result.stdout.length === 0) return
  if (result.stdout.equals(before) || !currentContent(file).equals(before)) return
  writeFileSync(file, result.stdout)
}

function currentContent(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch {
    // Removed while the formatter ran; no content is the truth.
    return Buffer.alloc(0)
  }
}

function problemOf(result: Run, root: string): string | undefined {
  switch (result.kind) {
    case 'done':
      return result.status === 0
        ? undefined
        : `exit status ${result.status}\n${excerpt(result.message, root)}`.trim()
    case 'stopped':
      return `it was stopped after ${result.seconds} s (option "timeoutSeconds")`
    case 'broken':
      return `it could not be run: ${excerpt(result.message, root)}`
  }
}
