type Env = Readonly<Record<string, string | undefined>>

const POSIX = /^(?:PATH|HOME|LANG|LANGUAGE|LC_\w+|TMPDIR|TMP|TEMP)$/

// Without SystemRoot and its like many programs of Windows do not start, or have no home.
const WINDOWS =
  /^(?:PATH|PATHEXT|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|APPDATA|LOCALAPPDATA|PROGRAMDATA|PROGRAMFILES(?:\(X86\))?|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|LANG|LANGUAGE|LC_\w+|TMPDIR|TMP|TEMP)$/i

/** What a program needs of the environment to work, and nothing that tells it about the client or its secrets. */
export function cleanEnvironment(env: Env, platform: string): Record<string, string> {
  const wanted = platform === 'win32' ? WINDOWS : POSIX
  const kept: Record<string, string> = {}
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && wanted.test(name)) kept[name] = value
  }
  return kept
}
