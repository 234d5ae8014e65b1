import path from 'node:path'
import { writeArchive } from '../core/archive/write.ts'
import { integrityOf } from '../core/integrity.ts'
import type { Publication } from '../core/publishing.ts'
import { addVersion, type OrderedFiles } from '../core/registry-add.ts'
import type { Source } from '../core/registry-build.ts'
import { HooksError } from '../errors.ts'
import { checkNamedPath } from '../io/links.ts'
import {
  openRegistryFolder,
  type RegistryFolder,
  readExisting,
  writeRegistry,
} from '../io/registry-folder.ts'
import { homeOf } from '../io/scopes.ts'
import { packagePath } from '../io/static/package-path.ts'
import { schemaFiles } from '../schema/json-schemas.ts'
import { type Checked, checkedPack } from './checked-pack.ts'
import type { Context } from './context.ts'
import type { Confirm } from './publish.ts'
import { signRegistry } from './sign-registry.ts'

/** What `hooks publish --registry-dir` was asked to do. */
export interface FolderRequest {
  /** The pack, as it was typed. */
  readonly folder: string
  /** The registry's folder, as it was typed. */
  readonly registryDir: string
  /** What a new registry is called. */
  readonly registryName: string | undefined
  /** Folders with keys to sign the registry with, as they were typed. */
  readonly keys: readonly string[]
  readonly dryRun: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Adds the pack in a folder, as installing would check it, to a static registry, which is made if there is none. Versions
 * that are there stay as they are.
 */
export async function publishToFolder(
  request: FolderRequest,
  context: Context,
  confirm: Confirm,
): Promise<Publication> {
  const folder = path.resolve(context.cwd, request.folder)
  const spec = { kind: 'folder', raw: request.folder, path: folder } as const
  const checked = await checkedPack({ folder, spec, kind: 'folder' }, context)
  const place = path.resolve(context.cwd, request.registryDir)
  await checkNamedPath(place, { cwd: context.cwd, home: homeOf(context.env) })
  const registry = await openRegistryFolder(place)
  const name = nameOf(registry, request.registryName)
  const files = (): Promise<OrderedFiles> => filesFor(checked, { request, name, context })
  const isThere = (await files()).length === 0
  const publication = publicationOf(checked, registry, { name, isThere, signs: request.keys.length > 0 })
  if (request.dryRun || publication.isThere) return publication
  await confirm(publication)
  await writeRegistry(registry.folder, files)
  if (request.keys.length > 0) await signed(request, context)
  return publication
}

async function signed({ registryDir, keys, now }: FolderRequest, context: Context): Promise<void> {
  const request = { folder: registryDir, keys, newKeys: [], threshold: undefined, dryRun: false, now }
  await signRegistry(request, context)
}

function nameOf({ folder, info }: RegistryFolder, asked: string | undefined): string {
  if (info && asked !== undefined && asked !== info.name) {
    throw new HooksError('usage', `the registry in ${folder} is called \`${info.name}\`, not \`${asked}\``, {
      hint: 'leave `--registry-name` out; it is for a new registry',
    })
  }
  const name = info?.name ?? asked
  if (name === undefined) {
    throw new HooksError('usage', `there is no registry in ${folder} yet, and a new one needs a name`, {
      hint: 'give it one with `--registry-name <name>`, or check the folder',
    })
  }
  if (info || /^[a-z][a-z0-9-]{0,63}$/.test(name)) return name
  throw new HooksError('usage', `\`${name}\` cannot be the name of a registry`, {
    hint: 'use lower-case letters, digits and `-`',
  })
}

/** What is to be written into the registry as it is now. */
async function filesFor(
  { pack, described }: Checked,
  { request, name, context }: { request: FolderRequest; name: string; context: Context },
): Promise<OrderedFiles> {
  const registry = await openRegistryFolder(path.resolve(context.cwd, request.registryDir))
  const versionsPath = packagePath(pack.name)
  const existing = await readExisting(registry, pack.name, versionsPath)
  const source: Source = {
    pack,
    tags: described.keywords ?? [],
    license: described.license ?? '',
    engines: described.engines ?? {},
  }
  const pubtime = new Date(request.now).toISOString().replace(/\.\d+Z$/, 'Z')
  return [
    ...(registry.info ? [] : schemaFiles()),
    ...addVersion(source, existing, { name, pubtime, versionsPath }),
  ]
}

function publicationOf(
  { pack, warnings }: Checked,
  { folder, info }: RegistryFolder,
  { name, isThere, signs }: { name: string; isThere: boolean; signs: boolean },
): Publication {
  const signing = signs ? 'done' : info?.signed ? 'needed' : undefined
  const bytes = writeArchive(pack.artifact.files)
  return {
    pack,
    name: pack.name,
    target: {
      kind: 'folder',
      folder,
      registry: name,
      isNew: info === undefined,
      ...(signing ? { signing } : {}),
    },
    archive: { bytes: bytes.length, integrity: integrityOf(bytes) },
    warnings,
    isThere,
  }
}
