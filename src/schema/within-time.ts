import { Script } from 'node:vm'

/** What `withinTime` throws when the time is over. */
export class OutOfTime extends Error {}

const WORK = Symbol.for('hookpack.work')

/**
 * Does some work in JavaScript, but not for longer than `ms`: the engine itself interrupts loops and regular expressions
 * then. Throws `OutOfTime`, and what the work throws.
 */
export function withinTime<T>(ms: number, work: () => T): T {
  const holder = globalThis as unknown as Record<symbol, unknown>
  const before = holder[WORK]
  holder[WORK] = work
  try {
    const script = new Script(`globalThis[Symbol.for('hookpack.work')]()`)
    return script.runInThisContext({ timeout: ms, displayErrors: false }) as T
  } catch (error) {
    if ((error as NodeJS.ErrnoException | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new OutOfTime()
    throw error
  } finally {
    holder[WORK] = before
  }
}
