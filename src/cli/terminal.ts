import { safeLine } from '../views/style.ts'
import { write } from './world.ts'

/** How much a terminal shows. */
interface Size {
  readonly columns: number
  readonly rows: number
}

/** A terminal of which the whole screen is ours until it is closed; what was on it before comes back then. */
export interface Terminal {
  readonly size: () => Size
  /** Shows these lines and nothing else; false when the terminal has gone. */
  readonly draw: (lines: readonly string[]) => boolean
  readonly close: () => void
}

/** What a person does. */
export interface Doings {
  readonly key: (key: string) => void
  readonly resized: () => void
}

const OPEN = '\u001B[?1049h\u001B[?25l\u001B[?7l'
const CLOSE = '\u001B[?7h\u001B[?25h\u001B[?1049l'
const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/** True when a person sits at both ends, and the terminal can move its cursor. */
export function hasScreen(env: Readonly<Record<string, string | undefined>>): boolean {
  const { isatty } = require('node:tty') as typeof import('node:tty')
  return isatty(0) && isatty(1) && env['TERM'] !== 'dumb'
}

/** Takes the screen. However the process ends, but for a SIGKILL, the terminal is then as it was. */
export function openTerminal({ key, resized }: Doings, colours: boolean): Terminal {
  const { stdin, stdout } = process
  const onData = (data: Buffer | string): void => {
    for (const one of String(data)) key(one)
  }
  let open = true
  const close = (): void => {
    if (!open) return
    open = false
    stdin.off('data', onData)
    stdin.setRawMode(false)
    stdin.pause()
    stdout.off('resize', resized)
    process.off('exit', close)
    for (const signal of SIGNALS) process.off(signal, onSignal)
    write(1, CLOSE)
  }
  const onSignal = (signal: NodeJS.Signals): void => {
    close()
    process.kill(process.pid, signal)
  }
  stdin.setRawMode(true)
  stdin.on('data', onData)
  stdin.resume()
  stdout.on('resize', resized)
  process.on('exit', close)
  for (const signal of SIGNALS) process.on(signal, onSignal)
  write(1, OPEN)
  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    draw: (lines) => {
      const shown = lines.slice(0, stdout.rows || 24).map((line) => `\u001B[2K${safeLine(line, colours)}`)
      return write(1, `\u001B[H${shown.join('\r\n')}\u001B[J`)
    },
    close,
  }
}
