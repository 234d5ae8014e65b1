import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import { SAFE_GIT, SAFE_GIT_ENV } from '../../../src/runtime/src/kit/safe-git.ts'
import type { Place } from './at-start.ts'
import type { Options } from './options.ts'
import { quote } from './quote.ts'

// A commit may name a program that checks its signature.
const LOG = ['log', '--no-show-signature', '--no-color', '--no-notes', '--format=%h%x09%cr%x09%s']

/** The last commits: hash, age, subject. */
export async function commitLines({ cwd, inGit }: Place, options: Options): Promise<readonly string[]> {
  if (!inGit) return []
  const { status, stdout } = await runCommand('git', [...SAFE_GIT, ...LOG, `-${options.maxCommits}`], {
    cwd,
    timeoutMs: options.gitSeconds * 1000,
    env: SAFE_GIT_ENV,
  })
  if (status !== 0) return []
  const commits = stdout.split('\n').filter((line) => line !== '')
  const lines = commits.slice(0, options.maxCommits).map((line) => {
    const [hash = '', age = '', ...subject] = line.split('\t')
    return `- ${hash} ${age}: ${quote(subject.join(' '), 120)}`
  })
  return lines.length === 0 ? [] : ['Last commits:', ...lines]
}
