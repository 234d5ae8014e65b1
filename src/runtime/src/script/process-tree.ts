/** Ends a process that leads its own group, and all in the group. Nothing happens when they have ended. */
export function endTree(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    const { spawn } = process.getBuiltinModule('node:child_process')
    const [command, ...args] = taskkill(pid, process.env)
    spawn(command, args, { stdio: 'ignore', windowsHide: true, detached: true }).on('error', () => undefined)
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // They ended by themselves meanwhile.
  }
}

/** The command that ends a process and its descendants on Windows, which has no signals. */
export function taskkill(
  pid: number,
  env: Readonly<Record<string, string | undefined>>,
): readonly [string, ...string[]] {
  return [`${env['SystemRoot'] ?? 'C:\\Windows'}\\System32\\taskkill.exe`, '/PID', String(pid), '/T', '/F']
}
