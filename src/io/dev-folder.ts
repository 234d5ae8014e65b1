import { closeSync, constants, fstatSync, openSync, readSync, rmSync, watch } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sha256 } from '../core/integrity.ts'
import { HooksError } from '../errors.ts'
import { stateFolder } from '../runtime/src/state-folder.ts'

/** Tells whether a folder has changed since it was last asked, and is quiet again. */
export interface Watched {
  readonly changed: () => boolean
  readonly close: () => void
}

/** What is written there by others than its author. */
const NOT_OURS = /(?:^|[/\\])(?:node_modules|\.git|\.claude)(?:[/\\]|$)/

/** Milliseconds after which a save, or a build that writes several files, is over. */
const QUIET = 150

/** Watches a folder with all that is in it. */
export function watchFolder(folder: string): Watched {
  let last: number | undefined
  const watcher = watch(folder, { recursive: true }, (_, name) => {
    if (name === null || !NOT_OURS.test(name)) last = performance.now()
  })
  // A folder that is renamed or removed while it is watched: whoever reads it next is told why.
  watcher.on('error', () => {
    last = performance.now()
  })
  return {
    changed: () => {
      if (last === undefined || performance.now() - last < QUIET) return false
      last = undefined
      return true
    },
    close: () => watcher.close(),
  }
}

/** The file in which payloads are kept for one folder of a pack; only its user can read it. */
export function payloadFile(folder: string, env: Readonly<Record<string, string | undefined>>): string {
  const state = stateFolder(env, process.platform)
  if (state === '')
    throw new HooksError('no-home', 'payloads are kept in the state folder, and `HOME` is not set', {
      hint: 'set HOME, or HOOKPACK_STATE_DIR to an absolute folder',
    })
  return path.join(state, 'dev', `${sha256(Buffer.from(folder)).slice(0, 16)}.jsonl`)
}

/** Makes it, empty; what a process that was killed has left there goes. */
export async function makePayloadFile(file: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  rmSync(file, { force: true })
  await writeFile(file, '', { mode: 0o600, flag: 'wx' })
}

/** Takes it away with what it holds. */
export function removePayloadFile(file: string): void {
  rmSync(file, { force: true })
}

/** Gives what came into a file since it was last asked; of a file that began anew, all. Empty when there is none. */
export function newTail(file: string): () => string {
  let offset = 0
  return () => {
    const fd = opened(file)
    if (fd === undefined) return ''
    try {
      const { size } = fstatSync(fd)
      if (size < offset) offset = 0
      const bytes = Buffer.alloc(size - offset)
      const count = readSync(fd, bytes, 0, bytes.length, offset)
      // Up to the last whole line.
      const end = bytes.subarray(0, count).lastIndexOf(0x0a) + 1
      offset += end
      return bytes.subarray(0, end).toString()
    } finally {
      closeSync(fd)
    }
  }
}

/** Undefined for a file that is not there, or cannot be read: there is nothing to show. */
function opened(file: string): number | undefined {
  const { O_NOFOLLOW = 0 } = constants as Partial<typeof constants>
  try {
    return openSync(file, constants.O_RDONLY | O_NOFOLLOW)
  } catch {
    return undefined
  }
}
