import { withoutSecrets } from '../secrets.ts'
import { sha256 } from '../sha256/sha256.ts'
import { stateFolder } from '../state-folder.ts'
import type { Table } from '../types.ts'
import { enqueue, type Job, waiting } from './queue.ts'
import { type Slot, takeSlot } from './slots.ts'

/** How many processes run async hooks of one scope at once. */
const AT_ONCE = 4

/** What is to run, and where. */
export interface Request {
  /** The folder of table.json. */
  readonly root: string
  readonly table: Table
  readonly hooks: readonly string[]
  readonly text: string
  /** The whole environment. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * What becomes of an event for async hooks: `run` it now (the slot is released when the process ends), leave it
 * `queued` for a process that runs already, `drain` the queue because there may be none, or `refused` because
 * too many wait.
 */
export type Turn =
  | { readonly kind: 'run'; readonly slot: Slot | undefined }
  | { readonly kind: 'queued' | 'drain' | 'refused' }

/** The folder of a scope's slots and queue; empty when there is no place for it. */
export function queueFolder(root: string, env: Request['env']): string {
  const state = stateFolder(env, process.platform)
  return state === '' ? '' : `${state}/async/${sha256(Buffer.from(root)).slice(0, 16)}`
}

/** Takes a turn for async hooks. Without a place to keep slots they run at once, as they would without us. */
export function takeTurn(request: Request): Turn {
  const folder = queueFolder(request.root, request.env)
  if (folder === '') return { kind: 'run', slot: undefined }
  try {
    const slot = takeSlot(folder, AT_ONCE)
    if (slot) return { kind: 'run', slot }
    if (!enqueue(folder, jobOf(request))) return { kind: 'refused' }
    // All who could have seen the job may have ended just now.
    const late = takeSlot(folder, AT_ONCE)
    late?.release()
    return { kind: late ? 'drain' : 'queued' }
  } catch {
    return { kind: 'run', slot: undefined }
  }
}

/** A slot for working off the queue, if there is anything in it and a slot is free. */
export function slotForQueue(folder: string): Slot | undefined {
  return waiting(folder).length > 0 ? takeSlot(folder, AT_ONCE) : undefined
}

function jobOf({ table, hooks, text, env }: Request): Job {
  const declared = hooks.flatMap((name) => table.hooks[name]?.env ?? [])
  return { hooks, text, env: withoutSecrets(env, declared), since: Date.now() }
}
