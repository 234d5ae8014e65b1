import { HooksError } from '../errors.ts'
import { isUnpublished, type NpmPackument, parsePackument } from '../schema/packument.ts'
import { type Attempts, ask } from './npm-attempts.ts'
import { once } from './npm-config.ts'
import { type About, oddAnswer, signIn, statusError, troubleError } from './npm-errors.ts'
import type { Answer, Ask, Asking } from './npm-request.ts'
import { codeOf } from './read.ts'

/** Where a package is looked up. */
export interface Where {
  /** The address of the registry, with a `/` at its end. */
  readonly registry: string
  readonly headers?: Readonly<Record<string, string>>
}

/** What a registry says of a package: its versions, or that there is none. */
export type LookedUp = { readonly found: NpmPackument } | { readonly absent: HooksError }

/** npm's short form, which has all that is used; npm's own words, so that what it has kept is found. */
const SHORT = 'application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8, */*'

/** What npm asks for when a package is installed by its name. */
const FULL = 'application/json'

/** The largest ones on npm have tens of thousands of versions. */
const MOST_BYTES = 64 * 1024 * 1024

const lookups = new Map<string, Promise<LookedUp>>()

/** Asks a registry for a package, once in this process. */
export function lookUpPackument(name: string, where: Where, asking: Asking): Promise<LookedUp> {
  return lookUpAs(SHORT, name, { where, asking })
}

/** The same, with when each version was published, if any may be younger than that; what is kept will do when offline. */
export async function lookUpTimes(
  name: string,
  after: number | undefined,
  around: { readonly where: Where; readonly asking: Asking },
): Promise<LookedUp> {
  const short = await lookUpAs(SHORT, name, around)
  if (after === undefined || !('found' in short)) return short
  const { versions, modified } = short.found
  const known = [...versions.values()].some(({ published }) => published !== undefined)
  if (known || (modified !== undefined && Date.parse(modified) <= after)) return short
  try {
    return await lookUpAs(FULL, name, around)
  } catch (error) {
    if (error instanceof HooksError && error.code === 'offline') return short
    throw error
  }
}

/** When a version was published, which only the whole description of its package says. */
export async function publishedAt(
  name: string,
  version: string,
  around: { readonly where: Where; readonly asking: Asking },
): Promise<string | undefined> {
  const whole = await lookUpAs(FULL, name, around)
  return 'found' in whole ? whole.found.versions.get(version)?.published : undefined
}

function lookUpAs(
  accept: string,
  name: string,
  { where, asking }: { readonly where: Where; readonly asking: Asking },
): Promise<LookedUp> {
  const url = where.registry + name.replace('/', '%2f')
  const key = `${asking.network} ${accept} ${url} ${JSON.stringify(where.headers ?? {})}`
  const known = lookups.get(key)
  if (known) return known
  const request: Ask = { url, accept, most: MOST_BYTES, ...where }
  const result = askFor(name, request, asking)
  lookups.set(key, result)
  result.catch(() => lookups.delete(key))
  return result
}

async function askFor(name: string, request: Ask, asking: Asking): Promise<LookedUp> {
  const attempts = await ask(request, asking)
  const about = aboutFor(name, request, { asking, attempts })
  if ('trouble' in attempts.outcome) {
    const { trouble } = attempts.outcome
    const isMissing = trouble.kind === 'system' && codeOf(trouble.error) === 'ENOTCACHED'
    if (isMissing && request.accept !== FULL) return askFor(name, { ...request, accept: FULL }, asking)
    throw troubleError(trouble, about)
  }
  const { answer } = attempts.outcome
  if (answer.status === 404) return { absent: absence(name, answer, about) }
  if (answer.status >= 400) throw statusError(answer, about)
  const value = jsonIn(answer)
  const found = parsePackument(value)
  if (found && found.name === name) {
    if (answer.cache === 'stale' && asking.network === 'online')
      once(asking.note, { code: 'registry-stale', host: new URL(request.url).host, pack: name })
    return { found }
  }
  if (isUnpublished(value)) return { absent: takenBack(name, answer) }
  // What was kept may be the login page of another day.
  if (isKept(answer) && asking.network !== 'offline' && request.cache === undefined)
    return askFor(name, { ...request, cache: 'reload' }, asking)
  throw oddAnswer(answer, about, found ? `of that package: it says \`${found.name}\`` : 'a list of versions')
}

function isKept({ cache }: Answer): boolean {
  return cache === 'hit' || cache === 'stale' || cache === 'revalidated'
}

function jsonIn({ bytes }: Answer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    // It is told as what it is: no list of versions.
    return undefined
  }
}

function absence(name: string, answer: Answer, about: About): HooksError {
  const host = `\`${new URL(answer.url).host}\``
  const login = `a private one also looks absent without a token: ${signIn(about)}`
  return new HooksError('pack-not-found', `${host} has no package \`${name}\``, {
    hint: answer.signedIn ? 'check the name, and whether your token may read it' : `check the name; ${login}`,
  })
}

function takenBack(name: string, { url }: Answer): HooksError {
  return new HooksError(
    'pack-not-found',
    `all versions of \`${name}\` were taken back from \`${new URL(url).host}\``,
    {
      hint: 'ask its author, or take another pack',
    },
  )
}

function aboutFor(
  what: string,
  { url, registry }: Ask,
  { asking, attempts }: { asking: Asking; attempts: Attempts },
): About {
  return { what, asked: url, registry, attempts, settings: asking.settings }
}
