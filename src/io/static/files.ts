/** The files of a static registry, wherever they are. Undefined stands for a file that is not there. */
export interface StaticFiles {
  /** A file that may change: as it is now, or was within the last `seconds`. */
  readonly current: (path: string, how: Current) => Promise<Uint8Array | undefined>
  /** A file that never changes. One that is kept from before is right; one that is new may be wrong. */
  readonly fixed: (path: string, how: Fixed) => Promise<Uint8Array | undefined>
}

export interface Current {
  /** Bytes that it may have at most. */
  readonly limit: number
  /** How long bytes that were right may be used without asking again, which they may themselves say. */
  readonly seconds: (bytes: Uint8Array) => number
}

export interface Fixed {
  readonly limit: number
  readonly isRight: (bytes: Uint8Array) => boolean
}

/** A registry, as errors name it. */
export interface Called {
  readonly name: string
  /** Its address or folder. */
  readonly base: string
  /** What to do if a file of it is wrong. */
  readonly mend: string
}
