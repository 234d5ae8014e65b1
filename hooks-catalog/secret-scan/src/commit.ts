import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import { gitState } from '../../../src/runtime/src/kit/git.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { SAFE_GIT, SAFE_GIT_ENV } from '../../../src/runtime/src/kit/safe-git.ts'

/** A text that a commit would record. */
export interface Recorded {
  /** For people: relative to the repository. */
  readonly name: string
  readonly file: string
  readonly text: string
}

const LIMIT_MS = 5000
const MOST_FILES = 300
const LARGEST_FILE = 1_000_000
const LARGEST_SUM = 20_000_000

interface Commit {
  readonly folder: string
  /** Files are added on the way: by an option, by their names, or by `git add` in the same line. */
  readonly adds: boolean
}

/** What a line with `git commit` in it would record, as far as it can be told before it runs. */
export async function toBeCommitted(command: string, cwd: string): Promise<readonly Recorded[]> {
  const commits = commitsIn(command, cwd)
  const recorded: Recorded[] = []
  for (const { folder, adds } of commits.slice(0, 3)) {
    recorded.push(...(await staged(folder)))
    if (adds) recorded.push(...(await onTheDisk(folder)))
  }
  return recorded
}

function commitsIn(command: string, cwd: string): readonly Commit[] {
  let folder = cwd
  let added = false
  const commits: Commit[] = []
  for (const { name, args } of bashView(command).commands) {
    const words = args.map(({ text }) => text)
    if (name === 'cd' && words[0] !== undefined && args[0]?.known) folder = absolutePath(words[0], folder)
    if (name !== 'git') continue
    const at = words.indexOf('-C')
    const here = at >= 0 && words[at + 1] !== undefined ? absolutePath(words[at + 1] ?? '', folder) : folder
    if (words.includes('add') || words.includes('stage')) added = true
    const commit = words.indexOf('commit')
    if (commit < 0) continue
    const rest = words.slice(commit + 1)
    const adds = added || rest.some((word) => /^-[A-Za-z]*a|^--(?:all|include|only)$|^--$/.test(word))
    commits.push({
      folder: here,
      adds: adds || rest.some((word) => /^[\w./]/.test(word) && /[./]/.test(word)),
    })
  }
  return commits
}

const DIFF = [
  ...[...SAFE_GIT, '-c', 'core.quotePath=false'],
  ...['diff', '--cached', '--unified=0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames'],
  '--ignore-submodules=all',
]

/** The lines that the index adds; no program that the repository names is run for it. */
async function staged(folder: string): Promise<readonly Recorded[]> {
  const { status, stdout } = await runCommand('git', DIFF, {
    cwd: folder,
    timeoutMs: LIMIT_MS,
    env: SAFE_GIT_ENV,
  })
  if (status !== 0 || stdout === '') return []
  return stdout.split(/^diff --git /m).flatMap((part) => {
    const name = /^\+\+\+ "?b\/(.*?)"?\t?$/m.exec(part)?.[1]
    const body = part.slice(part.indexOf('\n@@'))
    const lines = body.split('\n').filter((line) => line.startsWith('+'))
    return name === undefined
      ? []
      : [{ name, file: path.join(folder, name), text: lines.map((line) => line.slice(1)).join('\n') }]
  })
}

/** The files that `git add` and `git commit -a` would take, as they are: no filter of the repository is run for it. */
async function onTheDisk(folder: string): Promise<readonly Recorded[]> {
  const state = await gitState(folder, { timeoutMs: LIMIT_MS })
  if (!state) return []
  let sum = 0
  return [...new Set([...state.changed, ...state.untracked])].slice(0, MOST_FILES).flatMap((name) => {
    const file = path.join(state.root, name)
    const status = statSync(file, { throwIfNoEntry: false })
    if (!status?.isFile() || status.size > LARGEST_FILE || sum > LARGEST_SUM) return []
    sum += status.size
    try {
      return [{ name, file, text: readFileSync(file, 'utf8') }]
    } catch {
      // Gone meanwhile, or not ours to read: git cannot add it either.
      return []
    }
  })
}
