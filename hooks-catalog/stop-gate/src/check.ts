import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { findTool, type Program } from '../../_shared/src/program.ts'

/** One command that has to pass: how it is called for people, and how it is run. */
export interface Check {
  readonly title: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Exit statuses that mean that it has passed; default: 0. */
  readonly passes?: readonly number[]
}

/**
 * The program of a check: the project's own if it has one of that name, else the one in PATH, which may turn out not
 * to be there; `undefined` when it certainly is not.
 */
export function programOf(command: string, root: string): Program | undefined {
  if (command.includes('/') || command.includes('\\')) return { command, prefix: [] }
  const own = findTool(
    [
      { in: 'node_modules', package: command, bin: command },
      { in: 'venv', command },
    ],
    { folder: root, root },
  )
  return own ?? npmOnWindows(command) ?? findTool([{ in: 'path', command }], { folder: root, root })
}

/** npm is a batch file there, which needs a shell; but its script lies beside node. */
function npmOnWindows(command: string): Program | undefined {
  if (process.platform !== 'win32' || (command !== 'npm' && command !== 'npx')) return undefined
  const script = join(dirname(process.execPath), 'node_modules', 'npm', 'bin', `${command}-cli.js`)
  return existsSync(script) ? { command: process.execPath, prefix: [script] } : undefined
}
