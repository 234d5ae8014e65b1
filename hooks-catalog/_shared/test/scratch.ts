import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'

const made: string[] = []
afterAll(() => {
  for (const folder of made) fs.rmSync(folder, { recursive: true, force: true })
})

/** A new folder with `files` in it; a text that begins with `#!` becomes an executable. Gone after the tests. */
export function scratch(files: Readonly<Record<string, string>> = {}): string {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'hookpack-pack-')))
  made.push(folder)
  for (const [name, text] of Object.entries(files)) put(path.join(folder, name), text)
  return folder
}

/** Writes a file and the folders above it. */
export function put(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text, { mode: text.startsWith('#!') ? 0o755 : 0o644 })
}
