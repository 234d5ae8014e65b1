import { Script } from 'node:vm'

/** What `withinTime` throws when the time is over. */
export class OutOfTime extends Error {}

const WORK = Symbol.for('hookpack.work')

/**
 * Does some work in JavaScript, but not for longer than `ms`: the engine itself interrupts loops and regular expressions
 * then. Throws `OutOfTime`, and what the work throws. On a machine that has had no time for us, the work begins anew with
 * more, so it must be something that can be done twice.
 */
export function withinTime<T>(ms: number, work: () => T): T {
  for (let most = ms; ; most *= 2) {
    const before = process.cpuUsage()
    try {
      return attempt(most, work)
    } catch (error) {
      const { user, system } = process.cpuUsage(before)
      if (!(error instanceof OutOfTime) || (user + system) / 1000 > ms / 2 || most > 8 * ms) throw error
    }
  }
}

function attempt<T>(ms: number, work: () => T): T {
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
