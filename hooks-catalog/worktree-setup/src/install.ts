import { existsSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import { duration } from '../../_shared/src/duration.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import { whyNot } from './git.ts'
import type { Options } from './options.ts'

/** What belongs to a lock file; none of these changes it. */
const COMMANDS: readonly (readonly [string, readonly string[]])[] = [
  ['pnpm-lock.yaml', ['pnpm', 'install', '--frozen-lockfile']],
  ['bun.lock', ['bun', 'install', '--frozen-lockfile']],
  ['bun.lockb', ['bun', 'install', '--frozen-lockfile']],
  ['package-lock.json', ['npm', 'ci']],
  ['npm-shrinkwrap.json', ['npm', 'ci']],
  ['uv.lock', ['uv', 'sync', '--locked']],
  ['poetry.lock', ['poetry', 'install', '--no-interaction']],
  ['Gemfile.lock', ['bundle', 'install']],
  ['composer.lock', ['composer', 'install', '--no-interaction']],
]

/** The command that the option stands for; undefined without one. */
export function commandFor(root: string, install: readonly string[]): readonly string[] | undefined {
  if (install.length === 0) return undefined
  if (install[0] !== 'auto') return install
  const is = (name: string): boolean => existsSync(path.join(root, name))
  // Yarn 2 and later have another word for it than yarn 1.
  if (is('yarn.lock')) return ['yarn', 'install', is('.yarnrc.yml') ? '--immutable' : '--frozen-lockfile']
  return COMMANDS.find(([lock]) => is(lock))?.[1]
}

/** Installs, if that is wanted, and says how it went; undefined when there is nothing to say. */
export async function installIn(
  root: string,
  { install, installSeconds }: Options,
): Promise<string | undefined> {
  const [program, ...args] = commandFor(root, install) ?? []
  if (program === undefined)
    return install.length === 0 ? undefined : 'nothing was installed: there is no lock file that is known'
  const begun = performance.now()
  const result = await runCommand(program, args, { cwd: root, timeoutMs: installSeconds * 1000 })
  const text = oneLine([program, ...args].join(' '), 200)
  if (result.status === 0) return `\`${text}\` was run (${duration((performance.now() - begun) / 1000)})`
  return `\`${text}\` failed: ${whyNot(result, installSeconds)}`
}
