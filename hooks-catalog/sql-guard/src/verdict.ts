import { plain } from '../../_shared/src/shell/plain.ts'
import type { Fault, Rule } from './sql/fault.ts'

/** The options of the pack, with the defaults filled in. */
export interface Options {
  readonly action: 'deny' | 'ask'
  readonly readOnly: boolean
  readonly freeHosts: readonly string[]
  readonly freeDatabases: readonly string[]
  readonly off: readonly Rule[]
}

/** What the guard says. */
export interface Answer {
  readonly verdict: 'deny' | 'ask'
  readonly reason: string
}

const ADVICE: Readonly<Record<Rule, string>> = {
  'no-where':
    'Name the rows with a WHERE, after a SELECT has shown which they are; or try it between BEGIN and ROLLBACK.',
  drop: 'Write a migration for it, or ask for it to be done.',
  truncate: 'Delete the rows that are meant with a WHERE, or ask for it to be done.',
  'alter-drop': 'Write a migration for it, or ask for it to be done.',
  grant: 'Grant the rights that are needed, by their names.',
  program: 'Run programs through the Bash tool, where they can be seen.',
  'read-only': 'Read with SELECT or EXPLAIN, and leave changes to a person.',
  unknown: 'Give the SQL in plain words, or in a file that is there.',
}

/** The answer to faults: the worst of them, with what to do instead; `undefined` when the options let all pass. */
export function answerTo(faults: readonly Fault[], what: string, options: Options): Answer | undefined {
  const left = faults.filter(({ rule }) => !options.off.includes(rule))
  const worst = left.find(({ soft }) => !soft) ?? left[0]
  if (!worst) return undefined
  const statement = worst.excerpt ? `: \`${plain(worst.excerpt)}\`` : ''
  return {
    verdict: worst.soft || worst.rule === 'unknown' ? 'ask' : options.action,
    reason: `sql-guard (${worst.rule}): ${what} ${worst.does}${statement}. ${ADVICE[worst.rule]}`,
  }
}

/** Whether a host or database is one that the user has given free; `*` is any part of a name. */
export function isFree(name: string | undefined, patterns: readonly string[]): boolean {
  if (name === undefined || name.includes('\uE000')) return false
  return patterns.some((pattern) => {
    const parts = pattern.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('.*')}$`, 'is').test(name)
  })
}
