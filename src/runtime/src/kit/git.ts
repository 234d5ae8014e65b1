import { MOST_OUTPUT, runCommand } from './command.ts'
import { SAFE_GIT, SAFE_GIT_ENV } from './safe-git.ts'

const LIMIT_MS = 3000

/** Where a working tree stands. Paths are relative to `root`, with `/`, as git writes them. */
export interface GitState {
  /** The folder of the working tree. */
  readonly root: string
  /** Absent when HEAD is detached. */
  readonly branch?: string
  /** Hash of the commit; absent before the first one. */
  readonly head?: string
  readonly upstream?: string
  /** Commits that the branch and its upstream have on their own; absent without an upstream that exists. */
  readonly ahead?: number
  readonly behind?: number
  /** Differs from HEAD in the index, deleted files included. */
  readonly staged: readonly string[]
  /** Differs from the index on the disk, deleted files included. */
  readonly changed: readonly string[]
  /** A folder with nothing else in it is one entry that ends with `/`. */
  readonly untracked: readonly string[]
  /** Has to be merged. */
  readonly conflicted: readonly string[]
}

/**
 * The state of the repository that `dir` is in; `undefined` outside of one, without git, or when it takes too long
 * or has too much to say (a megabyte of paths).
 * Nothing is written, and no program that the repository's own configuration names is run.
 */
export async function gitState(
  dir: string,
  { timeoutMs = LIMIT_MS }: { readonly timeoutMs?: number } = {},
): Promise<GitState | undefined> {
  const end = performance.now() + timeoutMs
  const git = async (args: readonly string[], answers: readonly number[]): Promise<string | undefined> => {
    const left = Math.max(1, end - performance.now())
    const { status, stdout } = await runCommand('git', [...SAFE_GIT, ...args], {
      cwd: dir,
      timeoutMs: left,
      env: SAFE_GIT_ENV,
    })
    return status !== null && answers.includes(status) ? stdout : undefined
  }
  const [root, filters] = await Promise.all([
    git(['rev-parse', '--show-toplevel'], [0]),
    // Status 1: there are none.
    git(['config', '--show-scope', '-z', '--name-only', '--get-regexp', '^filter\\.'], [0, 1]),
  ])
  const off = filters === undefined ? undefined : filtersOff(filters)
  if (!root || !off) return undefined
  const status = await git([...off, ...STATUS], [0])
  // Of longer output `runCommand` leaves the middle out.
  if (status === undefined || Buffer.byteLength(status) >= MOST_OUTPUT) return undefined
  return { root: root.replace(/\r?\n$/, ''), ...readStatus(status) }
}

// In submodules git would start a status of its own, with their configuration.
const STATUS = [
  ...['status', '--porcelain=v2', '--branch', '--ahead-behind', '-z'],
  ...['--untracked-files=normal', '--no-renames', '--ignore-submodules=dirty'],
]

/**
 * Settings that turn off the content filters of the repository's own configuration; those that the user has for all
 * repositories stay. `undefined` when one has a name that could not be turned off.
 */
export function filtersOff(listed: string): readonly string[] | undefined {
  const fields = listed.split('\0')
  const drivers = new Set<string>()
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const own = fields[at] !== 'global' && fields[at] !== 'system'
    const driver = /^filter\.([\s\S]*)\.[^.]*$/.exec(fields[at + 1] ?? '')?.[1]
    if (own && driver !== undefined) drivers.add(driver)
  }
  if ([...drivers].some((driver) => /[=\n]/.test(driver))) return undefined
  return [...drivers].flatMap((driver) =>
    ['clean=', 'process=', 'required=false'].flatMap((setting) => ['-c', `filter.${driver}.${setting}`]),
  )
}

interface Branch {
  branch?: string
  head?: string
  upstream?: string
  ahead?: number
  behind?: number
}

/** Reads what `git status --porcelain=v2 --branch -z` prints. */
export function readStatus(text: string): Omit<GitState, 'root'> {
  const lists = {
    staged: [] as string[],
    changed: [] as string[],
    untracked: [] as string[],
    conflicted: [] as string[],
  }
  const branch: Branch = {}
  for (const entry of text.split('\0')) {
    const [kind = '', ...words] = entry.split(' ')
    if (kind === '#') readBranch(words, branch)
    else if (kind === '?') lists.untracked.push(words.join(' '))
    else if (kind === 'u') lists.conflicted.push(words.slice(9).join(' '))
    else if (kind === '1') {
      const [index, disk] = words[0] ?? ''
      const file = words.slice(7).join(' ')
      if (index !== '.') lists.staged.push(file)
      if (disk !== '.') lists.changed.push(file)
    }
  }
  return { ...branch, ...lists }
}

function readBranch([name, ...words]: readonly string[], branch: Branch): void {
  const value = words.join(' ')
  if (name === 'branch.oid' && value !== '(initial)') branch.head = value
  if (name === 'branch.head' && value !== '(detached)') branch.branch = value
  if (name === 'branch.upstream') branch.upstream = value
  const counts = name === 'branch.ab' ? /^\+(\d+) -(\d+)$/.exec(value) : null
  if (!counts) return
  branch.ahead = Number(counts[1])
  branch.behind = Number(counts[2])
}
