import type { Evidence } from '../../core/evidence.ts'
import { HooksError } from '../../errors.ts'
import { registryIn } from './documents.ts'
import type { Current, StaticFiles } from './files.ts'
import { LIMITS } from './limits.ts'
import { anchorsOf } from './signed/anchors.ts'
import { type Around, type Opened, openSigned } from './signed/open.ts'
import { readTrusted } from './signed/trusted.ts'
import { verified } from './signed/verified.ts'

/** The files of a registry, checked against its signed metadata where it is signed, and what that proves. */
export interface CheckedFiles {
  readonly files: StaticFiles
  /** What proves where a pack's bytes come from; undefined for a registry that is not signed. */
  readonly evidenceOf: (pack: string) => Promise<Evidence | undefined>
}

/** What a registry turned out to be. */
type Found = { readonly signed: Opened } | { readonly info: Uint8Array | undefined }

/**
 * Files that may change are checked against signed metadata. Those that never change are named by their hash in them.
 * Whether a registry is signed is not for its server to say once it was seen signed.
 */
export function checkedFiles(around: Around, ttlIn: Current['seconds']): CheckedFiles {
  let found: Promise<Found> | undefined
  const find = (force = false): Promise<Found> => {
    if (force) found = undefined
    found ??= open(around, { force, ttlIn })
    const mine = found
    mine.catch(() => {
      if (found === mine) found = undefined
    })
    return mine
  }
  let again: Promise<Found> | undefined
  return {
    files: {
      fixed: around.plain.fixed,
      current: async (path, how) => {
        const now = await find()
        if (!('signed' in now)) return path === 'registry.json' ? now.info : around.plain.current(path, how)
        if (path === 'registry.json') return now.signed.info
        return newest(around, now.signed, {
          path,
          limit: how.limit,
          again: async () => {
            again ??= find(true)
            return again
          },
        })
      },
    },
    evidenceOf: async (pack) => {
      const now = await find()
      return 'signed' in now ? evidenceFor(pack, around, now.signed) : undefined
    },
  }
}

async function open(
  around: Around,
  { force, ttlIn }: { readonly force: boolean; readonly ttlIn: Current['seconds'] },
): Promise<Found> {
  const { called, plain, env, trust } = around
  if (anchorsOf(trust).length > 0 || (await readTrusted(called, env)))
    return { signed: await openSigned(around, force) }
  const path = 'registry.json'
  const info = await plain.current(path, { limit: LIMITS.registry, seconds: ttlIn })
  const says = info && registryIn({ called, path, bytes: info }).signed === true
  return says ? { signed: await openSigned(around, force) } : { info }
}

/** What is known may be older than the files: then the registry is asked once more what is current. */
async function newest(
  around: Around,
  { session }: Opened,
  {
    path,
    limit,
    again,
  }: { readonly path: string; readonly limit: number; readonly again: () => Promise<Found> },
): Promise<Uint8Array | undefined> {
  const last = session.current || around.mode !== 'online'
  try {
    const bytes = await verified(around, session, { path, limit })
    if (bytes || last) return bytes
  } catch (error) {
    const isOld =
      error instanceof HooksError &&
      /^(integrity-mismatch|registry-invalid|registry-untrusted)$/.test(error.code)
    if (last || !isOld) throw error
  }
  const now = await again()
  return 'signed' in now ? verified(around, now.signed.session, { path, limit }) : undefined
}

/** The root that the lockfile has for the pack, or for another one; else the first that was trusted. */
function evidenceFor(
  pack: string,
  { trust: { locked = {} } }: Around,
  { roots }: Opened,
): Evidence | undefined {
  const known = new Set(Object.values(locked).map(({ sha256 }) => sha256))
  const own = roots.find(({ sha256 }) => sha256 === locked[pack]?.sha256)
  const root = own ?? roots.find(({ sha256 }) => known.has(sha256)) ?? roots[0]
  return root && { kind: 'signed', root }
}
