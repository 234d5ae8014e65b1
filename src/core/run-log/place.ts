import { CURRENT, segmentsIn } from '../../runtime/src/log/place.ts'
import { stateFolder } from '../../runtime/src/state-folder.ts'

/** The folder of the run log for this environment; empty when there is no place for it. */
export function logFolder(env: Readonly<Record<string, string | undefined>>, platform: string): string {
  const state = stateFolder(env, platform)
  return state === '' ? '' : `${state}/log`
}

/** The file that records are appended to. */
export const CURRENT_LOG = CURRENT

/** The names of rotated files in a folder's listing, oldest first. */
export const segmentNames = segmentsIn
