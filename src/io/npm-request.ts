import type { Note } from '../core/notes.ts'
import type { NetworkMode } from '../core/source.ts'
import { isLoopback } from '../core/tarball-address.ts'
import { type Body, bodyOf } from './npm-body.ts'
import type { NpmSettings } from './npm-config.ts'

/** What is asked, and how much of an answer is taken. */
export interface Ask {
  readonly url: string
  readonly accept: string
  /** The most bytes of an answer. */
  readonly most: number
  /** The registry whose settings, token and headers are for this. Without it, only what is set for the host itself. */
  readonly registry?: string
  readonly headers?: Readonly<Record<string, string>>
  /** What npm's cache is for: both ways (unless told otherwise), only to keep the answer, or nothing. */
  readonly cache?: 'reload' | 'none'
  /** Milliseconds until all of it must be there; npm's `fetch-timeout` unless that is less. */
  readonly within?: number
  /** What is to come from this very host: no redirect to another one is followed. */
  readonly here?: boolean
}

/** What asking depends on. */
export interface Asking {
  readonly settings: NpmSettings
  readonly network: NetworkMode
  readonly note?: (note: Note) => void
}

/** An answer of any status, read to its end. */
export interface Answer {
  /** Where it came from, after redirects. */
  readonly url: string
  readonly status: number
  readonly header: (name: string) => string | null
  readonly bytes: Uint8Array
  /** How npm's cache was used: `hit`, `stale`, `revalidated`, …; null when it was not. */
  readonly cache: string | null
  /** True when the user's settings have a token, a password or headers for it. */
  readonly signedIn: boolean
}

/** Why there is no answer, or none that can be used. */
export type Trouble =
  | { readonly kind: 'system'; readonly url: string; readonly error: unknown }
  | {
      readonly kind: 'cut'
      readonly url: string
      readonly got: number
      readonly declared: number
    }
  | { readonly kind: 'too-large'; readonly url: string }
  | { readonly kind: 'slow'; readonly url: string; readonly after: number }
  | { readonly kind: 'redirect'; readonly url: string; readonly to: string; readonly here?: boolean }

/** An answer, or why there is none. */
export type Outcome = { readonly answer: Answer } | { readonly trouble: Trouble }

const MOST_REDIRECTS = 10
/** An hour, for who has switched `fetch-timeout` off. */
const MOST_WAITING = 3_600_000
const MOST_OF_AN_ERROR = 64 * 1024

/**
 * Asks once, and follows redirects by itself: npm's client would send our headers, and a token to another port of the same
 * host, along. It does the rest: proxies, certificates, its cache.
 */
export async function askOnce(ask: Ask, asking: Asking): Promise<Outcome> {
  const origin = new URL(ask.url).origin
  let url = ask.url
  for (let hops = 0; ; hops++) {
    // Elsewhere we are nobody, even if that host is known: the registry must not choose whom we talk to as ourselves.
    const step = await oneStep({ ...ask, url }, asking, new URL(url).origin === origin)
    if ('trouble' in step || 'answer' in step) return step
    const { to } = step
    const elsewhere = ask.here === true && URL.canParse(to) && new URL(to).origin !== origin
    if (hops === MOST_REDIRECTS || elsewhere || !mayFollow(url, to))
      return { trouble: { kind: 'redirect', url, to, here: elsewhere } }
    url = to
  }
}

/** Never to plain http, unless that is what it was, or to this machine. */
function mayFollow(from: string, to: string): boolean {
  if (!URL.canParse(to)) return false
  const url = new URL(to)
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && (isLoopback(url) || new URL(from).protocol === 'http:')
}

interface Identity {
  readonly headers: Readonly<Record<string, string>>
  readonly cert?: unknown
  readonly key?: unknown
}

const NOBODY: Identity = { headers: {} }

