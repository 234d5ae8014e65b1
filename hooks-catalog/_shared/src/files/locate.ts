import path from 'node:path'
import { folded, type Located } from './patterns.ts'
import { realPath } from './real-path.ts'

/** Where a call is made. */
export interface Place {
  readonly cwd: string
  readonly projectDir: string
  readonly home: string
}

/** A file under each of its names: as written, and with its links followed. */
export function located(file: string, place: Place): Located {
  const names = namesOf(file)
  const projects = foldersOf(place.projectDir)
  const homes = foldersOf(place.home)
  return {
    project: names.flatMap((name) => below(projects, name)),
    home: names.flatMap((name) => below(homes, name)),
    root: names.map((name) => name.replace(/^\/+/, '')),
  }
}

/** `a/link/../x` is two files: one for whoever tidies the path, another for the system. */
function namesOf(file: string): readonly string[] {
  const tidy = path.resolve(file)
  const real = [realPath(tidy), tidy === file ? undefined : realPath(file)]
  return [...new Set([tidy, ...real].filter((name) => name !== undefined).map(unified))]
}

const folders = new Map<string, readonly string[]>()

function foldersOf(folder: string): readonly string[] {
  const known = folders.get(folder)
  if (known) return known
  const names = folder === '' ? [] : namesOf(folder)
  folders.set(folder, names)
  return names
}

function below(bases: readonly string[], name: string): readonly string[] {
  return bases.flatMap((base) => {
    if (name === base) return ['.']
    const start = base.endsWith('/') ? base : `${base}/`
    return name.startsWith(start) ? [name.slice(start.length)] : []
  })
}

/** With `/`, in small letters; on Windows without what the system drops: streams, and dots and spaces at the end. */
function unified(file: string): string {
  if (path.sep !== '\\') return folded(file)
  const plain = file.replaceAll('\\', '/').replace(/(?<=\/[^/:]{1,255}):[^/]*$/, '')
  return folded(plain.replace(/[. ]+$/, ''))
}
