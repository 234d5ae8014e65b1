import type { LockedEntry } from '../lockfile.ts'
import { isSameJson } from '../same-json.ts'

/** A hook in a settings file that we did not write. */
export interface ForeignHook {
  readonly event: string
  readonly matcher?: string
  readonly type: string
  /** What it runs, asks or calls, in one line. */
  readonly runs: string
}

/** What became of an entry of ours: as we wrote it, changed by somebody, or not there. */
export type EntryState = 'ok' | 'edited' | 'gone'

/** The hooks of a parsed settings file: the state of each of our entries, and everything else. */
export function inventory(
  settings: unknown,
  entries: readonly LockedEntry[],
): { readonly ours: readonly EntryState[]; readonly foreign: readonly ForeignHook[] } {
  const handlers = handlersOf(settings)
  const taken = new Set<Handler>()
  const ours = entries.map((entry): EntryState => {
    const same = handlers.find(
      (one) =>
        one.event === entry.event && one.matcher === entry.matcher && isSameJson(one.value, entry.handler),
    )
    const edited = handlers.find(
      (one) =>
        one.event === entry.event &&
        entry.handler['command'] !== undefined &&
        one.value['command'] === entry.handler['command'],
    )
    const found = same ?? edited
    if (found) taken.add(found)
    return same ? 'ok' : edited ? 'edited' : 'gone'
  })
  return { ours, foreign: handlers.filter((one) => !taken.has(one)).map(foreignHook) }
}

interface Handler {
  readonly event: string
  readonly matcher: string | undefined
  readonly value: Readonly<Record<string, unknown>>
}

/** Every handler that is shaped like one; anything else is the doctor's business. */
function handlersOf(settings: unknown): readonly Handler[] {
  return pairs(get(settings, 'hooks')).flatMap(([event, groups]) =>
    list(groups).flatMap((group) => {
      const matcher = get(group, 'matcher')
      return list(get(group, 'hooks')).flatMap((value) =>
        typeof value === 'object' && value !== null
          ? [
              {
                event,
                matcher: typeof matcher === 'string' ? matcher : undefined,
                value: value as Record<string, unknown>,
              },
            ]
          : [],
      )
    }),
  )
}

function foreignHook({ event, matcher, value }: Handler): ForeignHook {
  const runs = [value['command'], value['url'], value['prompt'], value['tool']].find(
    (text) => typeof text === 'string',
  )
  return {
    event,
    ...(matcher === undefined ? {} : { matcher }),
    type: typeof value['type'] === 'string' ? value['type'] : 'unknown',
    runs: typeof runs === 'string' ? runs : '',
  }
}

function get(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)[key]
    : undefined
}

function pairs(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
