import type { Scope } from './scope.ts'

/** What the process of a hook, not this one, finds its project by. */
const IN_PROJECT = "process.env.CLAUDE_PROJECT_DIR+'/.claude/hookpack/runtime.cjs'"

/** Characters that no shell reads as anything else between double quotes, and JavaScript between single ones. */
const PLAIN = String.raw`\p{L}\p{N} ,./:@_~+=()-`
const PLAIN_PATH = new RegExp(`^[${PLAIN}]+$`, 'u')
const NOT_PLAIN = new RegExp(`[^${PLAIN}]`, 'gu')

/**
 * The command string of an entry: starts the scope's runtime for these hooks. One text that sh, PowerShell and
 * cmd read alike, so no `$`, backslash, backtick or inner double quote (docs/decisions/0003-entry-command.md).
 */
export function entryCommand(scope: Pick<Scope, 'name' | 'folder'>, hooks: readonly string[]): string {
  return `node ${runtimeOf(scope)} ${hooks.map(argument).join(' ')}`
}

/** The file where its path can be written as it is, which is the fastest start; else code that names it. */
function runtimeOf({ name, folder }: Pick<Scope, 'name' | 'folder'>): string {
  if (name === 'project') return `-e "require('module')._load(${IN_PROJECT})"`
  const windows = /^([A-Za-z]:\\|\\\\)/.test(folder)
  const file = `${windows ? folder.replaceAll('\\', '/') : folder}/runtime.cjs`
  return PLAIN_PATH.test(file) ? `"${file}"` : `-e "require('module')._load('${escaped(file)}')"`
}

/** What a shell or JavaScript would read as more than itself becomes \uXXXX, which neither changes. */
function escaped(path: string): string {
  return path.replace(NOT_PLAIN, (char) =>
    [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** PowerShell reads a leading `@` as splatting, so npm scopes are quoted. */
function argument(hook: string): string {
  return hook.startsWith('@') ? `"${hook}"` : hook
}
