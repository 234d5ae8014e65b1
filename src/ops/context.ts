import type { Note } from '../core/notes.ts'
import type { Plan } from '../core/plan.ts'
import type { NetworkMode } from '../core/source.ts'
import type { Place } from '../io/scopes.ts'
import type { TrustedRoots } from '../io/sigstore-root.ts'

/** What an operation may use of the world; commands make it, tests make their own. */
export interface Context extends Place {
  /** Folder of the embedded registry. */
  readonly registryDir: string
  /** The folder of the runtime's files, which are placed beside installed packs. */
  readonly runtimeDir: string
  /** The administrator's hookpack.json, whether there is one or not. */
  readonly managedFile: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly network: NetworkMode
  /** Whether links of a project that lead out of it are the user's own, so that they may be written through. */
  readonly followLinks?: boolean
  /** Is told what is being done, in a few words; whoever waits may be shown it. */
  readonly step?: (what: string) => void
  /** Whose signatures of builds count: Sigstore's, unless told otherwise. */
  readonly roots?: TrustedRoots
}

/** What writing commands ask for before they write. `confirm` throws `cancelled` or `confirmation-needed`. */
export interface Consent {
  /** Whether a person may have to answer: then nobody else is kept waiting meanwhile. */
  readonly asks: () => boolean
  /** Packs whose origin is proven worse than it was are fine. */
  readonly allowWeaker: boolean
  readonly confirm: (plan: Plan) => Promise<void>
  readonly note: (note: Note) => void
}
