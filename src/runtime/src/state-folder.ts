import { posix, win32 } from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/**
 * The folder for what Hookpack remembers of runs: log, queues of async hooks, small states of packs. One per user,
 * outside of every project, and never needed for a hook to decide. `HOOKPACK_STATE_DIR` moves it; else it follows
 * the XDG rules, or on Windows the local application data. Absolute, since hooks follow the session's `cd`; empty
 * when there is no place for it.
 */
export function stateFolder(env: Env, platform: string): string {
  const paths = platform === 'win32' ? win32 : posix
  const absolute = (folder: string | undefined): string => (folder && paths.isAbsolute(folder) ? folder : '')
  const own = env['HOOKPACK_STATE_DIR']
  if (own) return absolute(own)
  const below = (base: string | undefined, ...names: readonly string[]): string =>
    absolute(base) === '' ? '' : paths.join(absolute(base), ...names)
  if (platform === 'win32') {
    return below(env['LOCALAPPDATA'], 'hookpack') || below(env['USERPROFILE'], 'AppData', 'Local', 'hookpack')
  }
  return below(env['XDG_STATE_HOME'], 'hookpack') || below(env['HOME'], '.local', 'state', 'hookpack')
}
