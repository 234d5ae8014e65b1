import { lstatSync, readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { absolutePath, insideProject } from '../../../src/runtime/src/kit/paths.ts'
import { expressionOf, mayBeSecret } from './secrets.ts'

const MOST_ENTRIES = 2000

/** Where paths may lead. */
export interface Bounds {
  /** The folders that the line is in, one after the other: a relative path may mean each of them. */
  readonly folders: readonly string[]
  readonly projectDir: string
  /** Paths outside of the project are all right as well. */
  readonly outside: boolean
  /** Whether a word is a pattern that the shell replaces, so that no program reads it as one. */
  readonly listed?: (word: string) => boolean
}

/** Whether a word, taken for a path in any folder of the line, names nothing secret and nothing out of bounds. */
export function isHarmlessPath(word: string, bounds: Bounds): boolean {
  if (word === '' || word === '-') return true
  if (word.length > 4096 || mayBeSecret(nameable(word, bounds)) || /^~[^/]/.test(word)) return false
  return bounds.folders.every((folder) => {
    const file = absolutePath(word, folder)
    if (!bounds.outside && !insideProject(fixedPart(file), bounds.projectDir)) return false
    return leadsNowhereElse(file, bounds)
  })
}

/** The word without the pattern at its end, if the names that the shell finds for that are looked at one by one. */
function nameable(word: string, { listed }: Bounds): string {
  const cut = word.lastIndexOf('/') + 1
  // Some shells look into all folders for `**`.
  return listed?.(word) && !/[*?[]/.test(word.slice(0, cut)) && !word.includes('**')
    ? word.slice(0, cut)
    : word
}

/** The part of a path in front of its first pattern. */
function fixedPart(file: string): string {
  return /[*?[]/.test(file) ? path.dirname(`${file.slice(0, file.search(/[*?[]/))}x`) : file
}

function leadsNowhereElse(file: string, bounds: Bounds): boolean {
  if (/[*?[]/.test(file)) return meetsNothingElse(file, bounds)
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

/** A pattern in the last part of a path may not meet secrets, nor links, which lead anywhere. */
function meetsNothingElse(pattern: string, bounds: Bounds): boolean {
  const folder = path.dirname(pattern)
  if (/[*?[]/.test(folder) || !leadsNowhereElse(folder, bounds)) return false
  try {
    const names = readdirSync(folder)
    if (names.length > MOST_ENTRIES) return false
    const fits = expressionOf(path.basename(pattern))
    return names.every(
      (name) =>
        !lstatSync(path.join(folder, name)).isSymbolicLink() && !(fits.test(name) && mayBeSecret(name)),
    )
  } catch {
    // There is no such folder, and nothing that the pattern could mean.
    return true
  }
}

/** Whether a word, in each folder of the line, is a file, or a folder in which nothing has the name of a secret. */
export function holdsNoSecret(word: string, { folders }: Bounds, skipped: readonly string[]): boolean {
  return folders.every((folder) => {
    const left = { entries: MOST_ENTRIES }
    return !/[*?[]/.test(word) && isClean(absolutePath(word, folder), skipped, left)
  })
}

function isClean(file: string, skipped: readonly string[], left: { entries: number }): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false })
  if (!found?.isDirectory()) return !found?.isSymbolicLink()
  const names = readdirSync(file, { withFileTypes: true }).filter((one) => !skipped.includes(one.name))
  left.entries -= names.length
  return (
    left.entries >= 0 &&
    names.every(
      (one) =>
        !mayBeSecret(one.name) && (!one.isDirectory() || isClean(path.join(file, one.name), skipped, left)),
    )
  )
}
