import type { GitCall } from '../../_shared/src/git/call.ts'
import type { Settings } from '../../_shared/src/git/config.ts'
import type { Line } from '../../_shared/src/shell/line.ts'

/** The rules, as the option `off` has them. */
export type Rule = 'no-verify' | 'hooks-path' | 'environment' | 'hook-files' | 'uninstall'

/** One way around the hooks of a repository. */
export interface Finding {
  readonly rule: Rule
  /** Completes "`git …` …" for people. */
  readonly does: string
  /** It is about files of the working tree, which are changed for good reasons as well. */
  readonly soft?: boolean
}

/** A command of a line, and what is needed to judge it. */
export interface Scene {
  readonly line: Line
  readonly index: number
  readonly home: string
}

/** A call of git, without aliases. */
export interface GitScene extends Scene {
  readonly call: GitCall
  readonly settings: () => Settings
}
