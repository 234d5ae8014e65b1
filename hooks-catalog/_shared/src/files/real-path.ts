import { readlinkSync, realpathSync } from 'node:fs'
import path from 'node:path'

const MOST_LINKS = 40
const LONGEST_PATH = 4096

/**
 * The path with its links followed; what does not exist yet is appended to what does. `undefined` when that cannot be
 * told: too long, a circle of links, or a folder that may not be entered.
 */
export function realPath(file: string, followed = 0): string | undefined {
  if (file.length > LONGEST_PATH || file.includes('\0') || followed > MOST_LINKS) return undefined
  try {
    return realpathSync.native(file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return undefined
  }
  const parent = path.dirname(file)
  const folder = parent === file ? undefined : realPath(parent, followed)
  if (folder === undefined) return undefined
  const name = path.basename(file)
  if (name === '..') return path.dirname(folder)
  const entry = path.join(folder, name)
  const target = linkIn(entry)
  if (target === undefined) return entry
  return realPath(path.isAbsolute(target) ? target : `${folder}${path.sep}${target}`, followed + 1)
}

function linkIn(entry: string): string | undefined {
  try {
    return readlinkSync(entry)
  } catch {
    // Not a link, or not there.
    return undefined
  }
}
