import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TrustedRoot } from '../../../core/evidence.ts'
import { binOf } from '../../../core/signing/bins.ts'
import type { Target } from '../../../core/signing/metadata.ts'
import type { Cache } from '../../cache.ts'
import type { Called, StaticFiles } from '../files.ts'
import { LIMITS } from '../limits.ts'
import { untrusted } from './faults.ts'
import { type Asked, fetcherFor, PLACE } from './fetcher.ts'
import type { TopMetadata } from './trusted.ts'

/** Where metadata comes from, and what is known of it. */
export interface Start {
  readonly called: Called
  readonly files: StaticFiles
  /** Bins that were read before. Signatures are checked again each time. */
  readonly bins: Cache
  /** A root that is trusted, and what was seen last. */
  readonly known: Pick<TopMetadata, 'root'> & Partial<TopMetadata>
  /** Takes what is known if it has not expired. */
  readonly kept: boolean
  /** Milliseconds since 1970; what expires before that has expired. */
  readonly now: number
}

/** Metadata whose signatures hold, and which is not older than what was known. */
export interface Session {
  readonly metadata: TopMetadata
  /** The roots that came, in order; the last one is the newest. */
  readonly roots: readonly TrustedRoot[]
  /** True when the registry was asked what is current. */
  readonly current: boolean
  /** What a file must be; undefined for one that is not listed. */
  readonly target: (file: string) => Promise<Target | undefined>
}

type Updater = import('tuf-js').Updater

/** Brings the metadata of a registry up to date with tuf-js. Throws `registry-untrusted`, and what fetching throws. */
export async function openSession(start: Start): Promise<Session> {
  const [{ Updater }, { fetcher, asked }] = await Promise.all([import('tuf-js'), fetcherFor(start.files)])
  const folder = lentFolder()
  const open = async (): Promise<{ readonly updater: Updater; readonly metadata: TopMetadata }> => {
    for (const [role, text] of Object.entries(start.known))
      await writeFile(path.join(folder.path, `${role}.json`), text)
    const updater = new Updater({
      metadataDir: folder.path,
      metadataBaseUrl: PLACE,
      fetcher,
      forceCache: start.kept,
      config: {
        maxRootRotations: 256,
        rootMaxLength: LIMITS.root,
        timestampMaxLength: LIMITS.timestamp,
        snapshotMaxLength: LIMITS.roles,
        targetsMaxLength: LIMITS.roles,
      },
    })
    setClock(updater, start.now)
    await updater.refresh()
    const read = (role: string): Promise<string> => readFile(path.join(folder.path, `${role}.json`), 'utf8')
    const [root, timestamp, snapshot, targets] = await Promise.all(
      ['root', 'timestamp', 'snapshot', 'targets'].map(read),
    )
    return { updater, metadata: { root, timestamp, snapshot, targets } as TopMetadata }
  }
  const { updater, metadata } = await told(start, asked, () => folder.use(open))
  const roots = [...asked.roots]
  const find = (file: string): Promise<Target | undefined> =>
    folder.use(() => targetOf(file, { updater, folder: folder.path, metadata, start }))
  return { metadata, roots, current: asked.current, target: (file) => told(start, asked, () => find(file)) }
}

async function told<T>({ called }: Start, asked: Asked, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw untrusted(called, asked, error)
  }
}

/** tuf-js takes the time from the system; what is asked here may be about another moment. */
function setClock(updater: Updater, now: number): void {
  const { trustedSet } = updater as unknown as { trustedSet: { referenceTime: Date } }
  trustedSet.referenceTime = new Date(now)
}

async function targetOf(
  file: string,
  around: {
    readonly updater: Updater
    readonly folder: string
    readonly metadata: TopMetadata
    readonly start: Start
  },
): Promise<Target | undefined> {
  const { updater, folder, metadata, start } = around
  const bin = binFor(file, metadata)
  const [key, place] = [[start.called.base, 'role', bin], path.join(folder, `${bin}.json`)]
  const before = await start.bins.get(key)
  if (typeof before === 'string') await writeFile(place, before)
  const found = await updater.getTargetInfo(file)
  const after = await readFile(place, 'utf8').catch(() => undefined)
  if (after !== undefined && after !== before) await start.bins.set(key, after)
  const sha256 = found?.hashes['sha256']
  return found && sha256 !== undefined ? { length: found.length, hashes: { sha256 } } : undefined
}

/** The bin that lists a file, if it is not listed at the top. */
function binFor(file: string, { targets }: TopMetadata): string {
  const { signed } = JSON.parse(targets) as {
    signed: { delegations?: { succinct_roles?: { bit_length: number; name_prefix: string } } }
  }
  const roles = signed.delegations?.succinct_roles
  return roles ? binOf(file, roles.bit_length, encodeURIComponent(roles.name_prefix)) : 'none'
}

/**
 * A folder that exists while somebody uses it: tuf-js keeps metadata in files. What is to stay is kept elsewhere, as a
 * whole and only after all of it was right.
 */
function lentFolder() {
  const folder = path.join(tmpdir(), `hookpack-${randomUUID()}`)
  let [users, ready] = [0, Promise.resolve<unknown>(undefined)]
  const use = async <T>(work: () => Promise<T>): Promise<T> => {
    if (users++ === 0) ready = ready.then(() => mkdir(folder, { mode: 0o700 }))
    try {
      await ready
      return await work()
    } finally {
      if (--users === 0) ready = rm(folder, { recursive: true, force: true, maxRetries: 3 })
      await ready
    }
  }
  return { path: folder, use }
}
