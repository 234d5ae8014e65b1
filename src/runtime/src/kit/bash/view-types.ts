/** A word of a command as far as it is known without running anything. */
export interface BashWord {
  /** The word without its quotes; `HOLE` stands for each part that only the shell knows. Globs and `~` stay. */
  readonly text: string
  /** False when there is a hole in it. */
  readonly known: boolean
}

/** One `>`, `<`, here-document or here-string. */
export interface BashRedirect {
  readonly operator: '>' | '>>' | '<' | '<>' | '<&' | '>&' | '>|' | '&>' | '&>>' | '<<<' | '<<' | '<<-'
  /** The descriptor before the operator (`2>`), or the name of a variable for one (`{log}>`). */
  readonly descriptor?: number | string
  /** The file or descriptor; of a here-string or here-document its text. */
  readonly target: BashWord
}

/** `NAME=value` before a command, or on its own. An array has several values. */
export interface BashAssignment {
  readonly name: string
  readonly values: readonly BashWord[]
}

/** How a command lies in another one: inside `$(…)`, inside `<(…)`, started by a program such as `sudo` or
 * `xargs`, as text given to a shell (`bash -c '…'`, `eval`), or in the body of a function. */
export type BashVia = 'substitution' | 'process-substitution' | 'wrapper' | 'code' | 'function'

/** One simple command. */
export interface BashCommand {
  /** The program as rules know it: without a standard folder, `.exe` and capitals. Absent when there is none or
   * its name has a hole. */
  readonly name?: string
  /** The word that names the program; absent for a bare assignment or redirection. */
  readonly program?: BashWord
  readonly args: readonly BashWord[]
  readonly assignments: readonly BashAssignment[]
  readonly redirects: readonly BashRedirect[]
  /** The command as it was written; for one that a wrapper starts, its words with one space between. */
  readonly text: string
  /** Places in `commands` of those whose output is piped into this one. */
  readonly pipedFrom: readonly number[]
  /** Place in `commands` of the command that this one lies in; absent at the top and in functions. */
  readonly parent?: number
  readonly via?: BashVia
  /** It was sent to the background with `&`. */
  readonly background: boolean
}

/** All commands of a line, nested ones included, each behind the one it lies in. */
export interface BashView {
  readonly commands: readonly BashCommand[]
  /** Why it is no valid shell; `commands` has what could be read. */
  readonly broken?: string
  /** Why it was not followed to its end; `commands` has what was read until then. */
  readonly tooComplex?: string
}