/** What the user's settings have for an address. Nothing of it goes over plain http that was not configured so. */
async function identityFor(ask: Ask, settings: NpmSettings): Promise<Identity> {
  const { url } = ask
  const { protocol, origin } = new URL(url)
  const own = ask.registry !== undefined && new URL(ask.registry).origin === origin
  if (protocol !== 'https:' && !own && !isLoopback(new URL(url))) return NOBODY
  const { default: registryFetch } = await import('npm-registry-fetch')
  // Without a registry, the settings of the default one must not be taken for all of its host.
  const auth = registryFetch.getAuth(url, { ...settings, registry: ask.registry, spec: undefined })
  const credentials = auth.token ? `Bearer ${auth.token}` : auth.auth ? `Basic ${auth.auth}` : undefined
  return {
    headers: {
      ...(credentials === undefined ? {} : { authorization: credentials }),
      ...(own ? lowerCased(ask.headers ?? {}) : {}),
    },
    cert: auth.cert ?? (own ? settings['cert'] : undefined),
    key: auth.key ?? (own ? settings['key'] : undefined),
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

type Step = Outcome | { readonly to: string }

async function oneStep(ask: Ask, asking: Asking, asOurselves: boolean): Promise<Step> {
  const { url } = ask
  const controller = new AbortController()
  let deadline: ReturnType<typeof deadlineFor> | undefined
  try {
    const { default: makeFetch } = await import('make-fetch-happen')
    const identity = asOurselves ? await identityFor(ask, asking.settings) : NOBODY
    deadline = deadlineFor(ask, asking, controller)
    const response = await makeFetch(url, {
      ...connection(identity, asking.settings),
      ...caching(ask, asking),
      signal: controller.signal,
      headers: {
        'user-agent': String(asking.settings['userAgent'] ?? 'hookpack'),
        ...identity.headers,
        accept: ask.accept,
      },
    })
    const to = response.headers.get('location')
    if ([301, 302, 303, 307, 308].includes(response.status) && to !== null) {
      response.body?.on('error', () => undefined)
      controller.abort()
      return { to: URL.canParse(to, url) ? new URL(to, url).href : to }
    }
    return await wholeAnswer(response, {
      ask,
      controller,
      signedIn: Object.keys(identity.headers).length > 0,
    })
  } catch (error) {
    const after = deadline?.passed()
    return { trouble: after === undefined ? { kind: 'system', url, error } : { kind: 'slow', url, after } }
  } finally {
    deadline?.stop()
  }
}

/** npm's client only minds silence: a byte now and then would keep it for ever. Silence itself is told by the client. */
function deadlineFor({ within }: Ask, { settings }: Asking, controller: AbortController) {
  const whole = settings.timeout > 0 ? settings.timeout + 1000 : MOST_WAITING
  const after = Math.min(within ?? MOST_WAITING, whole, MOST_WAITING)
  let passed: number | undefined
  const timer = setTimeout(() => {
    passed = after
    controller.abort()
  }, after)
  return { passed: () => passed, stop: () => clearTimeout(timer) }
}

interface Reading {
  readonly ask: Ask
  readonly controller: AbortController
  readonly signedIn: boolean
}

/** Reads an answer to its end, which must be where it was said to be. */
async function wholeAnswer(response: Response, { ask, controller, signedIn }: Reading): Promise<Outcome> {
  const { url, most } = ask
  const { status, headers } = response
  const failed = status >= 400
  if (!failed && (lengthIn(headers.get('content-length')) ?? 0) > most) {
    response.body?.on('error', () => undefined)
    controller.abort()
    return { trouble: { kind: 'too-large', url } }
  }
  const read = await bodyOf(response.body, failed ? MOST_OF_AN_ERROR : most, controller)
  if (read === 'too-large' && !failed) return { trouble: { kind: 'too-large', url } }
  const bytes = read === 'too-large' ? new Uint8Array() : read
  const declared =
    headers.get('content-encoding') === null ? lengthIn(headers.get('content-length')) : undefined
  if (declared !== undefined && declared !== bytes.length && !failed)
    return { trouble: { kind: 'cut', url, got: bytes.length, declared } }
  const header = (name: string): string | null => headers.get(name)
  return { answer: { url, status, header, bytes, signedIn, cache: headers.get('x-local-cache-status') } }
}

function lengthIn(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined
}

/** How npm itself would connect. Redirects and attempts are counted here, not there. */
function connection({ cert, key }: Identity, settings: NpmSettings): Record<string, unknown> {
  return {
    redirect: 'manual',
    retry: { retries: 0 },
    proxy: settings['httpsProxy'] || settings['proxy'],
    noProxy: settings['noProxy'],
    ca: settings['ca'],
    cert,
    key,
    strictSSL: settings['strictSSL'],
    localAddress: settings['localAddress'],
    maxSockets: settings['maxSockets'],
    timeout: settings.timeout,
  }
}

function caching({ cache }: Ask, { settings, network }: Asking): Record<string, unknown> {
  if (cache === 'none') return {}
  const modes = {
    offline: 'only-if-cached',
    'prefer-offline': 'force-cache',
    online: settings.preferOnline ? 'no-cache' : 'default',
  }
  return { cache: cache ?? modes[network], cachePath: settings.cache }
}

interface Response {
  readonly status: number
  readonly headers: { readonly get: (name: string) => string | null }
  readonly body: Body | null
}
