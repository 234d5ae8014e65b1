import { readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import type { Scratch } from './client/scratch.ts'

const REPOSITORY = path.resolve(import.meta.dirname, '../..')
const CLI = path.join(REPOSITORY, 'bin/run.cjs')

/** The settings file of each scope and Hookpack's folder beside it, relative to a scratch root. */
export const SCOPES = {
  project: { settings: 'project/.claude/settings.json', folder: 'project/.claude/hookpack' },
  local: { settings: 'project/.claude/settings.local.json', folder: 'project/.claude/hookpack.local' },
  user: { settings: 'home/.claude/settings.json', folder: 'home/.claude/hookpack' },
} as const

/** A scope that Hookpack installs into. */
export type Scope = keyof typeof SCOPES

/** Runs the built CLI in the scratch project with the scratch HOME, saying yes; throws unless it succeeds. */
export async function hooks(scratch: Scratch, ...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: scratch.home }
  const options = { cwd: scratch.project, env, extendEnv: false, stdin: 'ignore', timeout: 60_000 } as const
  const { stdout } = await execa(process.execPath, [CLI, ...args, '--yes'], options)
  return stdout
}

/** A file of the fixtures folder as text. */
export function fixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8')
}

/** Writes the messy settings as the settings of a scope; what it returns reads the file again. */
export function messySettings(scratch: Scratch, scope: Scope): () => string {
  const file = scratch.write(SCOPES[scope].settings, fixture('messy-settings.json'))
  return () => readFileSync(file, 'utf8')
}
