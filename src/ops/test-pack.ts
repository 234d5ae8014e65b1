import path from 'node:path'
import { caseFault } from '../core/cases.ts'
import { HooksError } from '../errors.ts'
import { type AuthorFolder, nameOf, readAuthorFolder } from '../io/author-folder.ts'
import { placeFiles, scratchFolder } from '../io/case-folders.ts'
import { runInProcess, sideBySide } from '../io/hook-process.ts'
import { type CaseFile, parseCaseFile } from '../schema/cases.ts'
import type { FieldFault } from '../schema/explain.ts'
import { type Manifest, parseManifest } from '../schema/manifest.ts'
import { type CaseJob, type CaseRun, runCaseOf } from './run-case.ts'

/** What is wrong with one file of cases. */
export interface InvalidCases {
  readonly file: string
  readonly faults: readonly FieldFault[]
}

/** One case that was run, or why it was not. */
export interface CaseReport extends Partial<CaseRun> {
  readonly file: string
  readonly hook: string
  readonly name: string
  readonly result: 'passed' | 'failed' | 'not-run'
  /** Why it was not run. */
  readonly why?: string
}

/** What became of all cases of a pack. */
export interface TestReport {
  readonly name: string
  readonly cases: readonly CaseReport[]
  readonly invalid: readonly InvalidCases[]
}

/** Runs the cases of the pack in a folder. Throws what keeps all of them from being run. */
export async function testPack(typed: string, filter: string | undefined, cwd: string): Promise<TestReport> {
  const found = await readAuthorFolder(path.resolve(cwd, typed), typed)
  const name = nameOf(found)
  if (found.manifest === undefined)
    throw new HooksError('pack-unreadable', `\`${typed}\` is not a pack: it has no hooks.json`, {
      hint: 'name the folder that holds package.json and hooks.json',
    })
  const manifest = parseManifest(found.manifest, name)
  checkBuilt(name, manifest, found)
  const report = await runCases({ name, manifest, found, wanted: wantedBy(filter) })
  checkSome(report, manifest, filter)
  return report
}

/** A pack with its cases, and which of them are wanted. */
export interface TestRun {
  readonly name: string
  readonly manifest: Manifest
  readonly found: AuthorFolder
  readonly wanted: (file: string, hook: string, name: string) => boolean
}

/** Runs the wanted cases of a pack whose manifest is known, on its files as they would be published. */
export async function runCases({ name, manifest, found, wanted }: TestRun): Promise<TestReport> {
  const { root, remove } = await scratchFolder()
  try {
    const pack = { name, folder: path.join(root, 'pack'), manifest }
    await placeFiles(pack.folder, found.files)
    const read = found.cases.map((file) => ({ file: file.path, ...readCases(file.text, manifest) }))
    const jobs = read.flatMap(({ file, jobs }) =>
      jobs
        .filter(({ hook, given }) => wanted(file, hook.id, given.name))
        .map((job) => ({ path: file, job: { ...job, pack } })),
    )
    return {
      name,
      cases: await sideBySide(jobs, ({ path: file, job }) => reportOf(file, job)),
      invalid: read.flatMap(({ file, faults }) => (faults.length > 0 ? [{ file, faults }] : [])),
    }
  } finally {
    await remove()
  }
}

interface ReadCases {
  readonly jobs: readonly Omit<CaseJob, 'pack'>[]
  readonly faults: readonly FieldFault[]
}

/** The cases of a file that can be run, and what is wrong with it and the others. */
export function readCases(text: string, { hooks }: Manifest): ReadCases {
  const parsed = parseCaseFile(text)
  if ('faults' in parsed) return { jobs: [], faults: parsed.faults }
  const { file } = parsed
  const hook = hooks.find(({ id }) => id === file.hook)
  if (!hook) return { jobs: [], faults: [noHook(file, hooks)] }
  const checked = file.cases.map((given, index) => {
    const fault = caseFault(hook, file, given)
    return fault
      ? { fault: { field: `cases[${index}].${fault[0]}`, message: `\`${given.name}\`: ${fault[1]}` } }
      : { job: { hook, file, given } }
  })
  return {
    jobs: checked.flatMap(({ job }) => job ?? []),
    faults: checked.flatMap(({ fault }) => fault ?? []),
  }
}

function noHook(file: CaseFile, hooks: Manifest['hooks']): FieldFault {
  const ids = hooks.map(({ id }) => id).join(', ')
  return {
    field: 'hook',
    message: `the pack has no hook \`${file.hook}\``,
    hint: `its hooks: ${ids || 'none'}`,
  }
}

async function reportOf(file: string, job: CaseJob): Promise<CaseReport> {
  const about = { file, hook: job.hook.id, name: job.given.name }
  const [kind = ''] = Object.keys(job.hook.handler)
  if (kind !== 'module' && kind !== 'script')
    return { ...about, result: 'not-run', why: `the client itself runs handlers of the kind ${kind}` }
  try {
    const run = await runCaseOf(job, runInProcess)
    return { ...about, ...run, result: run.misses.length === 0 ? 'passed' : 'failed' }
  } catch (error) {
    // Options that cannot be set, files that cannot be made: a fault of this case, not of the others.
    const got = error instanceof Error ? error.message : String(error)
    return { ...about, result: 'failed', misses: [{ what: 'case', expected: 'to be run', got }] }
  }
}

function wantedBy(filter = ''): TestRun['wanted'] {
  const part = filter.toLowerCase()
  return (...texts) => texts.some((text) => text.toLowerCase().includes(part))
}

function checkBuilt(name: string, { hooks }: Manifest, { files, described }: AuthorFolder): void {
  const paths = new Set(files.map((file) => file.path))
  const missing = hooks.flatMap(({ handler }) => {
    const file = 'module' in handler ? handler.module : 'script' in handler ? handler.script : undefined
    return file === undefined || paths.has(file) ? [] : [file]
  })
  if (missing.length === 0) return
  const builds = (described?.['scripts'] as { build?: unknown } | undefined)?.build !== undefined
  throw new HooksError(
    'manifest-invalid',
    `\`${name}\` has no file \`${missing[0]}\`, which its hooks.json names`,
    {
      hint: builds
        ? 'build it first: npm install && npm run build'
        : '`hooks validate` says what is wrong with the pack',
    },
  )
}

function checkSome(
  { name, cases, invalid }: TestReport,
  { hooks }: Manifest,
  filter: string | undefined,
): void {
  if (cases.length > 0 || invalid.length > 0) return
  if (filter !== undefined)
    throw new HooksError(
      'nothing-to-test',
      `no case of \`${name}\` has \`${filter}\` in its file, hook or name`,
      {
        hint: '`hooks test` without --filter runs all of them',
      },
    )
  if (hooks.length === 0) return
  throw new HooksError('nothing-to-test', `\`${name}\` has no cases`, {
    hint: 'write some in cases/*.json; docs/pack-authoring.md shows one',
  })
}
