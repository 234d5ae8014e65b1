import { constants, copyFileSync, lstatSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { insideProject } from '../../../src/runtime/src/kit/paths.ts'
import { smallFile } from '../../_shared/src/git-files.ts'
import { look, whyNot } from './git.ts'
import type { Options } from './options.ts'
import type { Linked } from './places.ts'

const MOST_FILES = 100
const SECONDS = 20

/** What was copied, and what was not though it was asked for, each with why. */
export interface Copied {
  readonly copied: readonly string[]
  readonly left: readonly string[]
}

/** Copies what git ignores and the patterns match from the main worktree; nothing that is there is replaced. */
export async function copyIgnored({ root, main }: Linked, options: Options): Promise<Copied> {
  const patterns = [...options.copy, ...(options.worktreeInclude ? includedIn(main) : [])]
  if (patterns.length === 0) return { copied: [], left: [] }
  const names = await ignoredIn(main, patterns)
  if (typeof names === 'string')
    return { copied: [], left: [`nothing, because git ls-files failed (${names})`] }
  const wanted = names.filter((name) => !lstatSync(path.join(root, name), { throwIfNoEntry: false }))
  const safe = await ignoredAlso(root, wanted.slice(0, MOST_FILES))
  const copied: string[] = []
  const left = wanted.length > MOST_FILES ? [`${wanted.length - MOST_FILES} more (there are too many)`] : []
  for (const name of wanted.slice(0, MOST_FILES)) {
    const why = safe.has(name)
      ? copyOne(path.join(main, name), path.join(root, name), { root, most: options.maxKilobytes * 1024 })
      : 'git does not ignore it there'
    if (why === undefined) copied.push(name)
    else left.push(`${name} (${why})`)
  }
  return { copied, left }
}

/** Patterns of Claude Code's own file for this; what takes others back is not understood, and copies nothing. */
function includedIn(main: string): readonly string[] {
  const lines = (smallFile(path.join(main, '.worktreeinclude')) ?? '').split('\n').map((line) => line.trim())
  return lines.filter((line) => line !== '' && !/^[#!:/\\]|\.\./.test(line)).slice(0, 50)
}

/** The files that git ignores and a pattern matches, or why git could not tell. Ignored folders are not looked into. */
async function ignoredIn(main: string, patterns: readonly string[]): Promise<readonly string[] | string> {
  const specs = patterns.map((pattern) => `:(glob)${pattern.includes('/') ? '' : '**/'}${pattern}`)
  const listing = [
    'ls-files',
    '--others',
    '--ignored',
    '--exclude-standard',
    '--directory',
    '-z',
    '--',
    ...specs,
  ]
  const result = await look(listing, { cwd: main, seconds: SECONDS })
  if (result.status !== 0) return whyNot(result, SECONDS)
  return result.stdout.split('\0').filter((name) => name !== '' && !name.endsWith('/'))
}

/** Those that git ignores in the worktree as well: its branch may ignore others, and a copy must not be committed. */
async function ignoredAlso(root: string, names: readonly string[]): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set()
  const run = { cwd: root, seconds: SECONDS, input: `${names.join('\0')}\0` }
  const { status, stdout } = await look(['check-ignore', '-z', '--stdin'], run)
  // Status 1: it ignores none of them.
  return new Set(status === 0 ? stdout.split('\0').filter((name) => name !== '') : [])
}

/** Why a file was not copied; undefined when it was. */
function copyOne(
  from: string,
  to: string,
  { root, most }: { readonly root: string; readonly most: number },
): string | undefined {
  try {
    const found = lstatSync(from)
    if (!found.isFile()) return 'it is no plain file'
    if (found.size > most) return 'it is too large'
    if (!insideProject(to, root)) return 'it would lie outside of the worktree'
    mkdirSync(path.dirname(to), { recursive: true })
    copyFileSync(from, to, constants.COPYFILE_EXCL)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'it could not be copied'
  }
}
