type Env = Readonly<Record<string, string | undefined>>

/**
 * The folder for what Hookpack remembers of runs: log, queues of async hooks, small states of packs. One per user,
 * outside of every project, and never needed for a hook to decide. `HOOKPACK_STATE_DIR` moves it; else it follows
 * the XDG rules, or on Windows the local application data. Absolute; empty when there is no place for it.
 */
export function stateFolder(env: Env, platform: string): string {
  const own = env['HOOKPACK_STATE_DIR']
  if (own) return own
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA'] ?? (env['USERPROFILE'] && `${env['USERPROFILE']}\\AppData\\Local`)
    return local ? `${local}\\hookpack` : ''
  }
  const xdg = env['XDG_STATE_HOME']
  if (xdg?.startsWith('/')) return `${xdg}/hookpack`
  return env['HOME'] ? `${env['HOME']}/.local/state/hookpack` : ''
}
