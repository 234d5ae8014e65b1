import { readState, type StatePlace, updateState } from '../../../src/runtime/src/kit/session-state.ts'

/** How a project stands: not looked at since an edit, or without or with errors in edited files. */
type Status = 'open' | 'clean' | 'errors'

/** What is remembered of a session. */
export interface Memory {
  /** Edited files, real paths; the last is the newest. */
  readonly files: readonly string[]
  readonly projects: Readonly<Record<string, Status>>
  /** Projects whose check took too long after an edit; they are left to the end of a turn. */
  readonly slow: readonly string[]
  /** Errors in other files at the first check of a project. */
  readonly known: Readonly<Record<string, readonly string[]>>
}

interface SessionEvent {
  readonly session_id: string
}

const NAME = 'typecheck-on-edit'
const MOST_FILES = 300
const MOST_KNOWN = 300
const NOTHING: Memory = { files: [], projects: {}, slow: [], known: {} }

/** What is remembered of the session so far. */
export function recall(event: SessionEvent): Memory {
  return { ...NOTHING, ...readState<Memory>(placeOf(event)) }
}

/** Remembers that the file was edited, and that its projects have to be looked at. */
export function rememberEdit(event: SessionEvent, file: string, keys: readonly string[]): Memory {
  return change(event, (old) => ({
    ...old,
    files: [...old.files.filter((one) => one !== file), file].slice(-MOST_FILES),
    projects: { ...old.projects, ...Object.fromEntries(keys.map((key) => [key, 'open' as const])) },
  }))
}

/** What a check has shown of a project. */
export interface Shown {
  readonly status: Status
  readonly slow?: boolean
  /** Errors in files that nobody has edited; those of the first check are kept. */
  readonly others?: readonly string[]
}

/** Remembers how a project stands after a check. */
export function rememberStatus(event: SessionEvent, key: string, { status, slow, others }: Shown): void {
  change(event, (old) => ({
    ...old,
    projects: { ...old.projects, [key]: status },
    slow: slow && !old.slow.includes(key) ? [...old.slow, key] : old.slow,
    known: others ? { ...old.known, [key]: old.known[key] ?? others.slice(0, MOST_KNOWN) } : old.known,
  }))
}

/** When nothing can be kept, this event is all that there is. */
function change(event: SessionEvent, next: (old: Memory) => Memory): Memory {
  const kept = updateState<Memory>(placeOf(event), (old) => next({ ...NOTHING, ...old }))
  return kept.ok ? kept.state : next(NOTHING)
}

function placeOf(event: SessionEvent): StatePlace {
  return { event, name: NAME }
}
