import { appendFileSync } from 'node:fs'
import type { Decision } from './types.ts'

type Env = Readonly<Record<string, string | undefined>>

/**
 * Sets the variables that hooks decided on for the session's Bash commands, through the file that the client names.
 * Gives the fault, if any, for people.
 */
export function exportVariables(decisions: readonly Decision[], env: Env): string | undefined {
  const lines = decisions.flatMap((decision) =>
    decision.kind === 'setEnv' ? Object.entries(decision.variables).map(exportLine) : [],
  )
  if (lines.length === 0) return undefined
  const file = env['CLAUDE_ENV_FILE']
  if (!file) return 'decide.setEnv: this client gives no CLAUDE_ENV_FILE'
  try {
    appendFileSync(file, lines.join(''))
    return undefined
  } catch (error) {
    return `decide.setEnv: ${(error as Error).message}`
  }
}

/** One line that every POSIX shell reads as that value and nothing else. */
function exportLine([name, value]: readonly [string, string]): string {
  return `export ${name}='${value.replaceAll("'", `'\\''`)}'\n`
}
