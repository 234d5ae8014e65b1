import { fileURLToPath } from 'node:url'
import { HooksError } from '../../errors.ts'
import type { Called } from './files.ts'

/** Where a registry is. */
export type Place =
  | { readonly kind: 'folder'; readonly base: string; readonly folder: string; readonly relative: boolean }
  | { readonly kind: 'web'; readonly base: string }

/** A folder, or an address in its one form. */
export function placeOf(given: string): Place {
  if (!/^(file|https?):/.test(given)) return { kind: 'folder', base: given, folder: given, relative: true }
  const base = given.endsWith('/') ? given : `${given}/`
  if (!base.startsWith('file:')) return { kind: 'web', base }
  return { kind: 'folder', base, folder: fileURLToPath(base), relative: false }
}

/** A folder of ours is elsewhere on each machine: addresses in it are relative, so that lockfiles are the same. */
export function addressOf(place: Place, path: string): string {
  return place.kind === 'folder' && place.relative ? path : new URL(path, place.base).href
}

/** The path of an address of ours. A lockfile is not believed when it says that ours are elsewhere. */
export function pathIn(place: Place, called: Called, resolved: string): string {
  const relative = place.kind === 'folder' && place.relative
  const base = relative ? 'file:///registry/' : place.base
  const address = URL.canParse(resolved, base) ? new URL(resolved, base).href : ''
  const path = address.startsWith(base) ? address.slice(base.length) : ''
  if (path !== '' && !/[%?#\\]/.test(path)) return path
  throw new HooksError(
    'lockfile-invalid',
    `\`${resolved}\` is not an address of the registry \`${called.name}\` (${called.base})`,
    { hint: 'restore lock.json from git, or remove the pack and add it again' },
  )
}
