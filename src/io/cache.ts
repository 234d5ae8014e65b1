import { stat } from 'node:fs/promises'
import path from 'node:path'
import Keyv from 'keyv'
import { sha256 } from '../core/integrity.ts'
import { cacheStore } from './cache-store.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * What was downloaded before. It may be deleted, damaged or impossible to write at any moment, also while we use it:
 * then it is as if it were empty. No part of it ever throws.
 */
export interface Cache {
  /** The key has everything that what is kept depends on, whom it may be given to included. */
  readonly get: (key: readonly string[]) => Promise<unknown>
  /** Anything that JSON can say, and bytes. */
  readonly set: (key: readonly string[], value: unknown) => Promise<void>
  readonly delete: (key: readonly string[]) => Promise<void>
}

/** The folder for downloads: `HOOKPACK_CACHE_DIR`, else the usual place for caches; undefined without a home. */
export function cacheFolder(env: Env): string | undefined {
  const named = env['HOOKPACK_CACHE_DIR']
  if (named) return path.resolve(named)
  if (process.platform === 'win32') return below(env['LOCALAPPDATA'], 'hookpack', 'cache')
  return below(env['XDG_CACHE_HOME'], 'hookpack') ?? below(env['HOME'], '.cache', 'hookpack')
}

/** A folder below one of the environment, where that names an absolute one. */
function below(folder: string | undefined, ...names: readonly string[]): string | undefined {
  return folder !== undefined && path.isAbsolute(folder) ? path.join(folder, ...names) : undefined
}

/** Opens one room of the cache. Without a folder that is ours alone to write, nothing is kept. */
export function openCache(env: Env, room: string): Cache {
  const folder = cacheFolder(env)
  let opened: Promise<Keyv | undefined> | undefined
  const use = async <T>(work: (keyv: Keyv) => Promise<T>): Promise<T | undefined> => {
    try {
      opened ??= open(folder, room)
      const keyv = await opened
      return keyv && (await work(keyv))
    } catch {
      // A cache that does not work is a cache that has nothing.
      return undefined
    }
  }
  return {
    get: (key) => use((keyv) => keyv.get(nameOf(key))),
    set: async (key, value) => void (await use((keyv) => keyv.set(nameOf(key), value))),
    delete: async (key) => void (await use((keyv) => keyv.delete(nameOf(key)))),
  }
}

async function open(folder: string | undefined, room: string): Promise<Keyv | undefined> {
  if (folder === undefined || !(await isOurs(folder))) return undefined
  return new Keyv({ store: cacheStore(path.join(folder, room)), namespace: room })
}

/** What others may write there could be anything; a folder that does not exist yet will be ours. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined)
  if (!found || process.getuid === undefined) return true
  return found.uid === process.getuid() && (found.mode & 0o002) === 0
}

function nameOf(key: readonly string[]): string {
  return sha256(JSON.stringify(key))
}
