/** A part of what is told. */
export type Section = 'git' | 'commits' | 'failures' | 'todo' | 'scripts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly sections: readonly Section[]
  readonly sources: readonly string[]
  readonly maxLines: number
  readonly maxKilobytes: number
  readonly maxFiles: number
  readonly maxCommits: number
  readonly todoFiles: readonly string[]
  readonly maxTodos: number
  readonly failureDays: number
  readonly failureLog: string
  readonly gitSeconds: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  sections: ['git', 'failures', 'todo', 'commits', 'scripts'],
  sources: ['startup', 'resume', 'clear', 'compact'],
  maxLines: 60,
  maxKilobytes: 6,
  maxFiles: 10,
  maxCommits: 5,
  todoFiles: ['TODO.md', 'TODO', 'TODO.txt', 'docs/TODO.md', '.claude/TODO.md'],
  maxTodos: 5,
  failureDays: 7,
  failureLog: '',
  gitSeconds: 3,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
