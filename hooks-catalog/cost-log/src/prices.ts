/** Tokens of one model. */
export interface Tokens {
  readonly input: number
  readonly output: number
  readonly cacheRead: number
  readonly cacheWrite5m: number
  readonly cacheWrite1h: number
  /** Searches of the web that the service has made. */
  readonly searches: number
}

/** Dollars per million tokens. */
export interface Price {
  readonly input: number
  readonly output: number
  /** A tenth of `input` if it is not given, 1.25 times and twice for writing. */
  readonly cacheRead?: number
  readonly cacheWrite5m?: number
  readonly cacheWrite1h?: number
  /** Other prices for requests with more tokens in their prompt; those of the cache change as `input` does. */
  readonly longPrompt?: { readonly above: number; readonly input: number; readonly output: number }
  /** So many times as much in fast mode; without it, requests in fast mode have no known price. */
  readonly fast?: number
}

const DOLLARS_PER_SEARCH = 0.01

/** When and where the prices below were looked up. The README has the same table. */
export const PRICED = { on: '2026-10-24', at: 'https://platform.claude.com/docs/en/about-claude/pricing' }

/** List prices of the service. */
export const PRICES: Readonly<Record<string, Price>> = {
  'claude-fable-5-1': { input: 10, output: 50, cacheRead: 0.25 },
  'claude-fable-5': { input: 10, output: 50 },
  'claude-opus-5-5': { input: 4, output: 20, cacheRead: 0.2, fast: 2 },
  'claude-opus-5': { input: 5, output: 25 },
  'claude-opus-4-8': { input: 5, output: 25 },
  'claude-opus-4-7': { input: 5, output: 25 },
  'claude-opus-4-6': { input: 5, output: 25 },
  'claude-opus-4-5': { input: 5, output: 25 },
  'claude-opus-4-1': { input: 15, output: 75 },
  'claude-opus-4': { input: 15, output: 75 },
  'claude-sonnet-5-5': { input: 2, output: 10, cacheRead: 0.1 },
  'claude-sonnet-5': { input: 2, output: 10 },
  'claude-sonnet-4-6': { input: 3, output: 15 },
  'claude-sonnet-4-5': { input: 3, output: 15 },
  'claude-sonnet-4': { input: 3, output: 15 },
  'claude-3-7-sonnet': { input: 3, output: 15 },
  'claude-3-5-sonnet': { input: 3, output: 15 },
  'claude-haiku-5-5': { input: 0.1, output: 0.5, longPrompt: { above: 100_000, input: 0.5, output: 2.5 } },
  'claude-haiku-4-5': { input: 1, output: 5 },
  'claude-3-5-haiku': { input: 0.8, output: 4 },
}

/** The price of a model; undefined when it is not known: that of another model would be a wrong one. */
export function priceOf(model: string, own: Readonly<Record<string, Price>>): Price | undefined {
  const known = { ...PRICES, ...own }
  // Bedrock and Vertex write `us.anthropic.claude-x-v1:0` and `claude-x@20260101`.
  const plain = model.toLowerCase().replace(/^.*?(?=claude-)/, '')
  const names = Object.keys(known).sort((a, b) => b.length - a.length)
  const name = names.find((one) => isSame(one.toLowerCase(), plain) || one === model)
  return name === undefined ? undefined : known[name]
}

/** The name, and what may follow it: a date, a version of the platform, a size of the context. */
function isSame(name: string, model: string): boolean {
  if (!model.startsWith(name)) return false
  return /^(?:[-@]\d{8}|-0|-latest)?(?:-v\d[\d:]*)?(?:\[\w+\])?$/.test(model.slice(name.length))
}

/** What one request costs, in dollars. */
export function dollarsOf(tokens: Tokens, price: Price, fast: boolean): number {
  const { input, cacheRead, cacheWrite5m, cacheWrite1h, output, searches } = tokens
  const prompt = input + cacheRead + cacheWrite5m + cacheWrite1h
  const long = price.longPrompt && prompt > price.longPrompt.above ? price.longPrompt : undefined
  const share = long && price.input > 0 ? long.input / price.input : 1
  const cache = {
    read: (price.cacheRead ?? price.input * 0.1) * share,
    write5m: (price.cacheWrite5m ?? price.input * 1.25) * share,
    write1h: (price.cacheWrite1h ?? price.input * 2) * share,
  }
  const millions =
    input * (long ?? price).input +
    output * (long ?? price).output +
    cacheRead * cache.read +
    cacheWrite5m * cache.write5m +
    cacheWrite1h * cache.write1h
  return (millions / 1e6) * (fast ? (price.fast ?? 1) : 1) + searches * DOLLARS_PER_SEARCH
}
