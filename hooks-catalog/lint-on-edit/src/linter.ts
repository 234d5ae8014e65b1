import type { Tool } from '../../_shared/src/evidence.ts'
import type { Source } from '../../_shared/src/program.ts'

/** The file to lint, the folder with its linter's evidence, and the project's root; all real paths. */
export interface Place {
  readonly file: string
  readonly folder: string
  readonly root: string
}

/** One thing that a linter found in the file. */
export interface Finding {
  readonly line: number
  readonly severity: 'error' | 'warning'
  readonly text: string
}

/** How findings are printed: lines of `path:line[:column]: text`, eslint's JSON, or the commands of GitHub. */
type Format = 'lines' | 'eslint' | 'github'

/** One linter: which files it takes, what shows that the project wants it, how it is found and called. */
export interface Linter extends Tool {
  readonly program: readonly Source[]
  readonly args: (place: Place) => readonly string[]
  /** Arguments with which it mends the one file; absent when it cannot, or would mend others too. */
  readonly fix?: (place: Place) => readonly string[]
  readonly format: Format
  /** What the text of a finding is like that is only a warning; without it, all are errors. */
  readonly warning?: RegExp
  /** The exit status with which a linter of whole packages says that there is something in any of the files. */
  readonly elsewhere?: number
  /** The folder it runs in; the evidence's folder if absent. */
  readonly cwd?: (place: Place) => string
  readonly env?: Readonly<Record<string, string>>
  /** How to get it, in words for a person. */
  readonly install: string
}
