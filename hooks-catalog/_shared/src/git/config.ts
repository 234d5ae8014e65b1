import path from 'node:path'
import { textOf } from './read-file.ts'

const MOST_BYTES = 1024 * 1024

/** Settings by their names: section and key in lower case, the part between as it is. The last value is the one. */
export type Settings = ReadonlyMap<string, readonly string[]>

/** The settings of a repository and those of the user, as far as plain files have them; includes are not followed. */
export function settingsOf(commonDir: string | undefined, home: string): Settings {
  const xdg = process.env['XDG_CONFIG_HOME'] || path.join(home, '.config')
  const files = [
    path.join(xdg, 'git', 'config'),
    path.join(home, '.gitconfig'),
    ...(commonDir ? [path.join(commonDir, 'config')] : []),
  ]
  const settings = new Map<string, string[]>()
  for (const file of files) readSettings(textOf(file, MOST_BYTES) ?? '', settings)
  return settings
}

/** Reads the text of a configuration file into `settings`. */
function readSettings(text: string, settings: Map<string, string[]>): void {
  let section = ''
  for (const line of text.replace(/\\\r?\n/g, '').split(/\r?\n/)) {
    const header = /^\s*\[\s*([\w.-]+)(?:\s+"((?:[^"\\]|\\.)*)")?\s*\](.*)$/.exec(line)
    if (header) {
      const between = header[2] === undefined ? '' : `.${header[2].replace(/\\(.)/g, '$1')}`
      section = `${(header[1] ?? '').toLowerCase()}${between}`
    }
    const entry = /^\s*([A-Za-z][\w-]*)\s*(?:=\s*(.*))?$/.exec(header ? (header[3] ?? '') : line)
    if (!entry || section === '') continue
    const name = `${section}.${(entry[1] ?? '').toLowerCase()}`
    settings.set(name, [...(settings.get(name) ?? []), settingText(entry[2] ?? 'true')])
  }
}

function settingText(text: string): string {
  let value = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '\\') {
      at += 1
      value += text.charAt(at)
    } else if (character === '"') quoted = !quoted
    else if (!quoted && /[#;]/.test(character)) break
    else value += character
  }
  return value.trim()
}

/** The last value of a setting. */
export function setting(settings: Settings, name: string): string | undefined {
  return settings.get(name)?.at(-1)
}
