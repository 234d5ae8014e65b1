import { endTree } from './process-tree.ts'

/** How long scripts may take to end when we are told to; the client ends us a second later. */
const GRACE_MS = 200

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

const running = new Set<number>()
let told: NodeJS.Signals | undefined

/**
 * Makes the process tree `pid` end when this process is told to end, or ends by itself. Gives a function to be
 * called when the tree has ended. What we are told is obeyed once no tree is left.
 */
export function endWithUs(pid: number): () => void {
  if (running.size === 0) {
    for (const signal of SIGNALS) process.on(signal, onSignal)
    process.on('exit', onExit)
  }
  running.add(pid)
  return () => {
    if (!running.delete(pid) || running.size > 0) return
    stopListening()
    if (told) process.kill(process.pid, told)
  }
}

function stopListening(): void {
  for (const signal of SIGNALS) process.removeListener(signal, onSignal)
  process.removeListener('exit', onExit)
}

function onSignal(signal: NodeJS.Signals): void {
  if (told) return
  told = signal
  for (const pid of running) endTree(pid, 'SIGTERM')
  setTimeout(() => {
    onExit()
    stopListening()
    process.kill(process.pid, signal)
  }, GRACE_MS)
}

function onExit(): void {
  for (const pid of running) endTree(pid, 'SIGKILL')
}
