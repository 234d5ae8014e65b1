import type { Machine } from './interpreter.ts'

/**
 * The absolute path of a program, as the system would find it; `undefined` when there is none. Relative folders in
 * PATH do not count: they would mean the session's current folder, whose files anybody may have written.
 */
export function findProgram(
  name: string,
  machine: Machine,
  isProgram: (file: string) => boolean,
): string | undefined {
  const onWindows = machine.platform === 'win32'
  const names = onWindows && !/\.(?:exe|com)$/i.test(name) ? [`${name}.exe`, `${name}.com`] : [name]
  if (onWindows ? /[\\/]/.test(name) : name.includes('/')) return names.find(isProgram)
  return foldersOf(machine)
    .filter((folder) => !(onWindows && isSystemShell(folder, name)))
    .flatMap((folder) => names.map((one) => `${folder}${onWindows ? '\\' : '/'}${one}`))
    .find(isProgram)
}

function foldersOf({ platform, env }: Machine): readonly string[] {
  if (platform !== 'win32') {
    const folders = (env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin').split(':')
    return folders.filter((folder) => folder.startsWith('/'))
  }
  // Names of variables have no case on Windows; the usual one is `Path`.
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? ''
  return path
    .split(';')
    .map((folder) => folder.replace(/^"|"$|\\$/g, ''))
    .filter((folder) => /^(?:[A-Za-z]:[\\/]|\\\\)/.test(folder))
}

/** Windows' own bash starts another system, to which our paths mean nothing. */
function isSystemShell(folder: string, name: string): boolean {
  return /^(?:ba)?sh$/.test(name) && /\\(?:system32|windowsapps)$/i.test(folder)
}
