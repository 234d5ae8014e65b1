import { type StatePlace, type Updated, updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { TestRun } from './test-run.ts'

/** What is remembered of a session. */
export interface Memory {
  /** Test files that were edited, relative to the project. */
  readonly tests: readonly string[]
  readonly lastRun?: TestRun
}

interface SessionEvent {
  readonly session_id: string
}

const NAME = 'tdd-guard'
const MOST_TESTS = 500
const NOTHING: Memory = { tests: [] }

/** What is remembered, or why nothing can be: then nobody could ever fulfil what the guard wants. */
export function recall(event: SessionEvent): Updated<Memory> {
  return updateState<Memory>(placeOf(event), (old) => ({ ...NOTHING, ...old }))
}

/** Remembers that a test file was edited. */
export function rememberTest(event: SessionEvent, file: string): void {
  updateState<Memory>(placeOf(event), (old = NOTHING) => ({
    ...old,
    tests: [...old.tests.filter((one) => one !== file), file].slice(-MOST_TESTS),
  }))
}

/** Remembers how the last test run ended. */
export function rememberRun(event: SessionEvent, lastRun: TestRun): void {
  updateState<Memory>(placeOf(event), (old = NOTHING) => ({ ...old, lastRun }))
}

function placeOf(event: SessionEvent): StatePlace {
  return { event, name: NAME }
}
