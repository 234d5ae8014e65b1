// What the process itself owns: stdout, the exit status, its end. Handlers own none of it.
import { after } from './after.ts'
import type { Front } from './front.ts'
import { say } from './say.ts'

/** How long what comes up after the answer may keep the process. */
const LINGER_MS = 50

const realExit = process.exit.bind(process)

/** stdout carries our JSON and nothing else: any other line beside it makes the client drop the decision. */
export function keepStdoutClean(): void {
  Object.defineProperty(process, 'stdout', { configurable: true, get: () => process.stderr })
}

/**
 * A handler that calls process.exit must not pass for "no opinion", nor change the status afterwards: the call throws,
 * and a process that ends all the same without an answer gives the one for that.
 */
export function refuseEarlyExit(front: Front): void {
  process.exit = ((code?: number) => {
    throw new Error(`it called process.exit(${code ?? ''})`)
  }) as typeof process.exit
  process.on('exit', () => {
    if (!front.answer) answerAtExit(front)
    process.exitCode = front.answer?.status ?? 1
  })
}

/** The answer of a process that ends without one. It has to be right even if a file of the runtime is missing. */
function answerAtExit(front: Front): void {
  try {
    front.engine().answerAtExit(front)
  } catch (error) {
    const blocks = front.hooks.some((name) => front.table?.hooks[name]?.failure === 'block')
    const foreign = process.env['COPILOT_CLI'] !== undefined
    const [why] = String(error).split('\n', 1)
    say(front, {
      stdout: '',
      stderr: `hookpack: the runtime is damaged: ${why}`,
      status: blocks && !foreign ? 2 : 1,
    })
  }
}

/**
 * Lets the process end by itself. On Node 24 and 26 process.exit can wait for ever for a compiler thread that
 * waits for a garbage collection, so it is only for what a handler left behind: timers, children, servers. Those
 * get no time: a timer that loops would keep the client waiting, which then drops the answer.
 */
export function leave({ answer }: Front): void {
  process.exitCode = answer?.status ?? 0
  const left = process.getActiveResourcesInfo()
  // This may be called from the end of the read of stdin, which still counts as one.
  if (left.some((kind) => kind !== 'FSReqCallback')) realExit(process.exitCode)
  after(LINGER_MS, () => {
    if (process.getActiveResourcesInfo().length > 0) realExit(process.exitCode)
  })
}
