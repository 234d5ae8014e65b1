import path from 'node:path'
import { sha256 } from '../core/integrity.ts'
import type { OrderedFiles } from '../core/registry-add.ts'
import { registryJson } from '../core/registry-build.ts'
import { isDue, LIFETIMES, ROLES, type Role, type Signed } from '../core/signing/metadata.ts'
import type { Signer } from '../core/signing/next.ts'
import { type Metadata, signAll } from '../core/signing/sign.ts'
import { HooksError } from '../errors.ts'
import { checkNamedPath } from '../io/links.ts'
import { openRegistryFolder, writeRegistry } from '../io/registry-folder.ts'
import { homeOf } from '../io/scopes.ts'
import { makeKeys, readKeys } from '../io/signing/keys.ts'
import { METADATA, readMetadata, targetsIn } from '../io/signing/present.ts'
import { metadataBytes, signerWith } from '../io/signing/signing.ts'
import type { Registry } from '../schema/registry.ts'
import type { Context } from './context.ts'

/** What `hooks registry sign` was asked to do; folders as they were typed. */
export interface SignRequest {
  readonly folder: string
  readonly keys: readonly string[]
  /** The keys to go over to. */
  readonly newKeys: readonly string[]
  readonly threshold: number | undefined
  readonly dryRun: boolean
  /** Milliseconds since 1970. */
  readonly now: number
}

/** What signing made, or would make. */
export interface SignedRegistry {
  readonly name: string
  readonly registry: string
  readonly root: {
    readonly version: number
    readonly sha256: string
    readonly keys: number
    readonly threshold: number
  }
  /** When the metadata of each role expires, the first of its files. */
  readonly expires: Readonly<Record<Role, string>>
  /** Roles in the second half of their time, whose keys were not there. */
  readonly due: readonly Role[]
  /** Paths of the files that changed, relative to the registry. */
  readonly changed: readonly string[]
}

/**
 * Signs the registry in a folder: the first time, after it was changed, before its signatures expire, or with new keys.
 * Nothing of it is readable with confidence until all of it is written, so the timestamp comes last.
 */
export async function signRegistry(request: SignRequest, context: Context): Promise<SignedRegistry> {
  const folder = path.resolve(context.cwd, request.folder)
  await checkNamedPath(folder, { cwd: context.cwd, home: homeOf(context.env) })
  const signing = await prepare(request, context)
  const { name } = await infoOf(folder)
  const made = async (): Promise<Made> => filesOf(folder, signing)
  let signed: Made | undefined
  if (!request.dryRun)
    await writeRegistry(folder, async () => {
      // What is there now is signed, and nobody else writes meanwhile.
      signed = await made()
      return signed.files
    })
  return resultOf(signed ?? (await made()), { name, folder, now: request.now })
}

async function infoOf(folder: string): Promise<Registry> {
  const { info } = await openRegistryFolder(folder)
  if (info) return info
  throw new HooksError('registry-invalid', `there is no registry in ${folder}`, {
    hint: '`hooks registry build` makes one',
  })
}

interface Prepared {
  readonly signer: Signer
  readonly keys: Awaited<ReturnType<typeof readKeys>>
  readonly newKeys: Awaited<ReturnType<typeof readKeys>> | undefined
  readonly threshold: number | undefined
}

async function prepare(request: SignRequest, { cwd, env }: Context): Promise<Prepared> {
  const { now, threshold } = request
  const at = (folders: readonly string[]): string[] => folders.map((one) => path.resolve(cwd, one))
  const keys = await readKeys(at(request.keys), env)
  const newKeys = request.newKeys.length > 0 ? await readKeys(at(request.newKeys), env) : undefined
  const expires = (role: Role): string =>
    new Date(now + LIFETIMES[role] * 86_400_000).toISOString().replace(/\.\d+Z$/, 'Z')
  const signer = await signerWith(newKeys ? [keys, newKeys] : [keys], { now, expires })
  return { signer, keys, newKeys, threshold }
}

interface Made {
  readonly metadata: Metadata
  readonly files: OrderedFiles
}

async function filesOf(folder: string, { signer, keys, newKeys, threshold }: Prepared): Promise<Made> {
  const info = await infoOf(folder)
  const own: OrderedFiles = info.signed ? [] : [['registry.json', registryJson({ ...info, signed: true })]]
  const { advisories } = info
  const needed = ['registry.json', ...info.search, ...(advisories === undefined ? [] : [advisories])]
  const { top, listed } = await targetsIn(folder, needed)
  const [before, after] = [await readMetadata(folder), Object.fromEntries(own.map(targetOf))]
  const metadata = signAll(
    {
      before,
      top: { ...top, ...after },
      listed,
      keys: keys.ring,
      newKeys: newKeys?.ring,
      threshold,
      written: (document) => {
        const bytes = metadataBytes(document)
        return { length: bytes.length, sha256: sha256(bytes) }
      },
    },
    signer,
  )
  return { metadata, files: [...own, ...metadataFiles(metadata, before)] }
}

function targetOf([name, bytes]: OrderedFiles[number]) {
  return [name, { length: bytes.length, hashes: { sha256: sha256(bytes) } }] as const
}

/** Each names only what comes before it. */
function metadataFiles(metadata: Metadata, before: Partial<Metadata>): OrderedFiles {
  const { root, bins, targets, snapshot, timestamp } = metadata
  const file = (name: string, document: Signed, earlier: Signed | undefined): OrderedFiles =>
    document === earlier
      ? []
      : [[`${METADATA}/${document.signed.version}.${name}.json`, metadataBytes(document)]]
  return [
    ...file('root', root, before.root),
    ...Object.entries(bins).flatMap(([name, bin]) => file(name, bin, before.bins?.[name])),
    ...file('targets', targets, before.targets),
    ...file('snapshot', snapshot, before.snapshot),
    [`${METADATA}/timestamp.json`, metadataBytes(timestamp)],
  ]
}

function resultOf(
  { metadata, files }: Made,
  { name, folder, now }: { readonly name: string; readonly folder: string; readonly now: number },
): SignedRegistry {
  const { root, targets, bins, snapshot, timestamp } = metadata
  const parts = {
    root: [root],
    targets: [targets, ...Object.values(bins)],
    snapshot: [snapshot],
    timestamp: [timestamp],
  }
  const { roles, version } = root.signed
  return {
    name,
    registry: folder,
    root: {
      version,
      sha256: sha256(metadataBytes(root)),
      keys: roles.root.keyids.length,
      threshold: roles.root.threshold,
    },
    expires: {
      root: root.signed.expires,
      targets: parts.targets.map(({ signed }) => signed.expires).sort()[0] ?? '',
      snapshot: snapshot.signed.expires,
      timestamp: timestamp.signed.expires,
    },
    due: ROLES.filter((role) => parts[role].some(({ signed }) => isDue(signed, now))),
    changed: files.map(([file]) => file),
  }
}

/** Makes keys in a folder, as it was typed. Gives their files. */
export async function newKeys(
  { folder, roles }: { readonly folder: string; readonly roles: readonly Role[] },
  { cwd, env }: Context,
): Promise<readonly string[]> {
  const place = path.resolve(cwd, folder)
  await checkNamedPath(place, { cwd, home: homeOf(env) })
  return makeKeys(place, roles.length > 0 ? roles : ROLES, env)
}
