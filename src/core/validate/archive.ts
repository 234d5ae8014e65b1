import { createClaims } from '../archive/collisions.ts'
import { ArchiveError } from '../archive/error.ts'
import { type ArchiveLimits, defaultLimits } from '../archive/limits.ts'
import { splitPath } from '../archive/names.ts'
import type { ArchiveFile } from '../archive/read.ts'
import { type Finding, findingsIn } from './finding.ts'

const SMALLER = 'leave it out with `files` in package.json, or make it smaller'

const LESS = 'name in `files` only what is needed; `npm pack --dry-run` lists what is published'

/** Every name and size that the archive of a pack must not have. */
export function archiveFindings(
  files: readonly ArchiveFile[],
  limits: ArchiveLimits = defaultLimits,
): readonly Finding[] {
  return [
    ...nameFindings(files),
    ...files.flatMap((file) => fileFindings(file, limits)),
    ...wholeFindings(files, limits),
  ]
}

/** What the archive would be refused for, where nothing else says it. */
export function refusedArchive({ reason, entry = 'package.json' }: ArchiveError): Finding {
  const { error } = findingsIn(entry)
  return reason === 'archive-too-big'
    ? error('too-large', {
        field: 'files',
        message: `the archive would have more than ${size(defaultLimits.archiveBytes)}`,
        hint: LESS,
      })
    : error('bad-name', {
        message: `an archive with it would be refused: ${reason.replaceAll('-', ' ')}`,
        hint: 'rename it, or leave it out with `files` in package.json',
      })
}

function nameFindings(files: readonly ArchiveFile[]): readonly Finding[] {
  const claim = createClaims()
  return files.flatMap(({ path }) => {
    try {
      claim(splitPath(path), 'file')
      return []
    } catch (error) {
      if (!(error instanceof ArchiveError)) throw error
      return [nameFinding(path, error)]
    }
  })
}

function nameFinding(path: string, { reason }: ArchiveError): Finding {
  const { error } = findingsIn(path)
  return reason === 'name-collision' || reason === 'file-and-folder'
    ? error('name-collision', {
        message:
          'on some systems another file of the pack has the same name: upper and lower case do not count there',
        hint: 'rename one of the two',
      })
    : error('bad-name', {
        message: `not every system can have this name: ${reason.replaceAll('-', ' ')}`,
        hint: 'rename it to letters, digits, `-`, `_` and `.`',
      })
}

function fileFindings({ path, bytes }: ArchiveFile, limits: ArchiveLimits): readonly Finding[] {
  const { error } = findingsIn(path)
  const segments = path.split('/')
  const tooLong = Buffer.byteLength(path) > limits.pathBytes
  const tooLongSegment = segments.some((one) => Buffer.byteLength(one) > limits.segmentBytes)
  return [
    ...(bytes.length > limits.fileBytes
      ? [
          error('too-large', {
            message: `it has ${size(bytes.length)}; a file may have ${size(limits.fileBytes)}`,
            hint: SMALLER,
          }),
        ]
      : []),
    ...(tooLong || tooLongSegment
      ? [error('bad-name', { message: 'the path is too long', hint: 'give it shorter names' })]
      : []),
    ...(segments.length > limits.depth
      ? [error('bad-name', { message: `it lies deeper than ${limits.depth} folders`, hint: 'move it up' })]
      : []),
  ]
}

function wholeFindings(files: readonly ArchiveFile[], limits: ArchiveLimits): readonly Finding[] {
  const { error } = findingsIn('package.json')
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const checks = [
    { what: 'files', got: files.length, most: limits.entries, show: String },
    { what: 'all files together', got: total, most: limits.totalBytes, show: size },
  ]
  return checks
    .filter(({ got, most }) => got > most)
    .map(({ what, got, most, show }) =>
      error('too-large', {
        field: 'files',
        message: `${what}: ${show(got)}, and ${show(most)} are allowed`,
        hint: LESS,
      }),
    )
}

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} bytes` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`
}
