import { runCommand } from '../../../src/runtime/src/kit/command.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { type Desktop, desktopOf } from '../../_shared/src/notice/desktop.ts'

type Env = Readonly<Record<string, string | undefined>>

/** A program that plays a sound. */
export interface Player {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

const LINUX_SOUND = '/usr/share/sounds/freedesktop/stereo/complete.oga'

/** The programs that can play `file` (empty: a sound of the system), the best first. */
export function playersFor(desktop: Desktop, file: string): readonly Player[] {
  switch (desktop) {
    case 'macos':
      return [{ program: '/usr/bin/afplay', args: [file || '/System/Library/Sounds/Glass.aiff'] }]
    case 'linux':
      return [
        { program: 'canberra-gtk-play', args: file === '' ? ['-i', 'complete'] : ['-f', file] },
        ...['pw-play', 'paplay', 'aplay'].map((program) => ({ program, args: [file || LINUX_SOUND] })),
      ]
    case 'windows':
    case 'wsl':
      return [windows(file)]
  }
}

/** A constant script: the file is in a variable, so that no name is read as a part of it. */
function windows(file: string): Player {
  const script =
    file === ''
      ? '[System.Media.SystemSounds]::Asterisk.Play(); Start-Sleep -Milliseconds 800'
      : '(New-Object System.Media.SoundPlayer $env:HOOKPACK_SOUND).PlaySync()'
  const args = ['-NoProfile', '-NonInteractive', '-Command', script]
  return { program: 'powershell.exe', args, env: { HOOKPACK_SOUND: file, WSLENV: 'HOOKPACK_SOUND/p' } }
}

// Where the sound goes; the client's keys are not the business of a player.
const PASSED = [
  'XDG_RUNTIME_DIR',
  'PULSE_SERVER',
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
  'WAYLAND_DISPLAY',
  'WSL_INTEROP',
]

/** Plays a sound with the first program that is installed. Rejects when none is, or it fails. */
export async function play(option: string, { env, seconds }: { env: Env; seconds: number }): Promise<void> {
  const file = option === '' ? '' : absolutePath(option, '/')
  const passed = Object.fromEntries(PASSED.flatMap((name) => (env[name] ? [[name, env[name]]] : [])))
  const players = playersFor(desktopOf(process.platform, env), file)
  for (const { program, args, env: own = {} } of players) {
    const result = await runCommand(program, args, { timeoutMs: seconds * 1000, env: { ...passed, ...own } })
    if (result.problem !== undefined) continue
    // A long sound is cut off; it was heard.
    if (result.status === 0 || result.timedOut) return
    throw new Error(`${program} failed (exit status ${result.status})`)
  }
  throw new Error(
    `no program that plays sounds was found (${players.map(({ program }) => program).join(', ')})`,
  )
}
