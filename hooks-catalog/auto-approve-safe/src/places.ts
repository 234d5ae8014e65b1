import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { absolutePath, insideProject } from '../../../src/runtime/src/kit/paths.ts'
import { mayBeSecret } from './secrets.ts'

const MOST_ENTRIES = 2000

/** Where paths may lead. */
export interface Bounds {
  /** The folders that the line is in, one after the other: a relative path may mean each of them. */
  readonly folders: readonly string[]
  readonly projectDir: string
  /** Paths outside of the project are all right as well. */
  readonly outside: boolean
}

/** Whether a word, taken for a path in any folder of the line, names nothing secret and nothing out of bounds. */
export function isHarmlessPath(word: string, bounds: Bounds): boolean {
  if (word === '' || word === '-') return true
  if (word.length > 4096 || mayBeSecret(word) || /^~[^/]/.test(word)) return false
  return bounds.folders.every((folder) => {
    const file = absolutePath(word, folder)
    if (!bounds.outside && !insideProject(fixedPart(file), bounds.projectDir)) return false
    return leadsNowhereElse(file, bounds)
  })
}

/** The part of a path in front of its first pattern. */
function fixedPart(file: string): string {
  return /[*?[]/.test(file) ? path.dirname(`${file.slice(0, file.search(/[*?[]/))}x`) : file
}

function leadsNowhereElse(file: string, bounds: Bounds): boolean {
  if (/[*?[]/.test(file)) return hasNoLinks(file)
  const real = realOf(file)
  // Inside of the project its own folder counts for nothing: projects may lie below a folder of any name.
  const inner = real === undefined ? '' : insideOf(real, bounds)
  return !mayBeSecret(inner)
}

function insideOf(real: string, { projectDir }: Bounds): string {
  const relative = path.relative(realOf(projectDir) ?? projectDir, real)
  return relative.startsWith('..') || path.isAbsolute(relative) ? real : relative
}

/** Whether a word names a folder, in any folder of the line. */
export function isFolder(word: string, { folders }: Bounds): boolean {
  return folders.some((folder) =>
    statSync(absolutePath(word, folder), { throwIfNoEntry: false })?.isDirectory(),
  )
}

function realOf(file: string): string | undefined {
  try {
    return realpathSync.native(file)
  } catch {
    // Not there: nothing will be read.
    return undefined
  }
}

/** A pattern in the last part of a path may not meet links, which lead anywhere. */
function hasNoLinks(pattern: string): boolean {
  const folder = path.dirname(pattern)
  if (/[*?[]/.test(folder)) return false
  try {
    const names = readdirSync(folder)
    if (names.length > MOST_ENTRIES) return false
    return names.every((name) => !lstatSync(path.join(folder, name)).isSymbolicLink())
  } catch {
    // There is no such folder, and nothing that the pattern could mean.
    return true
  }
}
