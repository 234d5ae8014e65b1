import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { defaultBranch, type Repository, remotesOf } from '../../_shared/src/git/repository.ts'

/** Which branches are protected. */
export interface Protection {
  readonly patterns: readonly string[]
  /** The default branch of each remote is protected as well. */
  readonly remoteDefault: boolean
}

/** Whether a branch is protected; `undefined` when a part of its name is not known and it may be. */
export function isProtected(
  branch: string,
  { patterns, remoteDefault }: Protection,
  repository: Repository | undefined,
): boolean | undefined {
  const all = [...patterns, ...(remoteDefault && repository ? defaultsOf(repository) : [])]
  if (!branch.includes(HOLE)) return all.some((pattern) => expression(pattern).test(branch))
  return all.some((pattern) => mayFit(branch, pattern)) ? undefined : false
}

function defaultsOf(repository: Repository): readonly string[] {
  return remotesOf(repository).flatMap((remote) => defaultBranch(repository, remote) ?? [])
}

/** `*` is any part of a name without `/`, `**` any part at all, `?` one character. */
function expression(pattern: string): RegExp {
  const parts = pattern.split(/(\*{1,99}|\?)/).map((part) => {
    if (part === '?') return '[^/]'
    if (part.startsWith('*')) return part.length > 1 ? '.*' : '[^/]*'
    return part.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  })
  return new RegExp(`^${parts.join('')}$`, 's')
}

/** Whether a name that has holes may be one that the pattern means: their ends have to agree. */
function mayFit(branch: string, pattern: string): boolean {
  const [start = ''] = branch.split(HOLE)
  const [fixed = ''] = pattern.split(/[*?]/)
  const open = fixed.length < pattern.length
  return fixed.startsWith(start) || (open && start.startsWith(fixed))
}
