import type { Call } from '../shell/call.ts'
import type { Finding } from '../types.ts'

/** What a rule found; the part of the command is filled in when the rule names none. */
export type Found = Omit<Finding, 'part'> & { readonly part?: string }

/** One rule: the programs it is about, and what it says about a call of one of them. */
export interface Rule {
  readonly programs: string
  readonly check: (call: Call) => Found | undefined
}
