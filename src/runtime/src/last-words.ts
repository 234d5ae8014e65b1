import { lineOf } from './log/line.ts'
import type { Result } from './outcome.ts'
import { type Circumstances, logFolder, recordsOf } from './remember.ts'
import type { LastWords, Successor, Watchdog } from './watchdog.ts'

/** How much later than the timers of the process itself the watchdog acts. */
const GRACE_MS = 150

interface Waiting {
  readonly provisional: Result
  readonly ms: number
  readonly at: Circumstances
  readonly successor: Successor | undefined
}

/** Tells the watchdog, which is started if there is none yet, what to say should the process get stuck. */
export function lastWords(
  watchdog: Watchdog | undefined,
  { provisional, ms, at, successor }: Waiting,
): Watchdog {
  const { startWatchdog } = require('./watchdog.ts') as typeof import('./watchdog.ts')
  const words: LastWords = {
    answer: provisional.answer,
    successor,
    log: { folder: logFolder(at.env), text: recordsOf(provisional, at).map(lineOf).join('') },
  }
  if (!watchdog) return startWatchdog(ms + GRACE_MS, words)
  watchdog.update(words)
  return watchdog
}
