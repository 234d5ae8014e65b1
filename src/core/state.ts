import type { Lockfile } from './lockfile.ts'
import type { FILES, Scope } from './scope.ts'

/** What is on disk now. Texts are null where there is no file. */
export interface State {
  readonly scope: Scope
  readonly settings: string | null
  readonly lockfile: Lockfile
  /** The texts of our own files, by name. */
  readonly files: Readonly<Partial<Record<keyof typeof FILES, string>>>
  /** The texts as they lie on the disk, where they are not those above because a merge conflict was settled in them. */
  readonly onDisk?: Pick<State, 'settings' | 'files'>
  /** True when the folder of the settings file exists. */
  readonly homeExists: boolean
}
