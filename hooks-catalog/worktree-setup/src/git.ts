import { type CommandResult, runCommand } from '../../../src/runtime/src/kit/command.ts'
import { SAFE_GIT } from '../../../src/runtime/src/kit/safe-git.ts'
import { oneLine } from '../../_shared/src/one-line.ts'

/** Where git runs, and how long it may take. */
export interface Run {
  readonly cwd: string
  readonly seconds: number
  readonly input?: string
}

/**
 * Runs a git command that only looks, without programs that the configuration names: a folder from an archive can look
 * like a worktree and bring one.
 */
export function look(args: readonly string[], run: Run): Promise<CommandResult> {
  return git([...SAFE_GIT, ...args], run)
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
