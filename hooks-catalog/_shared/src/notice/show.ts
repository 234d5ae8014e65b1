import { basename, delimiter, isAbsolute, join } from 'node:path'
import { isProgram } from '../is-program.ts'
import { type Command, desktopCommand, desktopOf, whyUnseen } from './desktop.ts'
import type { Note } from './note.ts'

/** What a notification program gets of the environment; the client's holds keys that are not its business. */
const PASSED = [
  ...[
    'PATH',
    'HOME',
    'USER',
    'LANG',
    'LC_ALL',
    'DISPLAY',
    'WAYLAND_DISPLAY',
    'XAUTHORITY',
    'XDG_RUNTIME_DIR',
  ],
  ...['DBUS_SESSION_BUS_ADDRESS', '__CF_USER_TEXT_ENCODING', 'WSL_DISTRO_NAME', 'WSL_INTEROP', 'SystemRoot'],
  ...['SystemDrive', 'windir', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA', 'ProgramData'],
]

/**
 * Shows `note` on this machine's desktop and waits until that is done. Gives why there is nothing to show it with, if
 * so: a machine without a desktop is no failure. Throws when the program fails.
 */
export function show(
  note: Note,
  { sound, seconds }: { readonly sound: boolean; readonly seconds: number },
): string | undefined {
  const desktop = desktopOf(process.platform, process.env)
  const unseen = whyUnseen(desktop, process.env)
  if (unseen !== undefined) return unseen
  const command = desktopCommand(desktop, note, sound)
  const program = findProgram(command.programs, process.env)
  if (program === undefined)
    return `${basename(command.programs[0] ?? '')} is not installed (${command.install})`
  run(program, command, seconds)
  return undefined
}

function run(program: string, { args, env }: Command, seconds: number): void {
  // Loaded here because it costs a tenth of a process start and filtered notifications never come this far.
  const { spawnSync } = process.getBuiltinModule('node:child_process')
  const passed = Object.fromEntries(
    PASSED.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])),
  )
  const result = spawnSync(program, args, {
    env: { ...passed, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout: seconds * 1000,
    killSignal: 'SIGKILL',
    windowsHide: true,
  })
  const name = basename(program)
  const error = result.error as NodeJS.ErrnoException | undefined
  if (error?.code === 'ETIMEDOUT') throw new Error(`${name} did not end within ${seconds} s and was stopped`)
  if (error) throw new Error(`${name} could not be run: ${error.message}`)
  if (result.status === 0) return
  throw new Error(
    `${name} failed (${result.signal ?? `exit status ${result.status}`}): ${firstLine(result.stderr)}`,
  )
}

/** A bare name is searched for in the absolute folders of PATH; `%NAME%` stands for a variable. */
function findProgram(
  programs: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => isAbsolute(folder))
  return programs
    .map((program) => program.replace(/%(\w+)%/, (_, name: string) => env[name] ?? 'C:\\Windows'))
    .flatMap((program) =>
      /[\\/]/.test(program) ? [program] : folders.map((folder) => join(folder, program)),
    )
    .find((file) => isProgram(file))
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0]?.slice(0, 200) ?? ''
}
