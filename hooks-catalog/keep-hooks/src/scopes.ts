import path from 'node:path'

type Env = Readonly<Record<string, string | undefined>>

/** A place where hooks are installed. */
export interface Place {
  readonly scope: 'user' | 'project' | 'local'
  readonly settings: string
  /** Hookpack's own folder. */
  readonly folder: string
}

/** The three scopes that a session reads. Without a home there is no user scope. */
export function placesOf(projectDir: string, env: Env): readonly Place[] {
  const claude = path.join(projectDir, '.claude')
  const home = env['HOME'] ?? env['USERPROFILE']
  const config = env['CLAUDE_CONFIG_DIR'] ?? (home === undefined ? undefined : path.join(home, '.claude'))
  const user = config === undefined ? [] : [placeIn('user', config, 'settings.json', 'hookpack')]
  return [
    ...user,
    ...(config !== undefined && path.resolve(config) === path.resolve(claude)
      ? []
      : [
          placeIn('project', claude, 'settings.json', 'hookpack'),
          placeIn('local', claude, 'settings.local.json', 'hookpack.local'),
        ]),
  ]
}

function placeIn(scope: Place['scope'], base: string, settings: string, folder: string): Place {
  return { scope, settings: path.join(base, settings), folder: path.join(base, folder) }
}
