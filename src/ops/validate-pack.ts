import path from 'node:path'
import { ArchiveError } from '../core/archive/error.ts'
import { writeArchive } from '../core/archive/write.ts'
import { archiveFindings, refusedArchive } from '../core/validate/archive.ts'
import { type Finding, findingsIn } from '../core/validate/finding.ts'
import { fileOf, handlerFindings, staleFindings } from '../core/validate/handlers.ts'
import { hookFindings } from '../core/validate/hooks.ts'
import { readFiles } from '../core/validate/pack-files.ts'
import { packageFindings } from '../core/validate/package-json.ts'
import { undeclared } from '../core/validate/permissions.ts'
import { type AuthorFolder, nameOf, readAuthorFolder } from '../io/author-folder.ts'
import { staleBuilds } from '../io/folder.ts'
import { exists } from '../io/read.ts'
import { type ReadManifest, readManifest } from '../schema/read-manifest.ts'
import { OutOfTime, withinTime } from '../schema/within-time.ts'
import { type CaseCounts, checkedCases } from './validate-cases.ts'

/** All that there is to say about a pack. */
export interface Validation {
  readonly name: string
  readonly version: string
  readonly files: number
  /** Bytes of the archive; undefined when there can be none. */
  readonly bytes: number | undefined
  /** What became of the cases; undefined when none was run. */
  readonly cases: CaseCounts | undefined
  /** Errors first, then by file and line. */
  readonly findings: readonly Finding[]
}

/** Finds every fault of the pack in a folder at once. Throws only where there is no pack. */
export async function validatePack(typed: string, runsCases: boolean, cwd: string): Promise<Validation> {
  const found = await readAuthorFolder(path.resolve(cwd, typed), typed)
  const name = nameOf(found)
  const read = found.manifest === undefined ? undefined : readManifest(found.manifest)
  const { bytes, findings: archive } = archived(found)
  const { findings: handlers, missing } = await handlersOf(found, read)
  const { findings: cases, counts } = await checkedCases({ name, found, read, runs: runsCases && !missing })
  return {
    name,
    version: textIn(found.described?.['version']),
    files: found.files.length,
    bytes,
    cases: counts,
    findings: sorted([
      ...described(found),
      ...manifestFindings(found, read),
      ...handlers,
      ...archive,
      ...cases,
    ]),
  }
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function described({ described, fault, files }: AuthorFolder): readonly Finding[] {
  if (!described)
    return [
      findingsIn('package.json').error('bad-package', {
        message: `it is not a JSON object${fault === undefined ? '' : `: ${fault}`}`,
        hint: 'mend it; `npm pkg get` says where it is broken',
      }),
    ]
  return packageFindings(
    described,
    files.map((file) => file.path),
  )
}

function manifestFindings(
  { files, described, manifest }: AuthorFolder,
  read?: ReadManifest,
): readonly Finding[] {
  const { error, warning } = findingsIn('hooks.json')
  if (!read || manifest === undefined)
    return [error('bad-manifest', { message: 'there is none', hint: 'docs/pack-authoring.md shows one' })]
  const published = !described || files.some((file) => file.path === 'hooks.json')
  const { findings, seen } = looked(files, read.hooks)
  return [
    ...read.faults.map(({ field, message, hint = 'docs/pack-authoring.md says what it may be' }) =>
      error('bad-manifest', { ...(field === '' ? {} : { field }), message, hint }),
    ),
    ...(published
      ? []
      : [
          error('bad-manifest', {
            message: 'it would not be published',
            hint: 'name it in `files` of package.json',
          }),
        ]),
    ...(read.namesSchema
      ? []
      : [
          warning('incomplete', {
            field: '$schema',
            message: 'there is none',
            hint: 'with it editors know the fields; `hooks init` writes one',
          }),
        ]),
    ...read.hooks.flatMap(({ hook, index }) => hookFindings(hook, index)),
    ...findings,
    ...undeclared(seen, read.manifest?.hooks ?? [], read.permissions),
  ]
}

/** Far more than looking through any pack takes. */
const MOST_MS = 5000

/** What is in the files. Some texts take those who look for words in them for ever. */
function looked(...[files, hooks]: Parameters<typeof readFiles>): ReturnType<typeof readFiles> {
  try {
    return withinTime(MOST_MS, () => readFiles(files, hooks))
  } catch (error) {
    if (!(error instanceof OutOfTime || error instanceof RangeError)) throw error
    const message = 'its files are such that looking through them does not end: nothing in them was checked'
    const hint = 'take out what is very long and always the same'
    return { findings: [findingsIn('package.json').error('opaque-code', { message, hint })], seen: [] }
  }
}

interface Handlers {
  readonly findings: readonly Finding[]
  /** At least one of them cannot run. */
  readonly missing: boolean
}

async function handlersOf(
  { folder, files, described }: AuthorFolder,
  read?: ReadManifest,
): Promise<Handlers> {
  if (!described || !read) return { findings: [], missing: true }
  const named = [...new Set(read.hooks.flatMap(({ hook }) => fileOf(hook) ?? []))]
  const there = await Promise.all(named.map((file) => exists(path.join(folder, file))))
  const onDisk = named.filter((_, at) => there[at])
  const missing = handlerFindings(read.hooks, {
    published: new Set(files.map((file) => file.path)),
    onDisk: new Set(onDisk),
    builds: Object.hasOwn({ ...(described['scripts'] as object | undefined) }, 'build'),
  })
  const stale = await staleBuilds(
    folder,
    onDisk.filter((file) => !file.startsWith('src/')),
  )
  return { findings: [...missing, ...staleFindings(stale)], missing: missing.length > 0 }
}

function archived({ files }: AuthorFolder): Pick<Validation, 'bytes' | 'findings'> {
  try {
    const bytes = files.length === 0 ? undefined : writeArchive(files).length
    return { bytes, findings: archiveFindings(files) }
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error
    const findings = archiveFindings(files)
    return { bytes: undefined, findings: findings.length > 0 ? findings : [refusedArchive(error)] }
  }
}

function sorted(findings: readonly Finding[]): readonly Finding[] {
  const key = ({ level, file }: Finding): string => `${level} ${file}`
  return findings.toSorted((one, other) =>
    key(one) === key(other) ? (one.line ?? 0) - (other.line ?? 0) : key(one) < key(other) ? -1 : 1,
  )
}
