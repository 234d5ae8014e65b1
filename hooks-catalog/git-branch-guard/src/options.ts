import type { Operation } from './touch.ts'

/** The options of the pack, with the defaults filled in. */
export interface Options {
  readonly protected: readonly string[]
  readonly remoteDefault: boolean
  readonly action: 'deny' | 'ask'
  readonly operations: readonly Operation[]
  readonly edits: 'off' | 'ask' | 'deny'
  readonly unknown: 'ask' | 'pass'
}

const OPERATIONS: readonly Operation[] = ['commit', 'merge', 'rebase', 'push', 'branch']

/** The options as the runtime gives them, which has checked them against the schema. */
export function optionsOf(given: Readonly<Record<string, unknown>>): Options {
  return {
    protected: (given['protected'] ?? ['main', 'master', 'release/*']) as string[],
    remoteDefault: given['remoteDefault'] !== false,
    action: (given['action'] ?? 'deny') as 'deny' | 'ask',
    operations: (given['operations'] ?? OPERATIONS) as Operation[],
    edits: (given['edits'] ?? 'off') as Options['edits'],
    unknown: (given['unknown'] ?? 'ask') as 'ask' | 'pass',
  }
}
