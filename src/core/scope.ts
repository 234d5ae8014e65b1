/** Where hooks can be installed. `managed` is read only for now. */
export type ScopeName = 'user' | 'project' | 'local'

export const SCOPE_NAMES: readonly ScopeName[] = ['user', 'project', 'local']

/** One scope on this machine. Paths are absolute, in the platform's form. */
export interface Scope {
  readonly name: ScopeName
  /** The project's folder, or the client's configuration folder for `user`. */
  readonly root: string
  /** The folder that holds the settings file (`.claude`, or the configuration folder itself). */
  readonly home: string
  readonly settingsFile: string
  /** Everything of ours in this scope: deleting it and our entries leaves no trace. */
  readonly folder: string
}

/** Paths of the files in a scope's own folder, relative to it, with `/`. */
export const FILES = {
  request: 'hookpack.json',
  lockfile: 'lock.json',
  table: 'table.json',
  runtime: 'runtime.cjs',
  runtimeEngine: 'runtime-engine.cjs',
  runtimeMore: 'runtime-more.cjs',
  boundary: 'package.json',
  ignore: '.gitignore',
} as const
