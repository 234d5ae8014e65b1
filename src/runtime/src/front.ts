import type { Called } from './begin.ts'
import type { Answer } from './encode.ts'
import type { Payload } from './parse-object.ts'
import type { Table } from './types.ts'

/**
 * The process as `runtime.cjs` has it: what it was started for, and what only one part may own (stdout, the exit
 * status, stray errors). The engine, a file of its own, is handed this when there is more to do than to call hooks
 * that have no opinion.
 */
export interface Front {
  /** The folder of table.json, with `/`. */
  readonly root: string
  /** `<pack>/<hook id>`, or `--drain`. */
  readonly hooks: readonly string[]
  /** `undefined` when the file is not a table. */
  readonly table: Table | undefined
  /** What was said to the client. */
  answer: Answer | undefined
  /** The hook that is being started. */
  starting: string
  /** Told of errors outside of every handler's call. */
  onStray: (error: unknown) => void
  /** Stray errors that came up while hooks were started. */
  readonly strays: Stray[]
  readonly engine: () => typeof import('./engine-file.ts')
  /** `import()` by a file that Node has loaded; from one that we compile, Node 20 warns of it. */
  readonly importFile: (url: string) => Promise<unknown>
  /** Ends the process once it has said its answer. */
  readonly leave: () => void
}

export interface Stray {
  readonly hook: string
  readonly error: unknown
}

/** An event, and what the front has done for it. */
export interface Arrived {
  readonly payload: Payload
  /** The payload as it came. */
  readonly text: () => string
  /** The whole environment. */
  readonly env: () => Readonly<Record<string, string | undefined>>
  /** The first of the hooks, if they have been called. */
  readonly called: readonly Called[]
}
