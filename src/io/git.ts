import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ArchiveFile } from '../core/archive/read.ts'
import { HooksError } from '../errors.ts'
import { readPackFolder } from './folder.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The pack's files at one commit of a repository: the ones npm would publish. */
export interface GitPack {
  /** The full hash. */
  readonly commit: string
  readonly files: readonly ArchiveFile[]
}

const TIME_LIMIT_MS = 120_000
const MOST_FILES = 20_000
const MOST_BYTES = 64 * 1024 * 1024

/**
 * The files of a repository at `ref` (a branch, tag or commit; empty for its default branch). Nothing of the repository
 * runs: files are read as git stores them, without checkout, filters, hooks, submodules and npm's scripts. Links are
 * left out, as npm does.
 */
export async function readGitPack(url: string, ref: string, env: Env): Promise<GitPack> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'hookpack-git-'))
  try {
    const bare = path.join(scratch, 'repository')
    const git = (args: readonly string[], input?: string): Promise<Buffer> =>
      runGit(args, { env, url, input })
    await git(['init', '--quiet', '--bare', '--template=', bare])
    await fetchRef(git, bare, { url, ref })
    const commit = (await git(['-C', bare, 'rev-parse', 'FETCH_HEAD^{commit}'])).toString().trim()
    const files = path.join(scratch, 'files')
    await writeTree(git, bare, files, url)
    return { commit, files: await readPackFolder(files, `the repository ${url}`) }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

type Git = (args: readonly string[], input?: string) => Promise<Buffer>

async function fetchRef(git: Git, bare: string, { url, ref }: { url: string; ref: string }): Promise<void> {
  const fetch = ['-C', bare, 'fetch', '--quiet', '--no-tags', '--no-recurse-submodules']
  try {
    await git([...fetch, '--depth=1', '--', url, ref === '' ? 'HEAD' : ref])
  } catch (error) {
    if (!/^[0-9a-f]{40}$/.test(ref)) throw error
    // Not every server hands out a commit by its hash: then all of it, and the commit is looked up here.
    await git([...fetch, '--', url, '+refs/*:refs/*'])
    await git(['-C', bare, 'fetch', '--quiet', '.', ref])
  }
}

interface Blob {
  readonly hash: string
  readonly name: string
  readonly executable: boolean
}

async function writeTree(git: Git, bare: string, folder: string, url: string): Promise<void> {
  const listed = await git(['-C', bare, 'ls-tree', '-r', '-z', '-l', '--full-tree', 'FETCH_HEAD'])
  const blobs = blobsOf(listed.toString('utf8'), url)
  const packed = await git(['-C', bare, 'cat-file', '--batch'], blobs.map(({ hash }) => `${hash}\n`).join(''))
  let at = 0
  for (const { name, executable } of blobs) {
    const end = packed.indexOf(0x0a, at)
    const size = Number(packed.toString('latin1', at, end).split(' ')[2])
    const file = path.join(folder, ...name.split('/'))
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, packed.subarray(end + 1, end + 1 + size), { flag: 'wx' })
    if (executable) await chmod(file, 0o755)
    at = end + 1 + size + 1
  }
}

/** The regular files of a listing of `git ls-tree -z -l`: `<mode> <type> <hash> <size>\t<name>`. */
function blobsOf(listed: string, url: string): readonly Blob[] {
  const rows = listed.split('\0').flatMap((row) => {
    const [, mode = '', hash = '', size = '', name = ''] =
      /^(\d+) blob ([0-9a-f]+) +(\d+)\t(.*)$/s.exec(row) ?? []
    return mode.startsWith('100') ? [{ hash, name, size: Number(size), executable: mode === '100755' }] : []
  })
  const bytes = rows.reduce((sum, row) => sum + row.size, 0)
  const odd = rows.find(({ name }) => !isPlainPath(name))
  if (odd === undefined && rows.length <= MOST_FILES && bytes <= MOST_BYTES) return rows
  const what = odd
    ? `holds a file named \`${odd.name}\``
    : `is too large (${rows.length} files, ${bytes} bytes)`
  throw new HooksError('pack-unreadable', `the repository ${url} ${what}`, {
    hint: 'let its author publish the pack on npm, or put it into a repository of its own',
  })
}

function isPlainPath(name: string): boolean {
  return !name.includes('\\') && !/(^|\/)(\.{1,2}|\.git|)(\/|$)/i.test(name)
}

interface Run {
  readonly env: Env
  readonly url: string
  readonly input: string | undefined
}

function runGit(args: readonly string[], { env, url, input }: Run): Promise<Buffer> {
  const safe = [
    '-c',
    'core.hooksPath=/dev/null',
    '-c',
    'core.fsmonitor=false',
    '-c',
    'transfer.fsckObjects=true',
  ]
  return new Promise((resolve, reject) => {
    const child = execFile(
      'git',
      [...safe, ...args],
      {
        // A project that somebody else wrote may have a git configuration that runs programs.
        cwd: tmpdir(),
        env: gitEnv(env),
        encoding: 'buffer',
        maxBuffer: 2 * MOST_BYTES,
        timeout: TIME_LIMIT_MS,
        windowsHide: true,
      },
      (error, stdout, stderr) => (error ? reject(gitError(error, stderr.toString(), url)) : resolve(stdout)),
    )
    child.stdin?.on('error', () => undefined).end(input ?? '')
  })
}

/** Without the variables by which a surrounding git command (a hook of git) points at its own repository. */
function gitEnv(env: Env): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(
    ([name]) => !/^GIT_(?!SSH|ASKPASS|HTTP|SSL|PROXY|CONFIG_GLOBAL)/.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    GIT_TERMINAL_PROMPT: '0',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    GIT_LFS_SKIP_SMUDGE: '1',
    LC_ALL: 'C',
  }
}

function gitError(
  error: Error & { code?: unknown; killed?: boolean },
  said: string,
  url: string,
): HooksError {
  if (error.code === 'ENOENT')
    return new HooksError(
      'registry-unreachable',
      '`git` is not installed, and a pack from a repository needs it',
      {
        hint: 'install git, or take the pack from npm',
        cause: error,
      },
    )
  const [line = ''] = said.split('\n').filter((one) => /fatal|error|denied|not found/i.test(one))
  const why = error.killed
    ? 'it took too long'
    : line.replace(/^(fatal|error): /, '') || error.message.split('\n')[0]
  return new HooksError('registry-unreachable', `git cannot fetch from ${url}: ${why}`, {
    hint: 'check the address and the branch, tag or commit, and that `git ls-remote` of it works here',
    cause: error,
  })
}
