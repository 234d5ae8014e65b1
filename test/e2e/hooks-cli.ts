import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { makeScratch, type Scratch } from './client/scratch.ts'

const CLI = path.resolve(import.meta.dirname, '../../bin/run.cjs')

/** The settings file of each scope and Hookpack's folder beside it, relative to a scratch root. */
export const SCOPES = {
  project: { settings: 'project/.claude/settings.json', folder: 'project/.claude/hookpack' },
  local: { settings: 'project/.claude/settings.local.json', folder: 'project/.claude/hookpack.local' },
  user: { settings: 'home/.claude/settings.json', folder: 'home/.claude/hookpack' },
} as const

/** A scope that Hookpack installs into. */
export type Scope = keyof typeof SCOPES

/** A scratch repository, with a file in its HOME that must survive; `survived` says whether it did. */
export interface Site extends Scratch {
  survived(): boolean
}

/** Makes a site; the HOME of a site is what the tests' `rm -rf ~` is aimed at. */
export function makeSite(): Site {
  const scratch = makeScratch({ git: true })
  const keepsake = scratch.write('home/keepsake.txt', 'precious')
  return { ...scratch, survived: () => existsSync(keepsake) }
}

/** Runs the built CLI in the site's project with its HOME, saying yes; throws unless it succeeds. */
export function hooks(site: Scratch, ...args: string[]): Promise<string> {
  return hooksReading(site, ...args, '--yes')
}

/** Runs a command of the built CLI that only reads; throws unless it succeeds. */
export async function hooksReading(site: Scratch, ...args: string[]): Promise<string> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: site.home }
  const options = { cwd: site.project, env, extendEnv: false, stdin: 'ignore', timeout: 60_000 } as const
  const { stdout } = await execa(process.execPath, [CLI, ...args], options)
  return stdout
}

/** A file of the fixtures folder as text. */
export function fixture(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8')
}

/** Settings that a person has edited for years: odd spacing, escapes, hooks of their own. */
export const MESSY = fixture('messy-settings.json')

/** Writes the messy settings as those of a scope; the function it returns reads the file again. */
export function writeMessy(site: Scratch, scope: Scope = 'project'): () => string {
  const file = site.write(SCOPES[scope].settings, MESSY)
  return () => readFileSync(file, 'utf8')
}
