import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { stateFolder } from '../state-folder.ts'
import { exclusively, patiently } from './mutex.ts'
import { safeName } from './safe-name.ts'
import { sweep } from './sweep.ts'

type Env = Readonly<Record<string, string | undefined>>

/** Whose state it is: one file for each session and name. */
export interface StatePlace {
  readonly event: { readonly session_id: string }
  /** The pack, or `context.hook` for a state of one hook. */
  readonly name: string
  /** Default: the environment of this process. */
  readonly env?: Env
  /** How long to wait for other processes at most; default: 2 seconds. */
  readonly waitMs?: number
}

/** The state after an update; without one, why it could not be kept, for people. */
export type Updated<State> =
  | { readonly ok: true; readonly state: State }
  | { readonly ok: false; readonly why: string }

const WAIT_MS = 2000
const MOST_BYTES = 256 * 1024

/** The state as it is, without waiting for anybody; `undefined` when there is none. */
export function readState<State>(place: StatePlace): State | undefined {
  const file = fileOf(place)
  return file === undefined ? undefined : stateIn<State>(file)
}

/**
 * Replaces the state by what `update` makes of it; no update of another process is lost. `update` may run while
 * others wait: it must be quick, and not asynchronous. What it throws is thrown; nothing else is.
 */
export function updateState<State>(
  place: StatePlace,
  update: (old: State | undefined) => State,
): Updated<State> {
  const file = fileOf(place)
  if (file === undefined)
    return { ok: false, why: 'there is no folder for it: neither HOME nor HOOKPACK_STATE_DIR is set' }
  let updating = false
  try {
    return exclusively(file, place.waitMs ?? WAIT_MS, (isOurs) => {
      const old = stateIn<State>(file)
      updating = true
      const state = update(old)
      updating = false
      replace(file, state, isOurs)
      if (old === undefined) sweep(path.dirname(file))
      return { ok: true, state }
    })
  } catch (error) {
    if (updating) throw error
    return { ok: false, why: `the state cannot be kept: ${(error as Error).message}` }
  }
}

/** Agents other than Claude Code may give no session; then there is one state for all. */
function fileOf({ event, name, env = process.env }: StatePlace): string | undefined {
  const folder = stateFolder(env, process.platform)
  if (folder === '') return undefined
  return path.join(folder, 'sessions', `s-${safeName(String(event.session_id))}.${safeName(name)}.json`)
}

function stateIn<State>(file: string): State | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as State
  } catch {
    // Not there, or broken: both are no state.
    return undefined
  }
}

function replace(file: string, state: unknown, isOurs: () => boolean): void {
  const text = JSON.stringify(state)
  if (text === undefined) throw new TypeError('it is not JSON')
  if (Buffer.byteLength(text) > MOST_BYTES) throw new RangeError(`it is larger than ${MOST_BYTES} bytes`)
  const next = `${file}.${process.pid}.new`
  try {
    writeFileSync(next, text, { mode: 0o600 })
    if (!isOurs()) throw new Error('this process was stopped for too long')
    patiently(() => renameSync(next, file))
  } finally {
    rmSync(next, { force: true })
  }
}
