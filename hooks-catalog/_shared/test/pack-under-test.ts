import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'

/** The defaults of the options in a pack's hooks.json. */
export function schemaDefaults(pack: string): Readonly<Record<string, unknown>> {
  const file = path.resolve(import.meta.dirname, '../..', pack, 'hooks.json')
  const { options } = JSON.parse(fs.readFileSync(file, 'utf8')) as {
    options: { properties: Record<string, { default: unknown }> }
  }
  return Object.fromEntries(Object.entries(options.properties).map(([name, one]) => [name, one.default]))
}

/** A state folder and a home of their own for all tests of a file, and a function for further empty folders. */
export function ownState(): { readonly state: string; readonly folder: () => string } {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hookpack-state-')))
  const kept = { HOOKPACK_STATE_DIR: process.env['HOOKPACK_STATE_DIR'], HOME: process.env['HOME'] }
  const state = path.join(root, 'state')
  beforeAll(() => {
    Object.assign(process.env, { HOOKPACK_STATE_DIR: state, HOME: path.join(root, 'home') })
  })
  afterAll(() => {
    for (const [name, value] of Object.entries(kept)) {
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
    fs.rmSync(root, { recursive: true, force: true })
  })
  return { state, folder: () => fs.mkdtempSync(path.join(root, 'folder-')) }
}

/** The lines of all files of a folder, as values. */
export function linesIn(folder: string): readonly Record<string, unknown>[] {
  const names = fs.readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  return names.sort().flatMap((name) =>
    fs
      .readFileSync(path.join(folder, name), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  )
}
