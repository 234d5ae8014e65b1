/** Longest command that is read; longer ones could take longer than an answer is worth. */
export const LONGEST_COMMAND = 65_536

/** Levels of commands within commands that are followed. */
export const DEEPEST = 64

/**
 * A given-up reading; the message completes "it cannot be followed: …" for people. What is bundled into several files
 * has this class several times: the name tells it everywhere, `instanceof` only within one file.
 */
export class TooComplex extends Error {
  override name = 'TooComplex'
}
