import type { LockedPack } from '../core/lockfile.ts'
import { isGoneFrom } from '../core/resolve.ts'
import type { Found, Registries } from './sources.ts'

/**
 * True, and noted, where a registry has no word of the installed version any more and would give an older one instead. It
 * may have been taken back, or an old list is being replayed to bring old faults back: nobody can tell, so what is
 * installed stays until somebody asks for another version.
 */
export function wouldGoBack(
  installed: LockedPack,
  { found, version }: { readonly found: Found; readonly version: string },
  { note }: Registries,
): boolean {
  const { packument, registry } = found
  if (registry.source !== installed.source || !isGoneFrom(installed.version, packument)) return false
  note({ code: 'version-gone', pack: packument.name, version: installed.version, newest: version })
  return true
}
