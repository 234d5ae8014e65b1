import { appendFileSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { vi } from 'vitest'
import type { Evidence } from '../../src/core/evidence.ts'
import type { Lockfile } from '../../src/core/lockfile.ts'
import type { Note } from '../../src/core/notes.ts'
import { HooksError } from '../../src/errors.ts'
import { add } from '../../src/ops/add.ts'
import type { Context } from '../../src/ops/context.ts'
import { install } from '../../src/ops/install.ts'
import { remove } from '../../src/ops/remove.ts'
import { type Behaviour, type MockRegistry, mockRegistry } from './mock-registry.ts'
import { npmScratch } from './npm-scratch.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** How an attempt ended: what was noted, and the error if it was refused. */
interface Ended {
  readonly error: HooksError | undefined
  readonly notes: readonly Note[]
}

/** A project of somebody who has packs from a registry. */
export interface Project {
  readonly registry: MockRegistry
  readonly lockfile: string
  /** What the user's own memory has, as a file. */
  readonly memory: string
  readonly add: (spec: string, insist?: Insist) => Promise<Ended>
  readonly install: () => Promise<Ended>
  /** In a process that has asked for nothing before. */
  readonly updateAnew: () => Promise<Ended>
  readonly remove: (name: string) => Promise<Ended>
  /** What is installed of `@acme/hello`, if it is. */
  readonly installed: () => { readonly version: string; readonly evidence?: Evidence } | undefined
  /** Adds a line to the user's npm settings. */
  readonly setNpm: (line: string) => void
  /** Every file of the project with its content. */
  readonly everything: () => Readonly<Record<string, string>>
}

interface Insist {
  readonly allowWeaker?: boolean
}

interface Around {
  readonly settings?: readonly string[]
  readonly roots?: Context['roots']
  /** A registry that is there already. */
  readonly registry?: MockRegistry
  /** Variables besides the usual ones, from where the project is. */
  readonly env?: (project: string) => Readonly<Record<string, string>>
}

/** A new project of a user whose npm asks a registry that behaves so. */
export async function projectOn(
  behaviour: Behaviour,
  { settings = [], roots, registry: given, env = () => ({}) }: Around = {},
): Promise<Project> {
  const registry = given ?? (await mockRegistry(behaviour))
  const scratch = npmScratch(registry, ...settings)
  const context: Context = {
    env: { ...scratch.env, ...env(scratch.project) },
    cwd: scratch.project,
    network: 'online',
    registryDir: path.join(root, 'registry'),
    runtimeDir: path.join(root, 'dist'),
    managedFile: path.join(scratch.root, 'managed.json'),
    now: Date.now,
    ...(roots ? { roots } : {}),
  }
  const lockfile = path.join(scratch.project, '.claude/hookpack/lock.json')
  const attempt = async (
    work: (consent: Parameters<typeof add>[2]) => Promise<unknown>,
    insist: Insist = {},
  ) => {
    const notes: Note[] = []
    const consent = {
      asks: () => false,
      allowWeaker: insist.allowWeaker ?? false,
      confirm: async () => undefined,
      note: (note: Note) => void notes.push(note),
    }
    const error = await work(consent).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error !== undefined && !(error instanceof HooksError)) throw error
    return { error, notes }
  }
  const mode = { dryRun: false, force: false, scope: 'project' } as const
  return {
    registry,
    lockfile,
    memory: path.join(scratch.home, '.local/state/hookpack/evidence.json'),
    add: (spec, insist) =>
      attempt((consent) => add({ ...mode, specs: [spec], options: {} }, context, consent), insist),
    install: () => attempt((consent) => install({ ...mode, frozen: false }, context, consent)),
    updateAnew: async () => {
      vi.resetModules()
      const { update } = await import('../../src/ops/update.ts')
      return attempt((consent) => update({ ...mode, names: [], latest: false }, context, consent))
    },
    remove: (name) => attempt((consent) => remove({ ...mode, names: [name] }, context, consent)),
    installed: () => {
      try {
        return (JSON.parse(readFileSync(lockfile, 'utf8')) as Lockfile).packs['@acme/hello']
      } catch {
        return undefined
      }
    },
    setNpm: (line) => appendFileSync(path.join(scratch.home, '.npmrc'), `${line}\n`),
    everything: () => filesIn(scratch.project),
  }
}

function filesIn(folder: string, below = ''): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(path.join(folder, below)).flatMap((name): (readonly [string, string])[] => {
      const inner = path.join(below, name)
      if (lstatSync(path.join(folder, inner)).isDirectory())
        return [[`${inner}/`, ''], ...Object.entries(filesIn(folder, inner))]
      return [[inner, readFileSync(path.join(folder, inner), 'latin1')]]
    }),
  )
}
