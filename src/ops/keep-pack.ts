import { lockedPack, type Pack } from '../core/archive-pack.ts'
import type { LockedPack } from '../core/lockfile.ts'
import type { Requirement } from '../core/requirements.ts'
import type { State } from '../core/state.ts'
import type { HooksError } from '../errors.ts'
import { rememberedArchive } from '../io/archive-cache.ts'
import { editedFiles, isMissing, readInstalled } from '../io/store.ts'
import type { Context } from './context.ts'
import { artifactOf, naming, refetchElsewhere } from './fetch-pack.ts'
import type { PackSource } from './read-pack.ts'
import { type Registries, registryOf } from './sources.ts'

/** One pack of a scope as it is to be. */
export interface Resolved {
  readonly name: string
  /** What the lockfile is to say of it. */
  readonly locked: LockedPack
  /** Set when its files have to be written. */
  readonly place: Pack | undefined
  /** Files that somebody has edited, which stay. */
  readonly edited: readonly string[]
  readonly requirements: readonly Requirement[]
}

interface Keeping {
  readonly state: State
  readonly requirements: readonly Requirement[]
  readonly registries: Registries
  readonly context: Context
  /** Replaces edited files. */
  readonly force: boolean
  readonly read: (source: PackSource) => Promise<Pack>
}

/** What is installed, from its files; fetched again where these are gone. */
export async function keepPack(name: string, installed: LockedPack, keeping: Keeping): Promise<Resolved> {
  const { state, requirements, read, force } = keeping
  const { folder } = state.scope
  const missing = await isMissing(folder, installed)
  const edited = missing ? [] : await editedFiles(folder, installed)
  if (missing || (edited.length > 0 && force)) {
    const pack = await read(await refetch(name, installed, keeping))
    return { name, locked: lockedPack(pack), place: pack, edited: [], requirements }
  }
  const described = !edited.includes('hooks.json') && !edited.includes('package.json')
  const pack = described
    ? await readAsIs(read, await readInstalled(folder, name, installed), edited)
    : undefined
  const { files, folder: place } = installed
  const locked = pack ? { ...lockedPack(pack), files, folder: place } : installed
  return { name, locked, place: undefined, edited, requirements }
}

/** A pack that somebody has edited may not even be one any more; then what the lockfile says of it stays. */
async function readAsIs(
  read: Keeping['read'],
  source: PackSource,
  edited: readonly string[],
): Promise<Pack | undefined> {
  try {
    return await read(source)
  } catch (error) {
    if (edited.length > 0 && (error as HooksError).code !== 'options-invalid') return undefined
    throw error
  }
}

/** The very bytes that the lockfile names. */
export async function refetch(
  name: string,
  installed: LockedPack,
  { state: { scope }, registries, context }: Pick<Keeping, 'state' | 'registries' | 'context'>,
): Promise<PackSource> {
  const { version, source, integrity, resolved, published, evidence } = installed
  const bytes = await rememberedArchive(integrity, context.env)
  if (!bytes && !/^(registry|npm)/.test(source)) return refetchElsewhere(name, installed, { context, scope })
  const fetched = bytes
    ? { resolved, integrity, bytes }
    : await naming(`${name}@${version}`, () =>
        registryOf(name, installed, registries).refetch(name, installed),
      )
  // The bytes are those that were proven then.
  const known = { ...(published === undefined ? {} : { published }), ...(evidence ? { evidence } : {}) }
  const artifact = await artifactOf(fetched, source, `${name}@${version}`)
  return { name, version, artifact: { ...artifact, ...known } }
}
