import { fstatSync, writeSync } from 'node:fs'
import path from 'node:path'
import { jsonText, safeLine } from '../views/style.ts'
import { proseFolded } from '../views/view.ts'
import type { World } from './define.ts'
import { newProgress } from './progress.ts'

/** The real world. stdout is written synchronously: loading Node's stream for it costs a tenth of a start. */
export function realWorld(): World {
  const { env } = process
  const [outIsTerminal, sayIsTerminal] = [isCharacterDevice(1), isCharacterDevice(2)] as const
  const terminal = Boolean(env['FORCE_COLOR']) || outIsTerminal
  // Only a person is helped by shorter lines: what reads a pipe looks for whole ones.
  const shown = (line: string, folds: boolean): string =>
    `${folds ? proseFolded(safeLine(line, colours)) : safeLine(line, colours)}\n`
  const say = (line: string): boolean => write(2, shown(line, sayIsTerminal))
  const colours: boolean = terminal && env['NO_COLOR'] === undefined && env['TERM'] !== 'dumb'
  return {
    cwd: process.cwd(),
    env,
    packageRoot: path.resolve(__dirname, '..'),
    stdinIsTerminal: () => isTerminal(0),
    colours,
    out: (line) => write(1, shown(line, outIsTerminal)),
    json: (value) => write(1, `${jsonText(value)}\n`),
    say,
    progress: newProgress({ isTerminal: () => isTerminal(2), say, now: Date.now }),
    now: Date.now,
    interrupted,
  }
}

function interrupted(always?: 'always'): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  if (always === undefined) process.once('SIGINT', abort)
  else for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abort)
  return controller.signal
}

/** Good enough for colours, and free; loading `tty` costs a tenth of a start. */
function isCharacterDevice(fd: 1 | 2): boolean {
  try {
    return fstatSync(fd).isCharacterDevice()
  } catch {
    // What is closed is no terminal.
    return false
  }
}

function isTerminal(fd: 0 | 2): boolean {
  return (require('node:tty') as typeof import('node:tty')).isatty(fd)
}

/** Writes a text at once. False when the reader has gone. */
export function write(fd: 1 | 2, text: string): boolean {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(fd, rest))
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // The reader has gone (`hooks list | head -1`): nothing is left to say to it.
      if (code === 'EPIPE') return false
      if (code !== 'EAGAIN') throw error
    }
  }
  return true
}
