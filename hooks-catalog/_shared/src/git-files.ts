import { lstatSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Where a working tree keeps what git knows of it. */
export interface GitFiles {
  /** The folder of the working tree. */
  readonly root: string
  /** Its own part: HEAD, index, what is in progress. */
  readonly gitDir: string
  /** What it shares with the other working trees of the repository; the same as `gitDir` in the main one. */
  readonly commonDir: string
}

const MOST_FOLDERS = 64
const MOST_BYTES = 64 * 1024

/** Finds the working tree that `dir` lies in by looking at files only; undefined outside of one. Never throws. */
export function gitFiles(dir: string): GitFiles | undefined {
  let root = path.resolve(dir)
  for (let at = 0; at < MOST_FOLDERS; at++) {
    const gitDir = gitDirIn(root)
    if (gitDir !== undefined) {
      const common = firstLineOf(path.join(gitDir, 'commondir'))
      return { root, gitDir, commonDir: common === undefined ? gitDir : path.resolve(gitDir, common) }
    }
    const parent = path.dirname(root)
    if (parent === root) return undefined
    root = parent
  }
  return undefined
}

function gitDirIn(root: string): string | undefined {
  const entry = path.join(root, '.git')
  try {
    const target = lstatSync(entry).isFile() ? /^gitdir: (.+)$/.exec(firstLineOf(entry) ?? '')?.[1] : '.git'
    const gitDir = path.resolve(root, target?.trim() ?? '')
    // An empty folder of that name is no repository, nor is a file that leads nowhere.
    return statSync(path.join(gitDir, 'HEAD')).isFile() ? gitDir : undefined
  } catch {
    // Not here.
    return undefined
  }
}

/** The branch that is checked out; undefined when HEAD is detached or cannot be read. */
export function branchOf({ gitDir }: GitFiles): string | undefined {
  return /^ref: refs\/heads\/(.+)$/.exec(firstLineOf(path.join(gitDir, 'HEAD')) ?? '')?.[1]?.trim()
}

/** A small text file; undefined when it is not there, is no plain file, or is larger than that. */
export function smallFile(file: string, most: number = MOST_BYTES): string | undefined {
  try {
    const found = statSync(file)
    return found.isFile() && found.size <= most ? readFileSync(file, 'utf8') : undefined
  } catch {
    // Not there, or not to be read.
    return undefined
  }
}

function firstLineOf(file: string): string | undefined {
  return smallFile(file)?.split('\n')[0]?.trimEnd()
}
