interface Place {
  readonly platform: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** The ways to start PowerShell: the new one, on Windows else the one that is part of the system. */
export function powerShell(
  args: readonly string[],
  { platform, env }: Place,
): readonly (readonly [string, ...string[]])[] {
  const usual = ['-NoProfile', '-NonInteractive']
  if (platform !== 'win32') return [['pwsh', ...(args.length > 0 ? args : [...usual, '-File'])]]
  // Windows refuses every script otherwise, unless somebody has changed its settings.
  const options = args.length > 0 ? args : [...usual, '-ExecutionPolicy', 'Bypass', '-File']
  const system = env['SystemRoot'] ?? 'C:\\Windows'
  return [
    ['pwsh', ...options],
    [`${system}\\System32\\WindowsPowerShell\\v1.0\\powershell.exe`, ...options],
  ]
}
