import type { Pattern } from './patterns.ts'

/** What a call does to a file. */
export type Access = 'read' | 'write' | 'remove'

/** What is done about a protected file. */
export type Verdict = 'deny' | 'ask'

/** Files that are protected against some kinds of access. */
export interface Rule {
  readonly name: string
  readonly verdict: Verdict
  /** A file that does not exist yet may be made. */
  readonly existing?: true
  readonly patterns: Readonly<Partial<Record<Access, readonly Pattern[]>>>
  /** Completes "`x` is protected: …". */
  readonly why: string
  /** What to do instead, without the full stop at the end. */
  readonly instead: string
}
