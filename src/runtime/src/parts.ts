/**
 * The parts of the runtime that a hook without an opinion never needs. Each is a file of its own, read when it comes
 * to that; whoever starts hooks says how.
 */
export interface Parts {
  /** Decisions: what they may be, how they are merged and told to the client, failures included; further files. */
  readonly answer: () => typeof import('./answer.ts')
  /** The log, scripts, hooks that wait, async hooks. */
  readonly more: () => typeof import('./more.ts')
}
