import { dirname } from 'node:path'

/** The folders from `start` up to and including `root`; `start` must lie in `root`. */
export function foldersUpTo(root: string, start: string): readonly string[] {
  const folders = [start]
  let folder = start
  while (folder !== root && folder !== dirname(folder)) {
    folder = dirname(folder)
    folders.push(folder)
  }
  return folders
}
