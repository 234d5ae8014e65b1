import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Lockfile } from '../../../src/core/lockfile.ts'
import { inventory } from '../../../src/core/settings/inventory.ts'
import type { Place } from './scopes.ts'

/** What is not as it was installed, in one scope. */
export interface Drift {
  readonly place: Place
  /** One line each, such as `the PreToolUse entry of x/guard is gone`. */
  readonly what: readonly string[]
}

/** Where installed hooks are gone, changed or switched off. What cannot be read says so. */
export function driftsIn(places: readonly Place[]): readonly Drift[] {
  return places.flatMap((place) => {
    const what = driftOf(place)
    return what.length === 0 ? [] : [{ place, what }]
  })
}

function driftOf({ settings, folder }: Place): readonly string[] {
  const text = textOf(path.join(folder, 'lock.json'))
  if (text === undefined) return []
  const lock = parsed(text) as Partial<Lockfile> | undefined
  if (!Array.isArray(lock?.entries)) return ['its lockfile cannot be read']
  const missing = ['runtime.cjs', 'table.json'].filter((name) => !existsSync(path.join(folder, name)))
  const gone = lock.entries.length === 0 ? [] : missing.map((name) => `${name} is gone`)
  return [...gone, ...settingsDrift(textOf(settings) ?? '{}', lock.entries)]
}

function settingsDrift(text: string, entries: Lockfile['entries']): readonly string[] {
  const value = parsed(text.trim() === '' ? '{}' : text)
  if (typeof value !== 'object' || value === null)
    return ['the settings are not valid JSON, so Claude Code ignores all of them']
  const { ours } = inventory(value, entries)
  const off = (value as { disableAllHooks?: unknown }).disableAllHooks === true
  return [
    ...(off ? ['`disableAllHooks` switches all hooks off'] : []),
    ...entries.flatMap(({ event, hooks }, at) =>
      ours[at] === 'ok'
        ? []
        : [`the ${event} entry of ${hooks.join(', ')} ${ours[at] === 'gone' ? 'is gone' : 'was changed'}`],
    ),
  ]
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Absent is nothing installed, or no settings; anything else shows as entries that are gone.
    return undefined
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}
