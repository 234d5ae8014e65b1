import { closeSync, constants, fstatSync, openSync, readlinkSync, writeSync } from 'node:fs'
import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import type { Note } from '../../_shared/src/notice/note.ts'

type Env = Readonly<Record<string, string | undefined>>

const DEVICE = /^\/dev\/(?:pts\/\d{1,6}|tty\w{1,12})$/

/**
 * The terminal of the session. A hook in the background has none of its own, and the client does not pass on what it
 * says there, so it is looked up by the client's process. Throws when there is none.
 */
export async function terminalOf(env: Env, platform: string = process.platform): Promise<string> {
  const pid = env['CLAUDE_PID'] ?? ''
  if (!/^\d{1,10}$/.test(pid))
    throw new Error('the terminal of the session is not known (CLAUDE_PID is not set)')
  const device = platform === 'darwin' ? await deviceOnMac(pid) : deviceOnLinux(pid, platform)
  if (device !== undefined && DEVICE.test(device)) return device
  throw new Error('the session has no terminal, or none that a hook can find')
}

function deviceOnLinux(pid: string, platform: string): string | undefined {
  if (platform !== 'linux') return undefined
  for (const fd of [1, 2, 0]) {
    try {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`)
      if (DEVICE.test(target)) return target
    } catch {
      // The process is gone, or not ours.
    }
  }
  return undefined
}

async function deviceOnMac(pid: string): Promise<string | undefined> {
  const { status, stdout } = await runCommand('/bin/ps', ['-o', 'tty=', '-p', pid], { timeoutMs: 3000 })
  const name = stdout.trim()
  return status === 0 && name !== '' ? `/dev/${name}` : undefined
}

/** Writes to a terminal without making it that of this process, and without waiting for it. */
export function writeToTerminal(device: string, sequence: string): void {
  const { O_NOCTTY, O_NONBLOCK, O_WRONLY } = constants
  const fd = openSync(device, O_WRONLY | O_NOCTTY | O_NONBLOCK)
  try {
    if (!fstatSync(fd).isCharacterDevice()) throw new Error(`${device} is no terminal`)
    writeSync(fd, sequence)
  } finally {
    closeSync(fd)
  }
}

const BELL = '\u0007'
const ESCAPE = '\u001b'

/** The bell, or the notification that the terminal knows; tmux passes that on if it is allowed to. */
export function sequenceFor(channel: 'bell' | 'osc', { title, body }: Note, env: Env): string {
  if (channel === 'bell') return BELL
  const osc = `${ESCAPE}]${oscOf(env, title, body)}${ESCAPE}\\`
  return env['TMUX'] ? `${ESCAPE}Ptmux;${osc.replaceAll(ESCAPE, ESCAPE + ESCAPE)}${ESCAPE}\\` : osc
}

/** kitty has 99, rxvt and foot have 777; all the others that have any have 9. */
function oscOf(env: Env, title: string, body: string): string {
  const terminal = `${env['TERM_PROGRAM'] ?? ''} ${env['TERM'] ?? ''}`
  if (/kitty/i.test(terminal)) return `99;;${title}: ${body}`
  if (/rxvt|foot/i.test(terminal))
    return `777;notify;${title.replaceAll(';', ',')};${body.replaceAll(';', ',')}`
  return `9;${title}: ${body}`
}
