import { MOST_OUTPUT, runCommand } from '../../../src/runtime/src/kit/command.ts'
import { SAFE_GIT, SAFE_GIT_ENV } from '../../../src/runtime/src/kit/safe-git.ts'

/** One call of git: its arguments, and what differs from the others. */
interface GitCall {
  readonly input?: string
  readonly env?: Readonly<Record<string, string>>
  /** Exit statuses that are an answer; default: 0. */
  readonly answers?: readonly number[]
}

/** Runs git and gives what it printed. Throws `GitProblem` when it fails, or prints more than can be read. */
export type Git = (args: readonly string[], call?: GitCall) => Promise<string>

/** Why git gave no answer, for people. */
export class GitProblem extends Error {}

// Nothing is signed: the program for it is in the configuration. `core.safecrlf` would refuse files for their line ends.
const OPTIONS = [
  ...SAFE_GIT,
  ...['commit.gpgSign=false', 'core.safecrlf=false', 'gc.auto=0'].flatMap((setting) => ['-c', setting]),
]

const ENV = { ...SAFE_GIT_ENV, LC_ALL: 'C' }

/** A git for this folder, all of whose calls have to be done within the time. */
export function gitIn(folder: string, seconds: number, settings: readonly string[] = []): Git {
  const end = performance.now() + seconds * 1000
  return async (args, { input = '', env = {}, answers = [0] } = {}) => {
    const result = await runCommand('git', [...OPTIONS, ...settings, ...args], {
      ...{ cwd: folder, input, timeoutMs: Math.max(1, end - performance.now()), env: { ...ENV, ...env } },
    })
    const { status, stdout, stderr, timedOut, problem } = result
    if (problem !== undefined) throw new GitProblem(problem)
    if (timedOut) throw new GitProblem(`it took longer than ${seconds} s (option "timeoutSeconds")`)
    if (status === null || !answers.includes(status))
      throw new GitProblem(`git ${args[0]} failed: ${causeIn(stderr)}`)
    // Of longer output the middle is left out.
    if (Buffer.byteLength(stdout) >= MOST_OUTPUT) throw new GitProblem('too many files have changed')
    return stdout
  }
}

/** The line that says why; around it git gives advice. */
function causeIn(stderr: string): string {
  const lines = stderr.trim().split('\n')
  return lines.find((line) => /^(?:fatal|error): /.test(line)) ?? lines.at(-1) ?? ''
}
