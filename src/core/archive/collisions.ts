import { ArchiveError } from './error.ts'

type Kind = 'file' | 'folder'

/** Takes each path of an archive once and refuses what would meet another one on some file system. */
type Claim = (segments: readonly string[], kind: Kind) => void

interface Claimed {
  readonly path: string
  readonly kind: Kind
}

/** Starts with an empty tree. Folders may be claimed again, as each file claims those above it. */
export function createClaims(): Claim {
  const claimed = new Map<string, Claimed>()
  return (segments, kind) => {
    let key = ''
    let path = ''
    for (const [index, segment] of segments.entries()) {
      key += `/${foldName(segment)}`
      path = index === 0 ? segment : `${path}/${segment}`
      claim(claimed, key, { path, kind: index === segments.length - 1 ? kind : 'folder' })
    }
  }
}

function claim(claimed: Map<string, Claimed>, key: string, next: Claimed): void {
  const before = claimed.get(key)
  if (before === undefined) {
    claimed.set(key, next)
    return
  }
  if (before.path !== next.path) throw new ArchiveError('name-collision', next.path)
  if (before.kind !== next.kind) throw new ArchiveError('file-and-folder', next.path)
  if (next.kind === 'file') throw new ArchiveError('duplicate-path', next.path)
}

/**
 * One spelling for all names that a case-insensitive or normalising file system may take for the same.
 * Lower, upper, lower is a full case fold: the first step takes ẞ to ß, the second ß to SS.
 */
function foldName(name: string): string {
  const folded = name.normalize('NFKC').toLowerCase().toUpperCase().toLowerCase()
  return folded.normalize('NFKC')
}
