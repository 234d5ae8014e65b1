import { lstatSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { HOLE } from '../../../../src/runtime/src/kit/bash/hole.ts'
import { absolutePath } from '../../../../src/runtime/src/kit/paths.ts'
import type { Place } from '../files/locate.ts'
import type { Target } from './targets.ts'

const MOST_FILES = 200
const MOST_ENTRIES = 2000

/** The files that a word of a command may stand for: absolute, wildcards replaced by what is there. */
export function filesOf(target: Target, place: Place): readonly string[] {
  const folders = [place.cwd]
  for (const goal of target.folders) {
    folders.push(...folders.slice(0, 8).flatMap((base) => candidates(goal, base, place)))
  }
  const found = folders
    .slice(0, 16)
    .reverse()
    .flatMap((folder) => candidates(target.word, folder, place))
  const files = [...new Set(found)].flatMap(expanded).slice(0, MOST_FILES)
  return [...new Set(files.flatMap((file) => [file, ...within(file, target.into)]))]
}

/** What a word with holes may be: of `$X/name`, the file in the folders that one is likely to mean, or in any. */
function candidates(word: string, folder: string, { cwd, projectDir, home }: Place): readonly string[] {
  if (!word.includes(HOLE)) return word === '' ? [] : [absolutePath(word, folder)]
  if (!word.startsWith(HOLE)) return []
  const rest = word.slice(HOLE.length)
  if (rest.includes(HOLE) || !/^[\\/]./.test(rest)) return []
  return [cwd, projectDir, home, path.parse(cwd).root].map((base) => path.join(base, rest))
}

/** What `cp x folder` makes in the folder. */
function within(file: string, names: readonly string[] | undefined): readonly string[] {
  if (!names || names.length === 0 || !isFolder(file)) return []
  return names.filter((name) => name !== '' && !name.includes(HOLE)).map((name) => path.join(file, name))
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false
}

const WILD = /[*?[]/

/** The files that a path with wildcards stands for, and itself: the shell leaves it as it is if nothing fits. */
function expanded(file: string): readonly string[] {
  if (!WILD.test(file) || isThere(file)) return [file]
  const { root } = path.parse(file)
  let found: readonly string[] = [root]
  for (const part of file.slice(root.length).split(path.sep)) {
    found = WILD.test(part)
      ? found.flatMap((folder) => fitting(folder, part)).slice(0, MOST_FILES)
      : found.map((folder) => path.join(folder, part))
  }
  return [file, ...found]
}

function isThere(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

function fitting(folder: string, part: string): readonly string[] {
  const source = part.replace(/\*+|\?|\[[^\]]{1,100}\]|[\\^$.+()|[\]{}]/g, (token) => {
    if (token.startsWith('*')) return '.*'
    if (token === '?') return '.'
    return token.length > 2 ? token.replace(/^\[!/, '[^').replaceAll('\\', '\\\\') : `\\${token}`
  })
  try {
    const expression = new RegExp(`^${source}$`, 's')
    const names = readdirSync(folder).slice(0, MOST_ENTRIES)
    // As in the shell, `*` is not for names that begin with a dot.
    return names
      .filter((name) => expression.test(name) && (part.startsWith('.') || !name.startsWith('.')))
      .map((name) => path.join(folder, name))
  } catch {
    // No such folder, or no pattern: the shell finds nothing either.
    return []
  }
}
