import type { GitCall } from '../../_shared/src/git/call.ts'
import type { Settings } from '../../_shared/src/git/config.ts'
import type { Head, Repository } from '../../_shared/src/git/repository.ts'
import type { Line } from '../../_shared/src/shell/line.ts'

/** Kinds of operations, as the option `operations` has them. */
export type Operation = 'commit' | 'merge' | 'rebase' | 'push' | 'branch'

/** One branch that a call would change. */
export interface Touch {
  readonly operation: Operation
  /** Its name, which may have holes; `undefined` for a branch that is not known at all. */
  readonly branch: string | undefined
  /** What happens to it; completes "`git …` …" for people, with the branch's name to follow. */
  readonly does: string
  /** It would change every branch there is. */
  readonly all?: boolean
}

/** A call of git in the repository it works in. */
export interface Scene {
  readonly call: GitCall
  readonly line: Line
  readonly repository: Repository | undefined
  /** What is checked out when the call runs; `undefined` when that is not known. */
  readonly head: Head | undefined
  readonly settings: () => Settings
}
