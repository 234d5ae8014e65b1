import type { Scope } from './scope.ts'

/**
 * The command string of an entry: starts the scope's runtime for these hooks. One text that sh, PowerShell and
 * cmd read alike, so no `$`, backslash, backtick or inner double quote (docs/decisions/0003-entry-command.md).
 */
export function entryCommand(scope: Pick<Scope, 'name' | 'folder'>, hooks: readonly string[]): string {
  const target =
    scope.name === 'project'
      ? "process.env.CLAUDE_PROJECT_DIR+'/.claude/hookpack/runtime.cjs'"
      : `'${escapePath(scope.folder)}/runtime.cjs'`
  return `node -e "require('module')._load(${target})" ${hooks.map(argument).join(' ')}`
}

/** Characters that a shell or JavaScript would read as more than themselves become \uXXXX, which neither changes. */
function escapePath(folder: string): string {
  const windows = /^([A-Za-z]:\\|\\\\)/.test(folder)
  const path = windows ? folder.replaceAll('\\', '/') : folder
  return path.replace(/[^\p{L}\p{N} ,./:@_~+=()-]/gu, (char) =>
    [...Array(char.length).keys()]
      .map((at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`)
      .join(''),
  )
}

/** PowerShell reads a leading `@` as splatting, so npm scopes are quoted. */
function argument(hook: string): string {
  return hook.startsWith('@') ? `"${hook}"` : hook
}
