import { managedFile } from '../../../src/core/managed-place.ts'
import { rateLimit } from '../../../src/runtime/src/kit/limits.ts'
import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import { type Drift, driftsIn } from './drift.ts'
import { healOf, restore } from './heal.ts'
import { placesOf } from './scopes.ts'

/** What handlers here need of their context. */
export interface Around {
  readonly event: { readonly session_id: string }
  readonly options: Readonly<Record<string, unknown>>
  readonly projectDir: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Somebody who keeps dropping hooks is not fought for ever. */
const OFTEN = { count: 5, perMs: 10 * 60_000 }

/** Looks at every scope and, if that is wanted, puts right what is wrong. Gives what there is to tell, a line each. */
export async function settle(around: Around): Promise<readonly string[]> {
  const { options, projectDir, env } = around
  const places = placesOf(projectDir, env)
  const drifts = driftsIn(places)
  if (drifts.length === 0) return []
  const heal = healOf(options['heal'], places, managedFile(process.platform))
  const lines: string[] = []
  for (const drift of drifts) lines.push(...(await told(drift, heal, around)))
  return lines
}

async function told(drift: Drift, heal: 'report' | 'restore', around: Around): Promise<readonly string[]> {
  const { place, what } = drift
  const found = what.map((line) => `${place.scope} scope: ${line}`)
  if (heal === 'report')
    return [...found, `\`hooks verify --fix --scope ${place.scope}\` puts it right (${place.settings})`]
  if (!rateLimit({ event: around.event, name: 'keep-hooks', env: around.env }, place.scope, OFTEN))
    return [...found, 'it was put back several times already, and something keeps dropping it']
  const problem = await restore(drift, around)
  const left = problem === undefined ? driftsIn([place]) : [drift]
  if (left.length === 0) return [...found, 'it was put back']
  return [...found, `it could not be put back: ${problem ?? 'it is still so afterwards'}`]
}

/** Keeps what there is to tell until the user is there. */
export function tellLater({ event, env }: Around, lines: readonly string[]): void {
  updateState<{ lines: readonly string[] }>({ event, name: 'keep-hooks-news', env }, (old) => ({
    lines: [...new Set([...(old?.lines ?? []), ...lines])].slice(-20),
  }))
}

/** What was kept, once. */
export function newsOf({ event, env }: Pick<Around, 'event' | 'env'>): readonly string[] {
  let news: readonly string[] = []
  updateState<{ lines: readonly string[] }>({ event, name: 'keep-hooks-news', env }, (old) => {
    news = old?.lines ?? []
    return { lines: [] }
  })
  return news
}
