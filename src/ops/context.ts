import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import type { NetworkMode } from '../core/source.ts'
import type { Place } from '../io/scopes.ts'

/** What an operation may use of the world; commands make it, tests make their own. */
export interface Context extends Place {
  /** Folder of the embedded registry. */
  readonly registryDir: string
  /** The folder of the runtime's files, which are placed beside installed packs. */
  readonly runtimeDir: string
  readonly network: NetworkMode
}

/** What writing commands ask for before they write. `confirm` throws `cancelled` or `confirmation-needed`. */
export interface Consent {
  /** Packs whose origin is proven worse than it was are fine. */
  readonly allowWeaker: boolean
  readonly confirm: (plan: Plan) => Promise<void>
  readonly note: (note: Note) => void
}
