import type { Answer } from './encode.ts'

/** What is to be said if the process itself no longer can, and the lines for the run log. */
export interface LastWords {
  readonly answer: Answer
  readonly log: { readonly folder: string; readonly text: string }
  readonly successor?: Successor | undefined
}

/** A Node process that goes on with the work of this one. */
export interface Successor {
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  /** A file of this process that it must not find. */
  readonly without?: string
}

/** A second thread that speaks for a process that is stuck. */
export interface Watchdog {
  /** What it would say from now on. */
  readonly update: (words: LastWords) => void
  /** The process has answered by itself. */
  readonly dismiss: () => void
}

interface Shared extends LastWords {
  readonly flag: Int32Array
  readonly ms: number
}

/**
 * Starts a thread that, unless dismissed within `ms`, says the last words and ends the process: for a handler that
 * loops behind an `await`, where nothing else can interrupt it. It costs some milliseconds, so it is only for
 * handlers that wait.
 */
export function startWatchdog(ms: number, words: LastWords): Watchdog {
  const { Worker } = require('node:worker_threads') as typeof import('node:worker_threads')
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const workerData: Shared = { ...words, flag, ms }
  const worker = new Worker(`(${watch.toString()})()`, { eval: true, workerData, execArgv: [], env: {} })
  worker.unref()
  worker.on('error', () => undefined) // Without its watchdog the process still answers, or the client ends it.
  return {
    update: (later) => worker.postMessage(later),
    dismiss: () => {
      Atomics.store(flag, 0, 1)
      Atomics.notify(flag, 0)
    },
  }
}

/** The thread. It is started from its text, so it may use nothing from around it. */
function watch(): void {
  const { workerData, parentPort, receiveMessageOnPort } =
    require('node:worker_threads') as typeof import('node:worker_threads')
  const { closeSync, constants, mkdirSync, openSync, unlinkSync, writeSync } =
    require('node:fs') as typeof import('node:fs')
  const { flag, ms, ...first } = workerData as Shared
  if (Atomics.wait(flag, 0, 0, ms) !== 'timed-out') return
  let words: LastWords = first
  for (let next = receive(); next; next = receive()) words = next
  attempt(() => writeSync(1, words.answer.stdout))
  attempt(() => writeSync(2, words.answer.stderr === '' ? '' : `${words.answer.stderr}\n`))
  attempt(() => {
    const { folder, text } = words.log
    if (text === '' || folder === '') return
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { O_APPEND, O_CREAT, O_WRONLY } = constants
    const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
    const flags = O_APPEND | O_CREAT | O_WRONLY | O_NOFOLLOW | O_NONBLOCK
    const fd = openSync(`${folder}/runs.jsonl`, flags, 0o600)
    writeSync(fd, text)
    closeSync(fd)
  })
  attempt(() => {
    const { successor } = words
    if (!successor) return
    if (successor.without !== undefined) unlinkSync(successor.without)
    const { spawn } = require('node:child_process') as typeof import('node:child_process')
    const { args, env } = successor
    spawn(process.execPath, args, { env, detached: true, stdio: 'ignore' }).unref()
  })
  // Only a signal ends a process whose main thread is in a loop. The client goes by what was written.
  process.kill(process.pid, 'SIGKILL')

  function receive(): LastWords | undefined {
    return parentPort ? (receiveMessageOnPort(parentPort)?.message as LastWords | undefined) : undefined
  }
  function attempt(act: () => unknown): void {
    try {
      act()
    } catch {
      // A closed reader or a full disk must not keep the process alive.
    }
  }
}
