import { existsSync } from 'node:fs'
import path from 'node:path'
import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { GitCall } from '../../_shared/src/git/call.ts'
import {
  type Head,
  headOf,
  type Repository,
  refExists,
  remotesOf,
  repositoryAt,
  repositoryOf,
} from '../../_shared/src/git/repository.ts'
import { pathOf } from '../../_shared/src/shell/folders.ts'

/** What is checked out where, as the commands of a line change it. */
export interface Heads {
  readonly byGitDir: Map<string, Head | undefined>
  /** Folders that the line itself makes a working tree of; `undefined` when its branch is not known. */
  readonly made: Map<string, Head | undefined>
}

/** Where a call works. */
export interface Site {
  readonly repository: Repository | undefined
  /** `undefined` when it is not known. */
  readonly head: Head | undefined
}

/** Heads of which nothing is known yet. */
export function newHeads(): Heads {
  return { byGitDir: new Map(), made: new Map() }
}

const NOWHERE: Head = {}

/** The repository of a call and what is checked out there when it runs. */
export function siteOf({ folder, gitDir }: GitCall, heads: Heads): Site {
  const repository = gitDir
    ? (repositoryAt(gitDir) ?? repositoryOf(gitDir))
    : folder !== undefined && existsSync(folder)
      ? repositoryOf(folder)
      : undefined
  const made = folder === undefined ? undefined : [...heads.made.keys()].find((one) => contains(one, folder))
  if (made !== undefined && !gitDir) return { repository, head: heads.made.get(made) }
  if (repository && heads.byGitDir.has(repository.gitDir))
    return { repository, head: heads.byGitDir.get(repository.gitDir) }
  if (repository) return { repository, head: headOf(repository) }
  // A folder outside of any repository: git will refuse. One that is not there may be anything.
  const known = folder !== undefined && existsSync(folder)
  return { repository: undefined, head: known ? NOWHERE : undefined }
}

function contains(folder: string, other: string): boolean {
  const relative = path.relative(folder, other)
  return !relative.startsWith('..') && !path.isAbsolute(relative)
}

/** Notes what a call does to what is checked out. */
export function follow(call: GitCall, { repository, head }: Site, heads: Heads): void {
  const put = (next: Head | undefined): void => {
    if (repository) heads.byGitDir.set(repository.gitDir, next)
  }
  switch (call.verb) {
    case 'checkout':
    case 'switch': {
      const next = afterSwitch(call, repository)
      if (next !== 'same') put(next)
      return
    }
    case 'symbolic-ref': {
      const [name, ref] = parseOptions(call.args, spec('m: q d short no-recurse delete quiet')).rest
      if (name?.text === 'HEAD' && ref) put({ branch: ref.text.replace(/^refs\/heads\//, '') })
      return
    }
    case 'branch': {
      const { flags, rest } = parseOptions(call.args, spec('m M move f force q u: t'))
      const renames = rest.length === 1 && ['m', 'M', 'move'].some((flag) => flags.has(flag))
      if (renames && rest[0] && head?.branch !== undefined) put({ ...head, branch: rest[0].text })
      return
    }
    case 'init':
    case 'clone':
    case 'worktree':
      make(call, heads)
  }
}

const SWITCH = spec(
  'b: B: c: C: t d l f q m p orphan= create= force-create= track detach force quiet merge patch ours theirs guess no-guess conflict= ignore-other-worktrees recurse-submodules pathspec-from-file= progress no-progress',
)

function afterSwitch({ args, verb }: GitCall, repository: Repository | undefined): Head | undefined | 'same' {
  const dashes = args.findIndex(({ text }) => text === '--')
  const { flags, values, rest } = parseOptions(dashes < 0 ? args : args.slice(0, dashes), SWITCH)
  const made = ['b', 'B', 'c', 'C', 'orphan', 'create', 'force-create'].flatMap(
    (name) => values.get(name) ?? [],
  )
  const unborn = flags.has('orphan')
  if (made[0]) return { branch: made[0].text, unborn }
  if (flags.has('detach') || (flags.has('d') && verb === 'switch')) return {}
  const [name] = rest
  // With a path the branch stays.
  const paths = rest.length > 1 || (dashes >= 0 && args.length > dashes + 1)
  if (!name || paths || flags.has('patch') || flags.has('p')) return 'same'
  if (flags.has('t') || flags.has('track')) return { branch: name.text.replace(/^[^/]*\//, '') }
  if (!name.known || name.text === '-') return undefined
  return repository ? named(name.text, repository, verb) : { branch: name.text }
}

function named(name: string, repository: Repository, verb: string): Head | 'same' {
  const branch = name.replace(/^refs\/heads\//, '')
  if (refExists(repository, `refs/heads/${branch}`)) return { branch }
  const remotes = remotesOf(repository)
  if (remotes.some((remote) => refExists(repository, `refs/remotes/${remote}/${name}`)))
    return { branch: name }
  const commit =
    /^[0-9a-f]{7,64}$|[~^]|@\{|^HEAD$/.test(name) ||
    refExists(repository, `refs/tags/${name}`) ||
    refExists(repository, `refs/remotes/${name}`)
  return commit && verb === 'checkout' ? {} : 'same'
}

/** Notes the working tree that `git init`, `git clone` or `git worktree add` makes. */
function make({ verb, args, folder }: GitCall, { made }: Heads): void {
  if (verb === 'init') {
    const [target] = parseOptions(
      args,
      spec('b: q initial-branch= template= separate-git-dir= object-format= shared bare quiet'),
    ).rest
    const place = target ? pathOf(target, folder) : folder
    if (place !== undefined) made.set(place, { branch: 'main', unborn: true })
  } else if (verb === 'clone') {
    const { rest } = parseOptions(
      args,
      spec(
        'b: o: u: c: j: branch= origin= depth= config= jobs= reference= filter= template= separate-git-dir= recurse-submodules',
      ),
    )
    const [url, target] = rest
    const name = url?.text
      .replace(/[\\/]+$/, '')
      .replace(/^.*[\\/:]/s, '')
      .replace(/\.git$/, '')
    const place = target
      ? pathOf(target, folder)
      : name && folder !== undefined
        ? path.join(folder, name)
        : undefined
    if (place !== undefined) made.set(place, undefined)
  } else worktree(args, folder, made)
}

function worktree(args: GitCall['args'], folder: string | undefined, made: Heads['made']): void {
  const { flags, values, rest } = parseOptions(
    args,
    spec('b: B: f d q detach force lock reason= orphan track guess-remote checkout no-checkout'),
  )
  const [verb, target, commit] = rest
  const place = verb?.text === 'add' && target ? pathOf(target, folder) : undefined
  if (place === undefined) return
  const named = values.get('b')?.[0] ?? values.get('B')?.[0]
  if (flags.has('detach') || flags.has('d')) made.set(place, {})
  else made.set(place, { branch: named?.text ?? commit?.text ?? path.basename(place) })
}
