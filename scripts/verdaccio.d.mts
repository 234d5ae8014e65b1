/** A registry that is up, with one user. */
export interface Verdaccio {
  /** Ends with `/`. */
  readonly url: string
  readonly token: string
  /** What the user's .npmrc has to say: the registry and the token. */
  readonly npmrc: string
  /** Ends the process; what it has stored stays in the folder. */
  stop(): Promise<void>
}

/** Starts a real npm registry that keeps everything in `folder`. Packages with a namespace are private. */
export function startVerdaccio(folder: string): Promise<Verdaccio>
