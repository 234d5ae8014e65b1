import { defaultLimits } from '../core/archive/limits.ts'
import { integrityOf } from '../core/integrity.ts'
import { HooksError } from '../errors.ts'
import { ask } from './npm-attempts.ts'
import {
  type About,
  hostOf,
  isWebPage,
  notKept,
  oddAnswer,
  statusError,
  tampered,
  troubleError,
} from './npm-errors.ts'
import type { Answer, Asking } from './npm-request.ts'

/** A tarball to fetch. */
export interface Wanted {
  /** As messages name it. */
  readonly what: string
  readonly url: string
  /** What its bytes must be; undefined for an address that nothing is known of. */
  readonly integrity: string | undefined
  /** The registry that it is part of, with the headers for it. */
  readonly registry?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What this process has downloaded and checked, by its hash: a plan that has to be made again does not fetch again. */
const downloads = new Map<string, Promise<Uint8Array>>()

/**
 * The bytes of a tarball, not larger than an archive may be, checked against their hash before anything reads them. They
 * come from this process's memory, else from what npm has kept under that hash, else from the address.
 */
export function tarballBytes(wanted: Wanted, asking: Asking): Promise<Uint8Array> {
  const key = wanted.integrity ?? `${asking.network} ${wanted.url}`
  const known = downloads.get(key)
  if (known) return known
  const bytes = obtain(wanted, asking)
  downloads.set(key, bytes)
  bytes.catch(() => downloads.delete(key))
  return bytes
}

async function obtain(wanted: Wanted, asking: Asking): Promise<Uint8Array> {
  const kept = await keptBytes(wanted, asking)
  if (kept) return kept
  const { what, url, registry, headers } = wanted
  if (asking.network === 'offline') throw notKept(what, `\`${new URL(url).host}\``)
  const attempts = await ask(
    {
      url,
      accept: '*/*',
      most: defaultLimits.archiveBytes,
      // Kept by us once it has been checked, not before.
      cache: 'none',
      ...(registry === undefined ? {} : { registry }),
      ...(headers === undefined ? {} : { headers }),
    },
    asking,
  )
  const about: About = { what, asked: url, registry, attempts, settings: asking.settings }
  if ('trouble' in attempts.outcome) throw troubleError(attempts.outcome.trouble, about)
  const bytes = checked(attempts.outcome.answer, wanted, about)
  await keep(bytes, wanted, asking)
  return bytes
}

function checked(answer: Answer, wanted: Wanted, about: About): Uint8Array {
  if (answer.status === 404 && wanted.registry !== undefined) {
    const host = hostOf(answer.url, about)
    throw new HooksError(
      'registry-answer',
      `${host} lists \`${wanted.what}\`, but does not have its bytes (404)`,
      {
        hint: 'try again later, or choose another version; tell whoever runs the registry',
      },
    )
  }
  if (answer.status >= 400) throw statusError(answer, about)
  if (answer.status !== 200 || isWebPage(answer)) throw oddAnswer(answer, about, 'an archive')
  if (wanted.integrity !== undefined && integrityOf(answer.bytes) !== wanted.integrity)
    throw tampered(wanted.what, hostOf(answer.url, about))
  return answer.bytes
}

/**
 * From npm's cache, which has what it has downloaded by its hash, wherever it came from; what is read is hashed again. An
 * address of which nothing is known is taken from there only when the network is to be spared.
 */
async function keptBytes(
  { url, integrity }: Wanted,
  { settings, network }: Asking,
): Promise<Uint8Array | undefined> {
  if (settings.preferOnline && network === 'online') return undefined
  if (integrity === undefined && network === 'online') return undefined
  try {
    const { default: cacache } = await import('cacache')
    const digest = integrity ?? (await cacache.get.info(settings.cache, keyOf(url)))?.integrity
    const bytes = digest === undefined ? undefined : await cacache.get.byDigest(settings.cache, digest)
    return bytes && bytes.length <= defaultLimits.archiveBytes ? bytes : undefined
  } catch {
    // Not there, or damaged: then the address is asked.
    return undefined
  }
}

async function keep(bytes: Uint8Array, { url }: Wanted, { settings }: Asking): Promise<void> {
  try {
    const { default: cacache } = await import('cacache')
    await cacache.put(settings.cache, keyOf(url), bytes)
  } catch {
    // A cache that cannot be written (a full disk, another's folder) costs a download the next time, and nothing more.
  }
}

function keyOf(url: string): string {
  return `hookpack:tarball:${url}`
}
