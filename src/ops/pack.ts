import path from 'node:path'
import { writeArchive } from '../core/archive/write.ts'
import type { Pack } from '../core/archive-pack.ts'
import { writeNew } from '../io/files.ts'
import { type StaleBuild, staleBuilds } from '../io/folder.ts'
import type { Context } from './context.ts'
import { findPack } from './find-pack.ts'

/** A pack that was checked, and put into a file. */
export interface Packed {
  readonly pack: Pack
  /** The archive, absolute; undefined when it was only checked. */
  readonly file: string | undefined
  /** Bytes of the archive. */
  readonly bytes: number
  /** Handlers that are older than their sources. */
  readonly stale: readonly StaleBuild[]
}

/** Checks the pack in a folder as installing would, and writes its archive into the current folder. */
export async function packFolder(typed: string, write: boolean, context: Context): Promise<Packed> {
  const folder = path.resolve(context.cwd, typed)
  const pack = await findPack({ kind: 'folder', path: folder, raw: typed }, context)
  const archive = writeArchive(pack.artifact.files)
  const handlers = pack.manifest.hooks.flatMap(({ handler }) => ('module' in handler ? [handler.module] : []))
  const file = write ? path.join(context.cwd, fileName(pack)) : undefined
  const stale = await staleBuilds(folder, [...new Set(handlers)])
  if (file !== undefined) await writeNew(file, archive)
  return { pack, file, bytes: archive.length, stale }
}

/** As npm names it: `@acme/guard` 1.0.0 is `acme-guard-1.0.0.tgz`. */
function fileName({ name, version }: Pack): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`
}
