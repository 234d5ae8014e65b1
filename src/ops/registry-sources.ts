import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { Source } from '../core/registry-build.ts'
import { HooksError } from '../errors.ts'
import { readArchiveFile } from '../io/archive-file.ts'
import { reason } from '../io/read.ts'
import { parsePackageJson } from '../schema/package-json.ts'
import type { Context } from './context.ts'
import { findPack } from './find-pack.ts'

/**
 * Every pack of a folder: the folders and archives in it. Names that begin with `_` or `.` are left out, and so is the
 * registry itself.
 */
export async function sourcesIn(
  catalog: string,
  registry: string,
  context: Context,
): Promise<readonly Source[]> {
  const entries = await readdir(catalog, { withFileTypes: true }).catch((error: unknown) => {
    throw new HooksError('pack-unreadable', `${catalog} cannot be read: ${reason(error)}`, {
      hint: 'name a folder with a folder or a .tgz per pack',
      cause: error,
    })
  })
  const names = entries
    .filter((entry) => /^(?!node_modules$)[^_.]/.test(entry.name))
    .filter((entry) => path.join(catalog, entry.name) !== registry)
    .filter((entry) => entry.isDirectory() || /\.(tgz|tar\.gz)$/.test(entry.name))
    .map((entry) => entry.name)
  if (names.length === 0) {
    throw new HooksError('pack-unreadable', `${catalog} has no packs`, {
      hint: 'name a folder with a folder or a .tgz per pack',
    })
  }
  return Promise.all(names.sort().map((name) => sourceAt(path.join(catalog, name), context)))
}

async function sourceAt(file: string, context: Context): Promise<Source> {
  const isArchive = /\.(tgz|tar\.gz)$/.test(file)
  const spec = { kind: isArchive ? 'archive' : 'folder', raw: file, path: file } as const
  const pack = await findPack(spec, context)
  const text = pack.artifact.files.find((one) => one.path === 'package.json')?.bytes
  const described = parsePackageJson(new TextDecoder().decode(text), `${file}: package.json`)
  if (!/^([a-z][a-z0-9-]{0,63}|@[a-z0-9~-][a-z0-9._~-]*\/[a-z0-9~-][a-z0-9._~-]*)$/.test(pack.name)) {
    throw new HooksError('pack-unreadable', `${file}: nobody could ask for a pack called \`${pack.name}\``, {
      hint: 'names are lower-case letters, digits and `-`, or begin with a namespace: `@acme/name`',
    })
  }
  // First-party packs have another name on npm; of others it is not known where else they are.
  const src = described.name === pack.name ? '' : `npm:${described.name}@${pack.version}`
  return {
    pack,
    src,
    tags: described.keywords ?? [],
    license: described.license ?? 'UNLICENSED',
    engines: described.engines ?? {},
    ...(isArchive ? { tarball: await readArchiveFile(file) } : {}),
  }
}
