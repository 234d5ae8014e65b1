/** Something about a pack that its author should know: where it is, what it is, and the way out. */
export interface Finding {
  readonly level: 'error' | 'warning'
  /** A word for programs; they stay. */
  readonly rule: string
  /** Relative to the pack. */
  readonly file: string
  /** From 1. */
  readonly line?: number
  /** As it is written in JavaScript: `hooks[0].event`. */
  readonly field?: string
  readonly message: string
  readonly hint: string
}

/** A file of a pack as text. */
export interface SourceText {
  readonly path: string
  readonly text: string
}

/** Makes findings about one file. */
export interface Findings {
  readonly error: (rule: string, about: About) => Finding
  readonly warning: (rule: string, about: About) => Finding
}

type About = Pick<Finding, 'message' | 'hint'> & { readonly line?: number; readonly field?: string }

/** Findings about `file`. */
export function findingsIn(file: string): Findings {
  return {
    error: (rule, about) => ({ level: 'error', rule, file, ...about }),
    warning: (rule, about) => ({ level: 'warning', rule, file, ...about }),
  }
}

/** The line, from 1, in which a character stands. */
export function lineAt(text: string, offset: number): number {
  let line = 1
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line += 1
  return line
}
