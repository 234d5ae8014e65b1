import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import type { Place } from './at-start.ts'
import type { Options } from './options.ts'
import { quote } from './quote.ts'

// What the configuration of a repository can name to be run by `git log`: a pager, a file monitor, hooks, a program
// that checks signatures, and one that fetches what a partial clone lacks.
const SAFE = [
  '--no-pager',
  ...['core.fsmonitor=false', 'core.hooksPath=/dev/null', 'safe.bareRepository=explicit'].flatMap(
    (setting) => ['-c', setting],
  ),
]
const LOG = ['log', '--no-show-signature', '--no-color', '--no-notes', '--format=%h%x09%cr%x09%s']
const ENV = {
  ...{ GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: '' },
}

/** The last commits: hash, age, subject. */
export async function commitLines({ cwd, inGit }: Place, options: Options): Promise<readonly string[]> {
  if (!inGit) return []
  const { status, stdout } = await runCommand('git', [...SAFE, ...LOG, `-${options.maxCommits}`], {
    cwd,
    timeoutMs: options.gitSeconds * 1000,
    env: ENV,
  })
  if (status !== 0) return []
  const commits = stdout.split('\n').filter((line) => line !== '')
  const lines = commits.slice(0, options.maxCommits).map((line) => {
    const [hash = '', age = '', ...subject] = line.split('\t')
    return `- ${hash} ${age}: ${quote(subject.join(' '), 120)}`
  })
  return lines.length === 0 ? [] : ['Last commits:', ...lines]
}
