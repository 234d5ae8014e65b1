import { mkdir, readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Existing, OrderedFiles } from '../core/registry-add.ts'
import { HooksError } from '../errors.ts'
import type { Registry, SearchRow } from '../schema/registry.ts'
import { writeNew } from './files.ts'
import { checkStaysIn } from './links.ts'
import { exclusively } from './mutex.ts'
import { codeOf, exists, reason } from './read.ts'
import { type Document, registryIn, rowsIn, versionsIn } from './static/documents.ts'
import { folderFiles } from './static/folder-files.ts'
import { LIMITS } from './static/limits.ts'

/** A static registry in a folder that versions are added to; `info` is undefined where there is none yet. */
export interface RegistryFolder {
  readonly folder: string
  readonly info: Registry | undefined
}

type Read = (name: string, limit: number) => Promise<Document | undefined>

function reader(folder: string): Read {
  const called = { name: path.basename(folder), base: folder, mend: 'restore the file, from git for example' }
  const files = folderFiles(folder, called)
  return async (name, limit) => {
    const bytes = await files.current(name, { limit, seconds: () => 0 })
    return bytes && { called, path: name, bytes }
  }
}

/** Opens the registry in a folder, which may be one to be made: absent, or empty but for what a new repository has. */
export async function openRegistryFolder(folder: string): Promise<RegistryFolder> {
  const document = await reader(folder)('registry.json', LIMITS.registry)
  if (document) return { folder, info: registryIn(document) }
  const names = await readdir(folder).catch((error: unknown): string[] => {
    if (codeOf(error) === 'ENOENT') return []
    throw new HooksError('registry-invalid', `${folder} cannot be read: ${reason(error)}`, { cause: error })
  })
  const others = names.filter((name) => !/^\.|^(readme|licen[cs]e)\b/i.test(name))
  if (others.length === 0) return { folder, info: undefined }
  throw new HooksError(
    'registry-invalid',
    `${folder} is no registry, and not empty: it has \`${others[0]}\``,
    {
      hint: 'name the folder that holds registry.json, or an empty one for a new registry',
    },
  )
}

/** What is in a registry of one pack, whose versions are in the file `versionsPath`. */
export async function readExisting(
  { folder, info }: RegistryFolder,
  name: string,
  versionsPath: string,
): Promise<Existing> {
  const read = reader(folder)
  const versions = await read(versionsPath, LIMITS.versions)
  const shards = (info?.search ?? []).map(async (shard): Promise<[string, readonly SearchRow[]]> => {
    const document = await read(shard, LIMITS.shard)
    return [shard, document ? rowsIn(document) : []]
  })
  return {
    info,
    text: versions ? new TextDecoder().decode(versions.bytes) : '',
    lines: versions ? versionsIn(versions, name) : [],
    shards: Object.fromEntries(await Promise.all(shards)),
  }
}

/**
 * Writes files into a registry, each as a whole and one after the other, so that no reader, and nobody who looks after a
 * crash, finds something that names a file which is not there yet. One writer at a time: `files` is asked for when it is
 * this one's turn.
 */
export async function writeRegistry(folder: string, files: () => Promise<OrderedFiles>): Promise<void> {
  await makeRegistryFolder(folder)
  try {
    await exclusively(folder, async () => {
      for (const [name, bytes] of await files()) await writeInto(folder, name, bytes)
    })
  } catch (error) {
    if (error instanceof HooksError) throw error
    throw new HooksError('write-failed', `${folder} cannot be written to: ${reason(error)}`, {
      hint: 'make room or rights, then publish again: what is missing is written then',
      cause: error,
    })
  }
}

async function writeInto(folder: string, name: string, bytes: Uint8Array): Promise<void> {
  const file = path.join(folder, ...name.split('/'))
  await checkStaysIn(folder, file)
  // Names of files that never change are hashes of their bytes.
  if ((await exists(file)) && (await readFile(file)).equals(bytes)) return
  await makeRegistryFolder(path.dirname(file))
  await writeNew(file, bytes)
}

async function makeRegistryFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new HooksError('write-failed', `${folder} cannot be created: ${reason(error)}`, {
      hint: 'choose a folder of yours with `--registry-dir`',
      cause: error,
    })
  })
}
