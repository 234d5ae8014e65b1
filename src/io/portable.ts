import path from 'node:path'
import type { Scope } from '../core/scope.ts'

/**
 * A path as our files have it: in a project relative to its folder and with `/`, since they are committed and every clone
 * lies somewhere else; absolute for the user scope, and where no relative path leads (another drive).
 */
export function portable(file: string, { name, root }: Scope): string {
  if (name === 'user') return file
  const relative = path.relative(root, file)
  if (path.isAbsolute(relative)) return file
  const written = relative.split(path.sep).join('/')
  return written.startsWith('..') ? written : `./${written}`
}

/** The absolute path that our files mean. */
export function absolute(written: string, { root }: Scope): string {
  return path.resolve(root, written)
}
