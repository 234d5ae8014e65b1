import { mkdir } from 'node:fs/promises'

/** Texts up to this length are kept in the index itself: one small file instead of two. */
const SHORT = 1024

/** The integrity of no bytes at all: entries without contents need one. */
const NOTHING = `sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==`

/** What keyv wants of a place that keeps texts. Every part of it may throw; keyv takes that as a miss. */
export interface CacheStore {
  /** Set by keyv. */
  namespace?: string | undefined
  readonly opts: Readonly<Record<string, unknown>>
  readonly on: () => CacheStore
  readonly get: (key: string) => Promise<string | undefined>
  readonly set: (key: string, text: string) => Promise<boolean>
  readonly delete: (key: string) => Promise<boolean>
  readonly has: (key: string) => Promise<boolean>
  readonly clear: () => Promise<void>
}

/** A keyv store in a folder, kept by cacache: contents by hash and checked when they are read, safe for many processes. */
export function cacheStore(folder: string): CacheStore {
  const store: CacheStore = {
    opts: {},
    on: () => store,
    get: async (key) => textOf(folder, key),
    set: async (key, text) => {
      await keep(folder, key, text)
      return true
    },
    delete: async (key) => drop(folder, key),
    has: async (key) => (await textOf(folder, key)) !== undefined,
    clear: async () => clear(folder, store.namespace),
  }
  return store
}

async function textOf(folder: string, key: string): Promise<string | undefined> {
  const { default: cacache } = await import('cacache')
  const entry = await cacache.get.info(folder, key)
  if (!entry) return undefined
  const short = entry.metadata?.text
  if (typeof short === 'string') return short
  return (await cacache.get.byDigest(folder, entry.integrity)).toString('utf8')
}

async function keep(folder: string, key: string, text: string): Promise<void> {
  const { default: cacache } = await import('cacache')
  // What private registries have is nobody else's to read.
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const before = await cacache.get.info(folder, key)
  if (text.length <= SHORT) await cacache.index.insert(folder, key, NOTHING, { metadata: { text }, size: 0 })
  else await cacache.put(folder, key, text)
  if (!before) return
  // The index only grows by itself; entries of this key that came before are of no use.
  await cacache.index.compact(folder, key, (one, other) => one.key === other.key)
  const after = await cacache.get.info(folder, key)
  if (after && before.integrity !== after.integrity) await dropContent(folder, before.integrity)
}

async function drop(folder: string, key: string): Promise<boolean> {
  const { default: cacache } = await import('cacache')
  const entry = await cacache.get.info(folder, key)
  if (!entry) return false
  await cacache.rm.entry(folder, key, { removeFully: true })
  await dropContent(folder, entry.integrity)
  return true
}

/** Another key may have had the same contents: it becomes a miss, which a cache may have at any time. */
async function dropContent(folder: string, integrity: string): Promise<void> {
  if (integrity === NOTHING) return
  const { default: cacache } = await import('cacache')
  await cacache.rm.content(folder, integrity)
}

async function clear(folder: string, namespace: string | undefined): Promise<void> {
  const { default: cacache } = await import('cacache')
  const keys = Object.keys(await cacache.ls(folder))
  const own = namespace === undefined ? keys : keys.filter((key) => key.startsWith(`${namespace}:`))
  await Promise.all(own.map((key) => drop(folder, key)))
}
