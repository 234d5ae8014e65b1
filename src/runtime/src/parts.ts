/** The part of the engine that most hooks never need: a file of its own, read when it comes to that. */
export interface Parts {
  /** The log, scripts, hooks that wait, async hooks. */
  readonly more: () => typeof import('./more.ts')
}
