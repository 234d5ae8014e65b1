/** A file that a command runs and nothing else. */
export interface NamedScript {
  readonly interpreter?: string
  /** Relative, with `/`. */
  readonly file: string
  readonly from: 'project' | 'plugin'
}

const INTERPRETERS = new Set('sh bash zsh dash python python3 node ruby perl php pwsh'.split(' '))
const QUOTED_ROOT =
  /"(\$(?:\{CLAUDE_(?:PROJECT_DIR|PLUGIN_ROOT)\}|CLAUDE_(?:PROJECT_DIR|PLUGIN_ROOT)(?!\w)))"/
const PLAIN =
  /^(?:([\w.-]+) +)?(["']?)(?:\$\{?CLAUDE_(PROJECT_DIR|PLUGIN_ROOT)\}?\/|(\.\/))?((?!\/)[\w@.+/ -]+)\2$/

/** The script that a shell command plainly names; undefined when it does more than to run one. */
export function scriptOf(command: string): NamedScript | undefined {
  const [, program, quote = '', root, here, file = ''] =
    PLAIN.exec(command.trim().replace(QUOTED_ROOT, '$1')) ?? []
  const spaced = file.includes(' ') && quote === ''
  if (file === '' || spaced || (quote === "'" && root !== undefined)) return undefined
  if (program !== undefined && !INTERPRETERS.has(program)) return undefined
  // A word alone is a program on the PATH.
  if (program === undefined && root === undefined && here === undefined && !file.includes('/'))
    return undefined
  if (file.split('/').some((part) => part === '..' || part === '')) return undefined
  const from = root === 'PLUGIN_ROOT' ? 'plugin' : 'project'
  return { file, from, ...(program === undefined ? {} : { interpreter: program }) }
}

/** The client fills it in, also where no shell does. */
const PROJECT = '$' + '{CLAUDE_PROJECT_DIR}'

/** The shell line of a handler: its command, with the words of `args` behind it as they are. */
export function lineOf(command: string, args: unknown): string {
  if (!Array.isArray(args)) return command
  const words = [command, ...args.map(String)].map(
    (word) => `'${word.replaceAll("'", `'\\''`).replaceAll(PROJECT, `'"$CLAUDE_PROJECT_DIR"'`)}'`,
  )
  return words.join(' ')
}

/** The text of a script that runs this one line. */
export function lineScript(line: string): string {
  return `#!/bin/sh\n${line}\n`
}
