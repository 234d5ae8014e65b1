import { posix as path } from 'node:path'
import type { Scope } from './scope.ts'
import { HOLE, type Text } from './text.ts'

/** The absolute, normalised path a text names, or undefined when its start is open. Holes inside stay. */
export function resolve(text: Text, scope: Scope): string | undefined {
  return resolveName(text.text, scope)
}

/** The same as `resolve` for a plain string. */
export function resolveName(name: string, scope: Scope): string | undefined {
  const { home } = scope.world.place
  const unified = unixPath(name)
  if (unified.startsWith('~')) return path.normalize(atTilde(unified, home))
  if (unified.startsWith('/')) return path.normalize(unified)
  if (unified.startsWith(HOLE)) return undefined
  return scope.cwd === undefined ? undefined : path.join(scope.cwd, unified)
}

/** A path of Windows as the shells there write it (`C:\\x` is `/c/x`); other paths stay as they are. */
export function unixPath(name: string): string {
  const drive = /^([A-Za-z]):(?![A-Za-z]*\/\/)[\\/]?(.*)$/s.exec(name)
  return drive ? `/${(drive[1] ?? '').toLowerCase()}/${(drive[2] ?? '').replaceAll('\\', '/')}` : name
}

function atTilde(name: string, home: string): string {
  const slash = name.indexOf('/')
  const user = slash < 0 ? name.slice(1) : name.slice(1, slash)
  const rest = slash < 0 ? '' : name.slice(slash)
  if (user === '' || user === '+' || user === '-') return home + rest
  return user === 'root' ? `/root${rest}` : `/home/${user}${rest}`
}

/** Whether `inner` is `outer` or lies in it. */
export function isWithin(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(outer.endsWith('/') ? outer : `${outer}/`)
}
