import { mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isWithin } from './store.ts'

/** A file, the folder for the copies of its project, and how many of it are kept. */
export interface Copying {
  readonly file: string
  /** Relative to the project. */
  readonly name: string
  readonly into: string
  readonly keep: number
}

/** A name that only copies have, in the order of time. */
const VERSION = /^\d{8}-\d{6}-\d{3}(?:-\d{1,3})?$/

/** Copies a file into a folder of its own name; nothing if its last copy is the same. Throws when it cannot. */
export function copy({ file, name, into, keep }: Copying): string | undefined {
  const folder = path.join(into, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  // A link in it, whoever made it, would lead the copies elsewhere.
  if (!isWithin(realpathSync(folder), realpathSync(into))) throw new Error('its folder for copies is a link')
  const content = readFileSync(file)
  const versions = versionsIn(folder)
  const last = versions.at(-1)
  if (last !== undefined && content.equals(readFileSync(path.join(folder, last)))) return undefined
  const made = write(folder, content)
  for (const old of versions.slice(0, Math.max(0, versions.length + 1 - keep)))
    rmSync(path.join(folder, old), { force: true })
  return made
}

function versionsIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => VERSION.test(name))
    .sort()
}

function write(folder: string, content: Buffer): string {
  const time = new Date().toISOString().replace(/[-:Z]/g, '').replace('T', '-').replace('.', '-')
  for (let number = 0; ; number += 1) {
    const file = path.join(folder, number === 0 ? time : `${time}-${String(number).padStart(3, '0')}`)
    try {
      writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
      return file
    } catch (error) {
      // Another session has made one in the same thousandth of a second.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || number > 900) throw error
    }
  }
}
