import type { Harmless, Read } from './options.ts'

/** A call of a program whose options are all harmless. */
export interface Call extends Read {
  readonly args: readonly string[]
}

/** A program, or a subcommand of one, that only reads. */
export interface Program {
  readonly options: Harmless
  /** Further conditions. */
  readonly check?: (call: Call) => boolean
  /** No option whatever does harm, so a pattern may also become one. */
  readonly free?: boolean
  /** Operands that are no paths: all of them, or so many of the first. */
  readonly texts?: 'all' | number
  /** Options whose values are no paths. */
  readonly textOptions?: readonly string[]
  /** Options whose values are patterns of names, not places. */
  readonly nameOptions?: readonly string[]
  /** The place of the operand that is a script, a filter or a format. */
  readonly script?: number
  /** Whether it prints the contents of all files in folders. */
  readonly searches?: (call: Call) => boolean
  /** With words from elsewhere (`xargs`) it does no harm and prints no contents either. */
  readonly takesAny?: boolean
}

/** Programs by name. */
export type Programs = Readonly<Record<string, Program>>
