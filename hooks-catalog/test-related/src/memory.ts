import { readState, type StatePlace, updateState } from '../../../src/runtime/src/kit/session-state.ts'

interface SessionEvent {
  readonly session_id: string
}

/** Files whose tests have not passed since their last edit; the number tells one edit from the next. */
type Open = Readonly<Record<string, number>>

const MOST_FILES = 300

/** Remembers that the file was edited. */
export function rememberEdit(event: SessionEvent, file: string): void {
  updateState<Open>(placeOf(event), (old) => {
    const { [file]: times = 0, ...others } = old ?? {}
    const entries = [...Object.entries(others).slice(1 - MOST_FILES), [file, times + 1] as const]
    return Object.fromEntries(entries)
  })
}

/** Files whose tests have not passed since their last edit, with what `settle` has to know. */
export function openFiles(event: SessionEvent): Open {
  return readState<Open>(placeOf(event)) ?? {}
}

/** Takes files away, unless they were edited since `seen` was read. */
export function settle(event: SessionEvent, files: readonly string[], seen: Open): void {
  if (files.length === 0) return
  updateState<Open>(placeOf(event), (old) => {
    const left = Object.entries(old ?? {}).filter(
      ([file, times]) => !files.includes(file) || times !== seen[file],
    )
    return Object.fromEntries(left)
  })
}

function placeOf(event: SessionEvent): StatePlace {
  return { event, name: 'test-related' }
}
