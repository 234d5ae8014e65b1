import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Earlier } from '../core/registry-build.ts'
import { HooksError } from '../errors.ts'
import { codeOf, reason } from './read.ts'
import type { RegistryFolder } from './registry-folder.ts'
import { packagePath } from './registry-static.ts'
import { type Document, rowsIn, versionsIn } from './static/documents.ts'
import { missing } from './static/faults.ts'
import { folderFiles } from './static/folder-files.ts'
import { LIMITS } from './static/limits.ts'

/** All that a registry in a folder has published. Throws `registry-invalid` when any of it cannot be read. */
export async function readContent({ folder, info }: RegistryFolder): Promise<Earlier> {
  if (!info) return { info, versions: new Map(), rows: [] }
  const called = { name: info.name, base: folder, mend: 'restore the file, from git for example' }
  const files = folderFiles(folder, called)
  const read = async (name: string, limit: number): Promise<Document> => {
    const bytes = await files.current(name, { limit, seconds: () => 0 })
    if (!bytes) throw missing(called, name)
    return { called, path: name, bytes }
  }
  const versions = new Map<string, { text: string; lines: ReturnType<typeof versionsIn> }>()
  for (const file of await packageFiles(folder)) {
    const document = await read(file, LIMITS.versions)
    const name = path.posix.basename(file, '.ndjson').replace('__', '/')
    if (packagePath(name) !== file) continue
    versions.set(name, { text: new TextDecoder().decode(document.bytes), lines: versionsIn(document, name) })
  }
  const shards = await Promise.all(info.search.map(async (name) => rowsIn(await read(name, LIMITS.shard))))
  return { info, versions, rows: shards.flat() }
}

async function packageFiles(folder: string): Promise<readonly string[]> {
  const names = await readdir(path.join(folder, 'pkg'), { recursive: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw new HooksError('registry-invalid', `${folder} cannot be read: ${reason(error)}`, { cause: error })
  })
  return names
    .map((name) => path.posix.join('pkg', ...name.split(path.sep)))
    .filter((name) => name.endsWith('.ndjson'))
    .sort()
}
