// What a client would run of a settings text, worked out without any code of ours.

/** A hook as the client runs it. */
export interface Runs {
  readonly event: string
  readonly matcher: unknown
  readonly handler: Readonly<Record<string, unknown>>
}

/** A parsed settings text; undefined for no file and for one without content. */
export function parsed(text: string | null): unknown {
  const body = (text ?? '').replace('\uFEFF', '')
  return body.trim() === '' ? undefined : (JSON.parse(body) as unknown)
}

/** Every hook of a settings text, in file order. */
export function runsOf(text: string | null): readonly Runs[] {
  return members(member(parsed(text), 'hooks')).flatMap(([event, groups]) =>
    items(groups).flatMap((group) =>
      items(member(group, 'hooks'))
        .filter((handler) => typeof handler === 'object' && handler !== null)
        .map((handler) => ({
          event,
          matcher: member(group, 'matcher'),
          handler: handler as Runs['handler'],
        })),
    ),
  )
}

/** Hooks in an order of their own, so that two lists of the same ones are equal. */
export function sorted(runs: readonly Runs[]): readonly string[] {
  return runs.map((one) => JSON.stringify([one.event, one.matcher, ordered(one.handler)])).sort()
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered)
  return typeof value === 'object' && value !== null
    ? members(value)
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([key, one]) => [key, ordered(one)])
    : value
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function members(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
