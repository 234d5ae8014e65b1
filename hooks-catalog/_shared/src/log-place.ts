import path from 'node:path'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { stateFolder } from '../../../src/runtime/src/state-folder.ts'
import type { JsonLines } from './json-lines.ts'

const MEBIBYTE = 1024 * 1024

/** The options that packs with a log have in common. */
export interface LogOptions {
  /** Empty for the pack's folder in the state folder; else absolute, from `~`, or from the project. */
  readonly folder: string
  readonly keepDays: number
  readonly maxMegabytes: number
}

/** The folder of a pack in the state folder. Throws when there is no place for one. */
function ownFolder(pack: string): string {
  const state = stateFolder(process.env, process.platform)
  if (state !== '') return path.join(state, pack)
  throw new Error('there is no folder for it: neither HOME nor HOOKPACK_STATE_DIR is set')
}

/** The folder that an option names, or the pack's own. */
export function folderOf(option: string, pack: string, projectDir: string): string {
  return option.trim() === '' ? ownFolder(pack) : absolutePath(option, projectDir)
}

/** The log of a pack as its options want it. Throws when there is no place for it. */
export function logOf(
  options: LogOptions,
  { pack, name, projectDir }: { readonly pack: string; readonly name: string; readonly projectDir: string },
): JsonLines {
  const totalBytes = options.maxMegabytes * MEBIBYTE
  return {
    folder: folderOf(options.folder, pack, projectDir),
    name,
    totalBytes,
    // Small enough that the oldest go bit by bit, large enough that there are few files.
    fileBytes: Math.min(8 * MEBIBYTE, Math.max(64 * 1024, totalBytes / 8)),
    keepDays: options.keepDays,
    ignored: options.folder.trim() !== '',
  }
}
