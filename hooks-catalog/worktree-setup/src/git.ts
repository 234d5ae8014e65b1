import { type CommandResult, runCommand } from '../../../src/runtime/src/kit/command.ts'
import { oneLine } from '../../_shared/src/one-line.ts'

/** Where git runs, and how long it may take. */
export interface Run {
  readonly cwd: string
  readonly seconds: number
  readonly input?: string
}

// A folder from an archive can look like a worktree and bring a configuration: none of its programs is run by a look.
const SAFE = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap(
  (setting) => ['-c', setting],
)

/** Runs a git command that only looks, without programs that the repository's configuration names. */
export function look(args: readonly string[], run: Run): Promise<CommandResult> {
  return git([...SAFE, ...args], run)
}

/** Runs git with the repository's own configuration: a checkout needs its filters, and makes its hooks run. */
export function git(args: readonly string[], { cwd, seconds, input }: Run): Promise<CommandResult> {
  return runCommand('git', args, {
    cwd,
    timeoutMs: seconds * 1000,
    env: { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0' },
    ...(input === undefined ? {} : { input }),
  })
}

/** Why a command did not work, in a line. */
export function whyNot(
  { problem, timedOut, stderr, stdout, status }: CommandResult,
  seconds: number,
): string {
  if (problem !== undefined) return problem
  if (timedOut) return `it did not end within ${seconds} s and was stopped`
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '')
  const told = lines.filter((line) => /^(?:fatal|error)/i.test(line)).at(-1) ?? lines.at(-1) ?? ''
  return oneLine(`exit status ${status}${told === '' ? '' : `: ${told}`}`, 300)
}
