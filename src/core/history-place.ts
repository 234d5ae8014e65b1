import { stateFolder } from '../runtime/src/state-folder.ts'
import { sha256 } from './integrity.ts'

/** The file that remembers what a scope was before its last changes; undefined when there is no place for it. */
export function historyFile(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  platform: string,
): string | undefined {
  const state = stateFolder(env, platform)
  return state === '' ? undefined : `${state}/history/${sha256(folder).slice(0, 16)}.json`
}
