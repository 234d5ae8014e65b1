import type { Examination } from './examination.ts'

/** Keys and places from the top of a document, or an offset into a text. */
export type Spot = { readonly path: readonly (string | number)[] } | { readonly offset: number }

/** How a finding can be mended without a choice that a person would have to make. */
export type Fix =
  | { readonly kind: 'value'; readonly path: readonly (string | number)[]; readonly value: unknown }
  /** A value that stands where a list of groups, a group or a handler has to be becomes one. */
  | { readonly kind: 'wrap'; readonly path: readonly (string | number)[] }
  | { readonly kind: 'rename'; readonly path: readonly (string | number)[]; readonly name: string }
  | { readonly kind: 'commas' }
  | { readonly kind: 'executable'; readonly script: string }

/** One place where a rule has found something. */
export interface Hit {
  /** Absolute. */
  readonly file: string
  readonly at: Spot
  /** What is wrong here, in one sentence without its full stop. */
  readonly says: string
  /** Where they differ from those of the rule. */
  readonly why?: string
  readonly how?: string
  readonly fix?: Fix
}

/** One kind of fault: what it is, why it matters, what to do, and how it is found. */
export interface Rule {
  /** Ids stay: programs know them, and docs/doctor.md has a section for each. */
  readonly id: string
  /** An error: a hook does not do what its author wrote it for. A warning: it may not, or costs more than it has to. */
  readonly level: 'error' | 'warning'
  readonly why: string
  readonly how: string
  readonly find: (examination: Examination) => readonly Hit[]
}
