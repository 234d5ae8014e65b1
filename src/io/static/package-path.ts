import path from 'node:path'
import { sha256 } from '../../core/integrity.ts'

/** Where a package's lines lie: two levels by hash, so that no folder grows large. */
export function packagePath(name: string): string {
  const hash = sha256(name)
  return path.posix.join('pkg', hash.slice(0, 2), hash.slice(2, 4), `${name.replace('/', '__')}.ndjson`)
}
