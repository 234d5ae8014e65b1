/** How often something has failed, and when last (milliseconds since 1970). */
interface Way {
  readonly count: number
  readonly last: number
}

/** Ways to fail by their signature; the one that came last comes last. */
export type Ways = Readonly<Record<string, Way>>

/** A failure, as far as it matters here. */
export interface Failure {
  readonly tool: string
  readonly input: string
  readonly error: string
  /** The subagent that it happened in, or empty. */
  readonly agent: string
}

/** What is the same about failures: the very call, or only the error. */
type Sameness = 'call' | 'error'

/** How often the same has happened now, and what is the same. */
export interface Repetition {
  readonly count: number
  readonly same: Sameness
}

const MOST_WAYS = 60
const LONGEST = 400

/** Counts a failure in, once by its call and once by its error, and gives the higher count. */
export function counted(
  old: Ways | undefined,
  failure: Failure,
  { now, withinMs }: { readonly now: number; readonly withinMs: number },
): { readonly ways: Ways; readonly repetition: Repetition } {
  const known = isWays(old) ? old : {}
  const signatures = signaturesOf(failure)
  const counts = signatures.map(({ key }) => {
    const { count = 0, last = 0 } = known[key] ?? {}
    return last <= now && now - last > withinMs ? 1 : count + 1
  })
  const [byCall = 1, byError = 0] = counts
  const keys = signatures.map(({ key }) => key)
  const others = Object.entries(known).filter(([key]) => !keys.includes(key))
  const own = keys.map((key, at) => [key, { count: counts[at] ?? 1, last: now }] as const)
  const ways = Object.fromEntries([...others, ...own].slice(-MOST_WAYS))
  const repetition: Repetition =
    byError > byCall ? { count: byError, same: 'error' } : { count: byCall, same: 'call' }
  return { ways, repetition }
}

function signaturesOf({ tool, input, error, agent }: Failure): readonly { readonly key: string }[] {
  const whose = `${agent} ${tool}`
  const told = withoutChance(error)
  // "Exit code 1" and no more is no way to fail: all that programs say when they do not say why.
  const telling = told.replace(/exit code #/i, '').trim().length >= 12
  return [
    { key: short(`call ${whose} ${input}`) },
    ...(telling ? [{ key: short(`error ${whose} ${told}`) }] : []),
  ]
}

/** An error without what is another one each time: numbers, times, addresses in memory, ids, temporary files. */
function withoutChance(error: string): string {
  return error
    .slice(0, 4000)
    .replace(/\b0x[0-9a-f]+\b/gi, '#')
    .replace(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, '#')
    .replace(/\/(?:tmp|var\/folders)\/\S+/g, '#')
    .replace(/\b[0-9a-f]{12,}\b/gi, '#')
    .replace(/\d+/g, '#')
    .replace(/\s+/g, ' ')
    .trim()
}

/** Both ends of a long signature: what differs is as often at the end as at the beginning. */
function short(key: string): string {
  return key.length <= LONGEST ? key : `${key.slice(0, LONGEST / 2)}…${key.length}…${key.slice(-LONGEST / 2)}`
}

function isWays(value: unknown): value is Ways {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((way) => typeof way?.count === 'number' && typeof way.last === 'number')
  )
}
