/** Where the guarded call is found by the script that starts it. */
const CALL = Symbol.for('hookpack.call')

/**
 * Calls `call` and gives its result, but not longer than `ms` in JavaScript: a loop is interrupted by the engine
 * itself, with an Error that says `tooLong`. Promise jobs that are due run within the limit as well. The limit costs a thread of some 50 µs, no more.
 * A call that blocks inside a system call cannot be interrupted before it returns.
 */
export function withinLimit<T>(call: () => T, ms: number, tooLong: string): T {
  const { Script } = process.getBuiltinModule('node:vm')
  const holder = globalThis as unknown as Record<symbol, unknown>
  holder[CALL] = () => {
    const result = call()
    runPromiseJobs()
    return result
  }
  try {
    const script = new Script(`globalThis[Symbol.for('hookpack.call')]()`)
    return script.runInThisContext({ timeout: Math.max(1, Math.ceil(ms)), displayErrors: false }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new Error(tooLong)
    throw error
  } finally {
    delete holder[CALL]
  }
}

/**
 * Runs what `await` left to do. Node has no public name for it; where this one is missing, a loop behind an `await`
 * is left to the watchdog.
 */
function runPromiseJobs(): void {
  const { _tickCallback } = process as unknown as { readonly _tickCallback?: () => void }
  _tickCallback?.()
}
