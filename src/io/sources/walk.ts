import { readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'

/** Nobody has so many; whoever links a whole disk into such a folder is not waited for. */
const MOST_FOLDERS = 2000

/**
 * The files below a folder, by their paths in it; none where there is no folder, or none that we may look into. Links are
 * followed, and each folder is looked into once: they may lead round in a circle.
 */
export function filesBelow(folder: string): readonly string[] {
  const files: string[] = []
  const known = new Set<string>()
  const left = ['']
  for (let at = left.shift(); at !== undefined && known.size < MOST_FOLDERS; at = left.shift()) {
    const real = realOf(path.join(folder, at))
    if (real === undefined || known.has(real)) continue
    known.add(real)
    for (const name of namesOf(real)) {
      const inside = path.join(at, name)
      if (isFolder(path.join(folder, inside))) left.push(inside)
      else files.push(inside)
    }
  }
  return files
}

function realOf(folder: string): string | undefined {
  try {
    return isFolder(folder) ? realpathSync(folder) : undefined
  } catch {
    // Gone in this moment.
    return undefined
  }
}

function isFolder(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false })?.isDirectory() === true
  } catch {
    // A link to itself, or no rights to look.
    return false
  }
}

function namesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    // What we may not read the client may not read either.
    return []
  }
}
