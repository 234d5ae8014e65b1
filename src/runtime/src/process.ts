// What the process itself owns: stdout, the exit status, its end. Handlers own none of it.
import { after } from './after.ts'
import type { Answer } from './encode.ts'
import { writeAll } from './write.ts'

/** How long what comes up after the answer may keep the process. */
const LINGER_MS = 50

const realExit = process.exit.bind(process)
let answered: Answer | undefined

/** stdout carries our JSON and nothing else: any other line beside it makes the client drop the decision. */
export function keepStdoutClean(): void {
  Object.defineProperty(process, 'stdout', { configurable: true, get: () => process.stderr })
}

/**
 * A handler that calls process.exit must not pass for "no opinion", nor change the status afterwards: the call throws,
 * and a process that ends all the same without an answer gives the one of `early`.
 */
export function refuseEarlyExit(early: () => Answer): void {
  process.exit = ((code?: number) => {
    throw new Error(`it called process.exit(${code ?? ''})`)
  }) as typeof process.exit
  process.on('exit', () => {
    say(answered ?? early())
    process.exitCode = answered?.status ?? 1
  })
}

/** Writes the answer, once. */
export function say(answer: Answer): void {
  if (answered) return
  answered = answer
  if (answer.stdout !== '') writeAll(1, answer.stdout)
  if (answer.stderr !== '') writeAll(2, `${answer.stderr}\n`)
}

/**
 * Lets the process end by itself. On Node 24 and 26 process.exit can wait for ever for a compiler thread that
 * waits for a garbage collection, so it is only for what a handler left behind: timers, children, servers. Those
 * get no time: a timer that loops would keep the client waiting, which then drops the answer.
 */
export function leave(): void {
  process.exitCode = answered?.status ?? 0
  const left = process.getActiveResourcesInfo()
  // This may be called from the end of the read of stdin, which still counts as one.
  if (left.some((kind) => kind !== 'FSReqCallback')) realExit(process.exitCode)
  after(LINGER_MS, () => {
    if (process.getActiveResourcesInfo().length > 0) realExit(process.exitCode)
  })
}

/** A thread that waits for stdin keeps even process.exit waiting. The client then goes by what was written. */
export function leaveStuck(): void {
  process.kill(process.pid, 'SIGKILL')
}
