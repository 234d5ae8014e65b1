import { isAboutDecision } from '../core/validate/decisions.ts'
import { type Finding, findingsIn } from '../core/validate/finding.ts'
import { fileOf } from '../core/validate/handlers.ts'
import type { AuthorFolder } from '../io/author-folder.ts'
import { parseCaseFile } from '../schema/cases.ts'
import type { FieldFault } from '../schema/explain.ts'
import type { ReadManifest } from '../schema/read-manifest.ts'
import { type CaseReport, readCases, runCases, type TestReport } from './test-pack.ts'

/** How many cases went how. */
export interface CaseCounts {
  readonly passed: number
  readonly failed: number
  readonly notRun: number
}

/** The cases of a pack, as far as its manifest can be read. */
interface Checked {
  readonly name: string
  readonly found: AuthorFolder
  readonly read: ReadManifest | undefined
  /** Whether they are run. */
  readonly runs: boolean
}

/** What is wrong with the cases, and, when they are run, with what hooks decide in them. */
export async function checkedCases({ name, found, read, runs }: Checked): Promise<{
  readonly findings: readonly Finding[]
  readonly counts: CaseCounts | undefined
}> {
  const manifest = read?.manifest
  const shapes = found.cases.flatMap(({ path, text }) => {
    const parsed = manifest ? readCases(text, manifest) : parseCaseFile(text)
    return 'faults' in parsed ? parsed.faults.map((fault) => invalid(path, fault)) : []
  })
  const testable = (read?.hooks ?? []).some(({ hook }) => fileOf(hook) !== undefined)
  const none = testable && found.cases.length === 0 ? [noCases()] : []
  if (!manifest || !runs || found.cases.length === 0)
    return { findings: [...shapes, ...none], counts: undefined }
  const report = await runCases({ name, manifest, found, wanted: () => true })
  return { findings: [...shapes, ...reportFindings(report)], counts: countsOf(report) }
}

function invalid(file: string, { field, message, hint }: FieldFault): Finding {
  return findingsIn(file).error('bad-case', {
    ...(field === '' ? {} : { field }),
    message,
    hint: hint ?? 'docs/pack-authoring.md says what a case may have',
  })
}

function noCases(): Finding {
  return findingsIn('cases').warning('incomplete', {
    message: 'there are none',
    hint: 'cases are examples and tests in one: `hooks test` runs those in cases/*.json',
  })
}

function countsOf({ cases }: TestReport): CaseCounts {
  const count = (result: CaseReport['result']) => cases.filter((one) => one.result === result).length
  return { passed: count('passed'), failed: count('failed'), notRun: count('not-run') }
}

function reportFindings(report: TestReport): readonly Finding[] {
  const failed = report.cases.filter(({ result }) => result === 'failed')
  const about = failed.filter(
    ({ outcome }) => outcome?.decision === 'failed' && isAboutDecision(outcome.reason),
  )
  const others = failed.length - about.length
  return [
    ...about.map(({ file, hook, name, outcome }) =>
      findingsIn(file).error('unknown-decision', {
        message: `in \`${name}\` the hook \`${hook}\` decides what it cannot: ${outcome?.reason ?? ''}`,
        hint: 'docs/pack-authoring.md says what each event can decide',
      }),
    ),
    ...(others > 0
      ? [
          findingsIn('cases').warning('cases-fail', {
            message: `${others} of ${report.cases.length} cases fail`,
            hint: '`hooks test` shows how',
          }),
        ]
      : []),
  ]
}
