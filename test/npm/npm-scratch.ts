import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished, vi } from 'vitest'
import type { Note } from '../../src/core/notes.ts'
import type { NpmOptions, NpmRegistry } from '../../src/io/registry-npm.ts'
import type { MockRegistry } from './mock-registry.ts'

/** A home with a user `.npmrc`, and a folder to work in; removed when the test ends. */
export interface NpmScratch {
  readonly root: string
  readonly home: string
  readonly project: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly notes: readonly Note[]
  /** For `npmRegistry`; a listener of its own, as one command has. */
  readonly options: NpmOptions
}

/** A user whose npm asks `registry`, and does not wait between attempts. */
export function npmScratch(registry: Pick<MockRegistry, 'url'>, ...lines: readonly string[]): NpmScratch {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-npm-')))
  onTestFinished(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const home = path.join(root, 'home')
  const project = path.join(root, 'project')
  mkdirSync(home)
  mkdirSync(path.join(project, '.claude'), { recursive: true })
  mkdirSync(path.join(project, '.git'))
  const settings = [
    'fetch-retry-mintimeout=1',
    'fetch-retry-maxtimeout=5',
    `registry=${registry.url}`,
    ...lines,
  ]
  writeFileSync(path.join(home, '.npmrc'), `${settings.join('\n')}\n`)
  const env = { PATH: process.env['PATH'], HOME: home, TERM: 'dumb' }
  const notes: Note[] = []
  const note = (value: Note): void => void notes.push(value)
  const options: NpmOptions = { env, cwd: project, network: 'online', source: 'npm', note }
  return { root, home, project, env, notes, options }
}

/** A registry as another process would have it, which remembers nothing of this one. */
export async function inNewProcess(options: NpmOptions): Promise<NpmRegistry> {
  vi.resetModules()
  const { npmRegistry } = await import('../../src/io/registry-npm.ts')
  return npmRegistry(options)
}
