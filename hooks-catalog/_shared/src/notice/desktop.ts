import type { Note } from './note.ts'

/** The kinds of desktop, each with its own way to show a notification. */
export type Desktop = 'macos' | 'linux' | 'windows' | 'wsl'

/** A program to start without a shell: the first of `programs` that exists, its arguments, and its texts. */
export interface Command {
  readonly programs: readonly string[]
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
  readonly install: string
}

type Env = Readonly<Record<string, string | undefined>>

/** Which desktop this machine has. Linux under Windows has the one of Windows. */
export function desktopOf(platform: NodeJS.Platform, env: Env): Desktop {
  if (platform === 'darwin') return 'macos'
  if (platform === 'win32') return 'windows'
  return env['WSL_DISTRO_NAME'] !== undefined || env['WSL_INTEROP'] !== undefined ? 'wsl' : 'linux'
}

/** Why nobody would see a notification here, if so: tried all the same, some programs wait for ever. */
export function whyUnseen(desktop: Desktop, env: Env): string | undefined {
  const remote = env['SSH_CONNECTION'] !== undefined || env['SSH_TTY'] !== undefined
  switch (desktop) {
    case 'macos':
      return remote
        ? 'this is an SSH session, and macOS shows its notifications on the other machine'
        : undefined
    case 'linux': {
      const session = ['DISPLAY', 'WAYLAND_DISPLAY', ...(remote ? [] : ['DBUS_SESSION_BUS_ADDRESS'])]
      return session.some((name) => env[name])
        ? undefined
        : `there is no desktop (${session.join(', ')} are not set)`
    }
    case 'windows':
    case 'wsl':
      return undefined
  }
}

/** The command that shows `note`. Its texts are arguments or variables, never a part of a script. */
export function desktopCommand(desktop: Desktop, note: Note, sound: boolean): Command {
  switch (desktop) {
    case 'macos':
      return macos(note, sound)
    case 'linux':
      return linux(note, sound)
    case 'windows':
      return windows(note, sound, {
        programs: ['%SystemRoot%\\System32\\WindowsPowerShell\\v1.0\\powershell.exe'],
      })
    case 'wsl':
      return windows(note, sound, {
        programs: ['powershell.exe', '/mnt/c/Windows/System32/WindowsPowerShell/v1.0/powershell.exe'],
        // Variables cross from Linux to Windows only when this one names them.
        env: { WSLENV: 'HOOKPACK_TITLE:HOOKPACK_BODY' },
      })
  }
}

function macos({ title, body }: Note, sound: boolean): Command {
  const show = 'display notification (item 3 of argv) with title (item 2 of argv)'
  const script = ['on run argv', sound ? `${show} sound name "Glass"` : show, 'end run']
  // The first argument after the script is a constant, so that a title like `-l` is not taken for an option.
  return {
    programs: ['/usr/bin/osascript'],
    args: [...script.flatMap((line) => ['-e', line]), 'notify', title, body],
    env: {},
    install: 'it is part of macOS',
  }
}

function linux({ title, body }: Note, sound: boolean): Command {
  const hints = sound ? ['--hint=string:sound-name:message-new-instant'] : []
  return {
    programs: ['notify-send'],
    args: ['--app-name=Claude Code', ...hints, '--', title, markup(body)],
    env: {},
    install: 'install the package libnotify-bin (Debian, Ubuntu) or libnotify (Fedora, Arch)',
  }
}

/** notify-send resolves backslashes in the body, and the desktop reads it as markup. The title is plain. */
function markup(body: string): string {
  return body
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\\', '\\\\')
}

const RUNTIME = 'ContentType = WindowsRuntime'
const TOASTS = 'Windows.UI.Notifications'

/** A constant script without double quotes, so that no quoting rule can change it. */
function toast(sound: boolean): string {
  return [
    `$ErrorActionPreference = 'Stop'`,
    `[void][${TOASTS}.ToastNotificationManager, ${TOASTS}, ${RUNTIME}]`,
    `$template = [${TOASTS}.ToastTemplateType]::ToastText02`,
    `$xml = [${TOASTS}.ToastNotificationManager]::GetTemplateContent($template)`,
    `$texts = $xml.GetElementsByTagName('text')`,
    '[void]$texts.Item(0).AppendChild($xml.CreateTextNode($env:HOOKPACK_TITLE))',
    '[void]$texts.Item(1).AppendChild($xml.CreateTextNode($env:HOOKPACK_BODY))',
    ...(sound
      ? []
      : [
          `$audio = $xml.CreateElement('audio')`,
          `$audio.SetAttribute('silent', 'true')`,
          '[void]$xml.DocumentElement.AppendChild($audio)',
        ]),
    // Windows shows toasts only for an application it knows; PowerShell's own id is known everywhere.
    `$id = '{1AC14E77-02E7-4E5D-B744-2EB1AE5198B7}\\WindowsPowerShell\\v1.0\\powershell.exe'`,
    `$toast = [${TOASTS}.ToastNotification]::new($xml)`,
    `[${TOASTS}.ToastNotificationManager]::CreateToastNotifier($id).Show($toast)`,
  ].join('; ')
}

function windows(
  { title, body }: Note,
  sound: boolean,
  at: { readonly programs: readonly string[]; readonly env?: Readonly<Record<string, string>> },
): Command {
  return {
    programs: at.programs,
    args: ['-NoProfile', '-NonInteractive', '-Command', toast(sound)],
    env: { ...at.env, HOOKPACK_TITLE: title, HOOKPACK_BODY: body },
    install: 'it is part of Windows',
  }
}
