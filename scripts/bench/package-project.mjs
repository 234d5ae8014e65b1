import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** A scratch project with a home of its own, and how to run things in it. */
export function newPlace({ scratch, cli }, name) {
  const at = (...parts) => path.join(scratch, name, ...parts)
  const [home, project, saved] = [at('home'), at('project'), at('saved')]
  for (const folder of [home, path.join(project, '.claude')]) mkdirSync(folder, { recursive: true })
  const env = {
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`,
    HOME: home,
    HOOKPACK_STATE_DIR: at('state'),
    HOOKPACK_CACHE_DIR: at('cache', 'hookpack'),
    npm_config_cache: at('cache', 'npm'),
    npm_config_loglevel: 'error',
    npm_config_update_notifier: 'false',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
  }
  return {
    home,
    project,
    hooks: (...args) => ({ command: [process.execPath, cli, ...args], input: '', env, cwd: project }),
    npm: (...args) => ({ command: ['/usr/bin/env', 'npm', ...args], input: '', env, cwd: project }),
    write: (file, content) => {
      mkdirSync(path.dirname(path.join(project, file)), { recursive: true })
      writeFileSync(path.join(project, file), typeof content === 'string' ? content : JSON.stringify(content))
    },
    /** The project as it is to be before every run. */
    save: () => copy(project, saved),
    restore: () => copy(saved, project),
    /** Nothing was ever read: neither kept, nor seen of a signed registry. */
    forget: () => {
      for (const one of [at('cache'), at('state', 'registries')])
        rmSync(one, { recursive: true, force: true })
    },
  }
}

function copy(from, to) {
  rmSync(to, { recursive: true, force: true })
  cpSync(from, to, { recursive: true })
}
