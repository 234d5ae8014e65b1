import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { gitFiles } from '../../_shared/src/git-files.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { git, look, whyNot } from './git.ts'
import { type Options, readOptions } from './options.ts'
import { linkedAt, mainOf } from './places.ts'
import { setUp } from './setup.ts'

/** Makes the worktree that the client asks for, and answers with its path. Whatever goes wrong is said as a block. */
const handler: Handler<'WorktreeCreate'> = async (event, decide, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  const cwd = typeof event.cwd === 'string' && event.cwd !== '' ? event.cwd : projectDir
  const made = await make(event.name, cwd, options)
  if ('why' in made) return decide.block(`worktree-setup: there is no worktree, because ${made.why}`)
  const place = linkedAt(made.root)
  try {
    if (place) await setUp(place, options, made.isNew)
  } catch (error) {
    // The worktree is there; what could not be set up in it is no reason to do without.
    console.error(`it was not set up: ${(error as Error).message}`)
  }
  return decide.worktree(made.root)
}

type Made = { readonly root: string; readonly isNew: boolean } | { readonly why: string }

async function make(name: unknown, cwd: string, options: Options): Promise<Made> {
  if (!isName(name))
    return {
      why: `\`${oneLine(String(name), 80)}\` is no name for one: letters, digits, \`.\`, \`_\`, \`-\` and single \`/\`, at most 64`,
    }
  const files = gitFiles(cwd)
  if (files === undefined) return { why: 'this folder is in no git repository' }
  const main = mainOf(files)
  if (main === undefined)
    return { why: 'the repository is bare, so there is no main worktree to make it beside' }
  const root = path.resolve(main, options.folder, name.replaceAll('/', '+'))
  if (existsSync(root)) {
    const there = linkedAt(root)
    if (there?.root === root && there.main === main) return { root, isNew: false }
    return { why: `${oneLine(root, 300)} is there already, and is no worktree of this repository` }
  }
  const result = await add(root, `${options.branchPrefix}${name}`, { main, cwd, options })
  if (result.status === 0) return { root, isNew: true }
  return { why: `git worktree add failed: ${whyNot(result, options.gitSeconds)}` }
}

async function add(
  root: string,
  branch: string,
  { main, cwd, options }: { readonly main: string; readonly cwd: string; readonly options: Options },
): ReturnType<typeof git> {
  const run = { cwd: main, seconds: options.gitSeconds }
  const exists = await look(['rev-parse', '--verify', '--quiet', `refs/heads/${branch}`], {
    cwd: main,
    seconds: 10,
  })
  // A branch that was kept when its worktree was removed has work on it.
  if (exists.status === 0) return git(['worktree', 'add', root, branch], run)
  const base = await baseOf(cwd, options.base)
  return git(['worktree', 'add', '--no-track', '-b', branch, root, base], run)
}

/** The commit that a branch begins at. HEAD is that of the worktree in which the session is, not of the main one. */
async function baseOf(cwd: string, base: Options['base']): Promise<string> {
  const run = { cwd, seconds: 10 }
  const names = base === 'fresh' ? ['refs/remotes/origin/HEAD', 'HEAD'] : ['HEAD']
  for (const name of names) {
    const { status, stdout } = await look(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], run)
    if (status === 0 && stdout.trim() !== '') return stdout.trim()
  }
  return 'HEAD'
}

function isName(name: unknown): name is string {
  if (typeof name !== 'string' || name.length > 64) return false
  return (
    /^[A-Za-z0-9_][\w.-]*(?:\/[A-Za-z0-9_][\w.-]*)*$/.test(name) &&
    !/\.\.|\.lock(?:\/|$)|\.(?:\/|$)/.test(name)
  )
}

export default handler
