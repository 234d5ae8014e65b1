/** What a worker is given: its seed, how many inputs there are for all, and which of them are its own. */
export interface Share {
  readonly seed: number
  readonly inputs: number
  /** Which reader is tried, by its name in `readers`. */
  readonly reader: string
  /** The number of workers. */
  readonly of: number
  /** One shared number: the input that the worker is at, at first its first one. */
  readonly at: SharedArrayBuffer
}

/** An input that did what none may do; `seed` and `index` make it again. */
interface Fault {
  readonly index: number
  readonly faults: readonly string[]
  readonly archive: string
}

/** What came of inputs. */
export interface Counts {
  accepted: number
  refused: Record<string, number>
  faults: Fault[]
  /** The most milliseconds that one input took. */
  slowest: number
}

/** What a worker has come to; `done` when that is the end of its share. */
export interface Report extends Counts {
  readonly done: boolean
}
