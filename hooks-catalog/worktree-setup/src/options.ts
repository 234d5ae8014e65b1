/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly copy: readonly string[]
  readonly worktreeInclude: boolean
  readonly maxKilobytes: number
  readonly install: readonly string[]
  readonly installSeconds: number
  readonly folder: string
  readonly branchPrefix: string
  readonly base: 'fresh' | 'head'
  readonly gitSeconds: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  copy: ['.env*'],
  worktreeInclude: true,
  maxKilobytes: 1024,
  install: [],
  installSeconds: 300,
  folder: '.claude/worktrees',
  branchPrefix: 'worktree-',
  base: 'fresh',
  gitSeconds: 120,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
