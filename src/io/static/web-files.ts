import { sha256 } from '../../core/integrity.ts'
import type { NetworkMode } from '../../core/source.ts'
import { HooksError } from '../../errors.ts'
import type { Cache } from '../cache.ts'
import { notCached, oddAnswer } from './faults.ts'
import type { Called, Current, Fixed, StaticFiles } from './files.ts'
import { insist, type Patience } from './insist.ts'
import type { Network } from './network.ts'
import type { Answer } from './request.ts'

const NOT_ASKED = 'is said to be unchanged (304), which was not asked'

/** A registry on a server, and how far to go for its files. */
export interface Web {
  readonly called: Called
  readonly headers: Readonly<Record<string, string>>
  readonly mode: NetworkMode
  readonly cache: Cache
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly network: () => Promise<Network>
  readonly patience: Patience | undefined
}

/** What is known of a file that may change. Its bytes are kept under the validator. */
interface Stamp {
  /** The server's ETag, its Last-Modified, or the hash of the bytes; each after its kind and a space. */
  readonly validator: string
  /** When the server was last asked, in milliseconds since 1970. */
  readonly at: number
  readonly absent: boolean
}

/** The files of a registry on a server: what is kept is asked for again only when it is old, and only if it changed. */
export function webFiles(web: Web): StaticFiles {
  return {
    current: (path, how) => current(web, path, how),
    fixed: (path, how) => fixed(web, path, how),
  }
}

async function current(web: Web, path: string, how: Current): Promise<Uint8Array | undefined> {
  const { cache, mode } = web
  const stamp = asStamp(await cache.get(keyOf(web, path, 'stamp')))
  const kept = stamp && !stamp.absent ? await bytesAt(web, path, stamp) : undefined
  if (stamp && kept && (mode !== 'online' || isFresh(stamp, how.seconds(kept), web.now()))) return kept
  // That a file was not there is not relied on: whoever has just published looks for it at once.
  if (stamp?.absent && mode !== 'online') return undefined
  const answer = await get(web, path, { limit: how.limit, headers: kept && stamp ? condition(stamp) : {} })
  if (answer.status === 304) return unchanged(web, path, kept, stamp)
  if (answer.status === 200) return keep(web, path, { answer, before: stamp })
  await replace(web, path, { before: stamp, after: { validator: '', at: web.now(), absent: true } })
  return undefined
}

async function unchanged(
  web: Web,
  path: string,
  kept: Uint8Array | undefined,
  stamp: Stamp | undefined,
): Promise<Uint8Array> {
  if (!kept || !stamp) throw oddAnswer(web.called, path, NOT_ASKED)
  await web.cache.set(keyOf(web, path, 'stamp'), { ...stamp, at: web.now() })
  return kept
}

async function keep(
  web: Web,
  path: string,
  { answer, before }: { readonly answer: Answer; readonly before: Stamp | undefined },
): Promise<Uint8Array> {
  const after: Stamp = { validator: validatorOf(answer), at: web.now(), absent: false }
  // The bytes first: a stamp without them would be of no use.
  await web.cache.set(keyOf(web, path, 'bytes', after.validator), answer.bytes)
  await replace(web, path, { before, after })
  return answer.bytes
}

async function replace(
  web: Web,
  path: string,
  { before, after }: { readonly before: Stamp | undefined; readonly after: Stamp },
): Promise<void> {
  await web.cache.set(keyOf(web, path, 'stamp'), after)
  if (before && before.validator !== after.validator)
    await web.cache.delete(keyOf(web, path, 'bytes', before.validator))
}

function validatorOf({ header, bytes }: Answer): string {
  const [etag, changed] = [header('etag'), header('last-modified')]
  if (etag !== null) return `etag ${etag}`
  return changed === null ? `sha256 ${sha256(bytes)}` : `changed ${changed}`
}

/** The question whether a file is still what it was. */
function condition({ validator }: Stamp): Readonly<Record<string, string>> {
  const value = validator.slice(validator.indexOf(' ') + 1)
  if (validator.startsWith('etag ')) return { 'if-none-match': value }
  return validator.startsWith('changed ') ? { 'if-modified-since': value } : {}
}

/** A stamp of the future was made by another clock, and says nothing. */
function isFresh({ at }: Stamp, seconds: number, now: number): boolean {
  return now >= at && now - at < seconds * 1000
}

async function fixed(web: Web, path: string, { limit, isRight }: Fixed): Promise<Uint8Array | undefined> {
  const key = keyOf(web, path, 'fixed')
  const kept = asBytes(await web.cache.get(key))
  if (kept && isRight(kept)) return kept
  const { status, bytes } = await get(web, path, { limit, headers: {} })
  if (status === 304) throw oddAnswer(web.called, path, NOT_ASKED)
  if (status !== 200) return undefined
  if (isRight(bytes)) await web.cache.set(key, bytes)
  return bytes
}

async function get(
  web: Web,
  path: string,
  { limit, headers }: { readonly limit: number; readonly headers: Readonly<Record<string, string>> },
): Promise<Answer> {
  const { called, mode, patience } = web
  if (mode === 'offline') throw notCached(called, path)
  checkVariables(web)
  const ours = {
    'user-agent': 'hookpack',
    'accept-encoding': /gz$/.test(path) ? 'identity' : 'gzip',
    ...headers,
  }
  const question = {
    called,
    path,
    headers: { ...Object.fromEntries(lowerCase(web.headers)), ...ours },
    limit,
    network: await web.network(),
    timeout: 0,
  }
  return insist(question, patience)
}

/** A variable that is not set still stands in its header: what is asked with it would only be refused. */
function checkVariables({ called, headers }: Web): void {
  const name = Object.values(headers)
    .join('\n')
    .match(/\$\{(\w+)\}/)?.[1]
  if (name === undefined) return
  throw new HooksError(
    'registry-unreachable',
    `the registry \`${called.name}\` (${called.base}) needs the variable \`${name}\`, which is not set`,
    { hint: `set it; \`headers\` of \`${called.name}\` in your own hookpack.json names it` },
  )
}

/** All that what is kept depends on: where it is from, and with whose rights it was given. */
function keyOf({ called, headers }: Web, path: string, ...more: readonly string[]): readonly string[] {
  const rights = sha256(JSON.stringify(lowerCase(headers).toSorted()))
  return [called.base, path, rights, ...more]
}

function lowerCase(headers: Web['headers']): readonly (readonly [name: string, value: string])[] {
  return Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const)
}

async function bytesAt(web: Web, path: string, { validator }: Stamp): Promise<Uint8Array | undefined> {
  return asBytes(await web.cache.get(keyOf(web, path, 'bytes', validator)))
}

function asBytes(value: unknown): Uint8Array | undefined {
  return value instanceof Uint8Array ? value : undefined
}

/** Whatever is in a cache may have been changed there. */
function asStamp(value: unknown): Stamp | undefined {
  const { validator, at, absent } = (value ?? {}) as Partial<Record<keyof Stamp, unknown>>
  const whole = typeof validator === 'string' && typeof at === 'number' && typeof absent === 'boolean'
  return whole ? (value as Stamp) : undefined
}
