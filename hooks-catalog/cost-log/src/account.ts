import { dollarsOf, type Price, priceOf, type Tokens } from './prices.ts'
import type { Place } from './read-on.ts'
import type { Usage } from './usage.ts'

/** Tokens by model, and what they cost. */
export interface Sum {
  readonly models: Readonly<Record<string, Tokens>>
  readonly usd: number
}

/** What is remembered of a session. */
export interface Account {
  /** Lines from before do not count (ISO 8601): they are the history of another session. */
  readonly since?: string
  readonly files: Readonly<Record<string, Place>>
  /** The requests that were counted last, by file and id: a request may be repeated with more output. */
  readonly recent: Readonly<Record<string, Tokens>>
  readonly total: Sum
  /** What no line of the log has yet. */
  readonly open: Sum
  /** Models with requests whose price is not known. */
  readonly unpriced: readonly string[]
  readonly warnedAt?: number
}

const MOST_RECENT = 200
const MOST_FILES = 300
const MOST_MODELS = 50

const NOTHING: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0, searches: 0 }
const EMPTY: Sum = { models: {}, usd: 0 }

/** The account of a session of which nothing is known; whatever was remembered in another form is forgotten. */
export function accountFrom(old: unknown): Account {
  const known = (typeof old === 'object' && old !== null ? old : {}) as Partial<Account>
  const isWhole = typeof known.total?.usd === 'number' && typeof known.open?.usd === 'number'
  if (isWhole && known.files && known.recent && known.unpriced) return known as Account
  const since = typeof known.since === 'string' ? { since: known.since } : {}
  return { ...since, files: {}, recent: {}, total: EMPTY, open: EMPTY, unpriced: [] }
}

/** The account with more usages of one file: what is new about them is added. */
export function withUsages(
  account: Account,
  usages: readonly Usage[],
  { file, prices }: { readonly file: string; readonly prices: Readonly<Record<string, Price>> },
): Account {
  // A map, because an object would have to be made anew for each of many thousand requests.
  const recent = new Map(Object.entries(account.recent))
  let next = account
  for (const usage of usages) {
    if (account.since !== undefined && usage.time !== '' && usage.time < account.since) continue
    const key = `${file.slice(-60)} ${usage.id}`
    const before = (usage.id === '' ? undefined : recent.get(key)) ?? NOTHING
    const after = most(before, usage.tokens)
    next = withAdded(next, usage, { before, after, price: priceFor(usage, prices) })
    if (usage.id === '') continue
    recent.delete(key)
    recent.set(key, after)
  }
  return { ...next, recent: Object.fromEntries([...recent].slice(-MOST_RECENT)) }
}

function priceFor({ model, fast }: Usage, prices: Readonly<Record<string, Price>>): Price | undefined {
  const price = priceOf(model, prices)
  return fast && price?.fast === undefined ? undefined : price
}

interface Added {
  readonly before: Tokens
  readonly after: Tokens
  readonly price: Price | undefined
}

function withAdded(account: Account, { model, fast }: Usage, { before, after, price }: Added): Account {
  const cost = (tokens: Tokens): number => (price ? dollarsOf(tokens, price, fast) : 0)
  const added = { tokens: difference(after, before), usd: cost(after) - cost(before) }
  return {
    ...account,
    total: plus(account.total, model, added),
    open: plus(account.open, model, added),
    unpriced: price ? account.unpriced : known(account.unpriced, model),
  }
}

/** The account, having read a file so far. */
export function withPlace(account: Account, file: string, place: Place): Account {
  const { [file]: _, ...others } = account.files
  return { ...account, files: newest({ ...others, [file]: place }, MOST_FILES) }
}

/** The account after a line of the log was made of what is open. */
export function closed(account: Account): Account {
  return { ...account, open: EMPTY }
}

function plus(sum: Sum, model: string, added: { readonly tokens: Tokens; readonly usd: number }): Sum {
  // A file that invents names does not make the account grow for ever.
  const name =
    Object.hasOwn(sum.models, model) || Object.keys(sum.models).length < MOST_MODELS ? model : 'other'
  const old = (Object.hasOwn(sum.models, name) ? sum.models[name] : undefined) ?? NOTHING
  return {
    models: { ...sum.models, [name]: combine(old, added.tokens, (a, b) => a + b) },
    usd: sum.usd + added.usd,
  }
}

const most = (a: Tokens, b: Tokens): Tokens => combine(a, b, Math.max)
const difference = (a: Tokens, b: Tokens): Tokens => combine(a, b, (x, y) => x - y)

function combine(a: Tokens, b: Tokens, by: (a: number, b: number) => number): Tokens {
  return {
    input: by(a.input, b.input),
    output: by(a.output, b.output),
    cacheRead: by(a.cacheRead, b.cacheRead),
    cacheWrite5m: by(a.cacheWrite5m, b.cacheWrite5m),
    cacheWrite1h: by(a.cacheWrite1h, b.cacheWrite1h),
    searches: by(a.searches, b.searches),
  }
}

function known(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) || names.length >= 10 ? names : [...names, name]
}

function newest<Value>(all: Readonly<Record<string, Value>>, most: number): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(all).slice(-most))
}
