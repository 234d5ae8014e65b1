import { execFileSync } from 'node:child_process'

/** Runs git in a folder as somebody without any configuration. Gives what it says, also when it ends with a conflict. */
export function git(folder: string, ...args: readonly string[]): string {
  const identity = [
    '-c',
    'user.name=Test',
    '-c',
    'user.email=test@localhost',
    '-c',
    'init.defaultBranch=main',
  ]
  const env = { PATH: process.env['PATH'] ?? '', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' }
  try {
    return execFileSync('git', [...identity, ...args], { cwd: folder, env, stdio: 'pipe' })
      .toString()
      .trim()
  } catch (error) {
    if (args[0] !== 'merge') throw error
    return String((error as { stdout?: unknown }).stdout)
  }
}
