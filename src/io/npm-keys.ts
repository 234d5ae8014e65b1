import * as z from 'zod'
import type { RegistryKey } from '../core/registry-signature.ts'
import { HooksError } from '../errors.ts'
import { ask } from './npm-attempts.ts'
import { oddAnswer, statusError, troubleError } from './npm-errors.ts'
import type { Where } from './npm-packument.ts'
import type { Asking } from './npm-request.ts'
import { npmsOwnKeys } from './sigstore-seed.ts'

/** A key, and whether it is one of npm's, which nobody had to be asked for. */
export interface KnownKey extends RegistryKey {
  readonly npms: boolean
}

/** The keys of a registry; or why nothing can be said of what it signs. */
export type Keys = { readonly keys: readonly KnownKey[] } | { readonly unknown: string }

const MOST_BYTES = 256 * 1024
const MOST_TIME = 30_000

const keysSchema = z.object({
  keys: z
    .array(z.object({ keyid: z.string(), key: z.string(), expires: z.string().nullish() }))
    .max(100)
    .transform((keys) =>
      keys.map(({ expires, ...key }) => ({ ...key, npms: false, ...(expires ? { expires } : {}) })),
    ),
})

const lookups = new Map<string, Promise<Keys>>()

/**
 * The keys that a registry signs with. npm's own come with Hookpack, from Sigstore's root; a registry that gives out none
 * passes on what npm has signed. Any other registry is asked, once in this process, and vouches for itself alone.
 */
export async function keysOf(keyids: readonly string[], where: Where, asking: Asking): Promise<Keys> {
  const npms = npmsOwnKeys().map((key) => ({ ...key, npms: true }))
  const known = (keys: readonly KnownKey[]): boolean =>
    keyids.every((id) => keys.some(({ keyid }) => keyid === id))
  if (where.registry === asking.settings.npms && known(npms)) return { keys: npms }
  const own = await askedKeys(where, asking)
  if ('keys' in own) return own
  return known(npms) ? { keys: npms } : own
}

function askedKeys(where: Where, asking: Asking): Promise<Keys> {
  const url = `${where.registry}-/npm/v1/keys`
  const key = `${asking.network} ${url} ${JSON.stringify(where.headers ?? {})}`
  const known = lookups.get(key)
  if (known) return known
  const result = askFor(url, where, asking)
  lookups.set(key, result)
  result.catch(() => lookups.delete(key))
  return result
}

async function askFor(url: string, where: Where, asking: Asking): Promise<Keys> {
  const attempts = await ask(
    { url, accept: 'application/json', most: MOST_BYTES, within: MOST_TIME, here: true, ...where },
    asking,
  )
  const about = {
    what: '-/npm/v1/keys',
    asked: url,
    registry: where.registry,
    attempts,
    settings: asking.settings,
  }
  if ('trouble' in attempts.outcome) {
    const error = troubleError(attempts.outcome.trouble, about)
    if (error.code !== 'offline') throw error
    return { unknown: 'the keys of its registry are not kept, and the network is not to be used' }
  }
  const { answer } = attempts.outcome
  // As npm reads it: a registry without keys.
  if (answer.status === 404 || answer.status === 400) return { unknown: 'its registry gives out no keys' }
  if (answer.status >= 400) throw statusError(answer, about)
  const parsed = keysSchema.safeParse(jsonIn(answer.bytes))
  if (!parsed.success) throw oddAnswer(answer, about, 'a list of keys')
  return parsed.data
}

/** What an answer says; undefined when it is no JSON, which is told as what it is. */
export function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** The refusal of a signature or an attestation that does not prove what it is there for. */
export function invalidSignature(message: string): HooksError {
  return new HooksError('signature-invalid', message, {
    hint: 'nothing was installed; the registry, or something on the way to it, is damaged or lies: tell whoever runs it',
  })
}
