import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { execa } from 'execa'
import { cleanEnvironment } from './environment.ts'
import { guardPlace, guardTurns, type Place } from './guard.ts'
import { ensureClient } from './install.ts'
import { startModel } from './model.ts'
import { scratchRootOf } from './scratch.ts'
import type { Turn } from './wire.ts'

/** A session with the client's own user interface, in a pseudo terminal. */
export interface TerminalRun extends Place {
  turns: readonly Turn[]
  /** What the user does. */
  user: (screen: Screen) => Promise<void>
}

/** What the user of a terminal sees and does. */
export interface Screen {
  /** Waits until the terminal was sent this text, control sequences included; throws after some time. */
  sees(text: string): Promise<void>
  /** Waits until something else is so; throws after some time. */
  waitsFor(isSo: () => boolean): Promise<void>
  types(keys: string): Promise<void>
}

/** What gives a process a pseudo terminal without any package of ours; on other systems it has other options. */
const SCRIPT = '/usr/bin/script'

/** True where a session in a pseudo terminal can be run. */
export const hasTerminal = process.platform === 'linux' && existsSync(SCRIPT)

const PATIENCE_MS = 30_000
const BLINK_MS = 100

/** Runs one session and gives everything that the terminal was sent. */
export async function runInTerminal(run: TerminalRun): Promise<string> {
  guardPlace(run)
  guardTurns(run.turns, scratchRootOf(run.home))
  const binary = await ensureClient()
  const model = await startModel(run)
  const env: Record<string, string> = { ...cleanEnvironment(run, model.url), TERM: 'xterm-256color' }
  welcome(run, env['ANTHROPIC_API_KEY'] ?? '')
  const command = `stty cols 120 rows 40; exec '${binary}' --permission-mode default`
  const client = execa(SCRIPT, ['--quiet', '--flush', '--return', '--command', command, '/dev/null'], {
    cwd: run.project,
    env,
    extendEnv: false,
    reject: false,
    timeout: 4 * PATIENCE_MS,
    forceKillAfterDelay: 2000,
  })
  let sent = ''
  client.stdout.setEncoding('utf8').on('data', (text: string) => {
    sent += text
  })
  try {
    await run.user(screenOf(client.stdin, () => sent))
  } finally {
    client.kill()
    await client
    await model.close()
  }
  return sent
}

function screenOf(keyboard: Writable, sent: () => string): Screen {
  const until = async (isSo: () => boolean, what: string) => {
    const deadline = Date.now() + PATIENCE_MS
    while (!isSo()) {
      const shown = () => plain(sent()).replace(/\s+/g, ' ').slice(-2000)
      if (Date.now() > deadline) throw new Error(`the user never saw ${what}; the screen:\n${shown()}`)
      await pause(BLINK_MS)
    }
  }
  return {
    sees: (text) => until(() => sent().includes(text) || plain(sent()).includes(text), text),
    waitsFor: (isSo) => until(isSo, String(isSo)),
    types: async (keys) => {
      keyboard.write(keys)
      await pause(5 * BLINK_MS) // keys that come all at once are taken for pasted text
    },
  }
}

/** Spares the session the questions that the client has for a new user. */
function welcome({ home, project }: Place, key: string): void {
  const known = { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true }
  const state = {
    hasCompletedOnboarding: true,
    customApiKeyResponses: { approved: [key.slice(-20)], rejected: [] },
    projects: { [project]: known },
  }
  writeFileSync(path.join(home, '.claude.json'), JSON.stringify(state))
}

/** The client places words with control sequences instead of spaces. */
function plain(sent: string): string {
  return stripVTControlCharacters(sent.replace(/\x1b\[\d*[CG]/g, ' '))
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
