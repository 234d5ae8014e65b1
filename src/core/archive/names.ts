import { DEVICE_NAME, DROPPED_END, SHORT_NAME } from '../windows-names.ts'
import { ArchiveError, type ArchiveReason } from './error.ts'

interface Rule {
  readonly reason: ArchiveReason
  readonly broken: (segment: string) => boolean
}

// Separators and wildcards of any platform; the colon also starts drive letters and NTFS streams.
const forbidden = /[\\/:*?"<>|]/

// Controls, format and bidi marks, private, unassigned and lone surrogate code points, line separators, spaces
// that are not U+0020, and everything that is drawn as nothing: each makes a twin of an honest name.
const invisible = /[\p{C}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/u

const rules: readonly Rule[] = [
  { reason: 'empty-segment', broken: (segment) => segment === '' },
  { reason: 'dot-segment', broken: (segment) => segment === '.' || segment === '..' },
  { reason: 'forbidden-character', broken: (segment) => forbidden.test(segment) },
  { reason: 'invisible-character', broken: (segment) => invisible.test(segment) },
  { reason: 'trailing-dot-or-space', broken: (segment) => DROPPED_END.test(segment) },
  { reason: 'device-name', broken: (segment) => DEVICE_NAME.test(segment) },
  { reason: 'short-name', broken: (segment) => SHORT_NAME.test(segment) },
]

/** Splits a path into segments that mean the same name on every platform, or refuses it. */
export function splitPath(path: string): string[] {
  if (path === '') throw new ArchiveError('empty-name', path)
  if (path.startsWith('/')) throw new ArchiveError('absolute-path', path)
  const segments = path.split('/')
  for (const segment of segments) checkSegment(segment, path)
  return segments
}

function checkSegment(segment: string, path: string): void {
  for (const { reason, broken } of rules) if (broken(segment)) throw new ArchiveError(reason, path)
  if (segment !== segment.normalize('NFC')) throw new ArchiveError('not-nfc', path)
  // Disks and readers that fold compatibility characters must not find a dot, a slash or a device there.
  const folded = segment.normalize('NFKC')
  if (rules.some(({ broken }) => broken(folded))) throw new ArchiveError('unsafe-when-normalised', path)
}
