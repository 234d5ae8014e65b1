import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { homedir } from '../../_shared/src/home.ts'

type Fields = Readonly<Record<string, unknown>>

/** A settings file, if it is there and can be read. */
export interface SettingsFile {
  /** For people. */
  readonly name: string
  readonly file: string
  readonly value: Fields | undefined
}

const LARGEST = 4_000_000

/** The folder of Claude Code's user settings. */
export function configFolder(): string {
  return process.env['CLAUDE_CONFIG_DIR'] || path.join(homedir(), '.claude')
}

/** The settings files of the user and the project, those that are missing without a value. */
export function settingsFiles(projectDir: string): readonly SettingsFile[] {
  const files = [
    ['the user settings', path.join(configFolder(), 'settings.json')],
    ['.claude/settings.json', path.join(projectDir, '.claude', 'settings.json')],
    ['.claude/settings.local.json', path.join(projectDir, '.claude', 'settings.local.json')],
  ] as const
  return files.map(([name, file]) => ({ name, file, value: valueIn(file) }))
}

function valueIn(file: string): Fields | undefined {
  try {
    const status = statSync(file)
    if (!status.isFile() || status.size > LARGEST) return undefined
    return fieldsOf(JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')))
  } catch {
    // Not there, or no JSON: the client has no settings from it either.
    return undefined
  }
}

/** One handler of the settings. */
export interface Handler {
  readonly event: string
  readonly matcher: string
  readonly fields: Fields
}

/** All handlers of a settings file; what is not of their form is left out. */
export function handlersIn(value: Fields | undefined): readonly Handler[] {
  return Object.entries(fieldsOf(value?.['hooks'])).flatMap(([event, groups]) =>
    listOf(groups).flatMap((group) => {
      const { matcher, hooks } = fieldsOf(group)
      const pattern = typeof matcher === 'string' && matcher !== '' ? matcher : '*'
      return listOf(hooks).map((one) => ({ event, matcher: pattern, fields: fieldsOf(one) }))
    }),
  )
}

/** The value as an object; an empty one for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
}

/** The value as a list; an empty one for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
