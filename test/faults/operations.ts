import { rmSync } from 'node:fs'
import path from 'node:path'
import { put } from '../scenarios/cli.ts'
import type { Fault, Run } from './injector.ts'
import { OWN_SETTINGS, type Place } from './place.ts'

/** A command that is swept: what has to be there before, and its command line. */
export interface Operation {
  readonly name: string
  /** Runs of commands, the last of which may be broken off, and changes by hand between them. */
  readonly before: (place: Place, packs: number) => readonly (Run | (() => void) | Broken)[]
  readonly run: (place: Place, packs: number) => Run
  /** The code of the error that ends the command when all is well. */
  readonly endsWith?: string
}

/** A command that is killed at a part of its way. */
interface Broken {
  readonly run: Run
  /** Between 0, the first call, and 1, the last. */
  readonly part: number
  readonly mode: Fault['mode']
}

const namesOf = (packs: number): readonly string[] => Array.from({ length: packs }, (_, at) => `pack${at}`)

const foldersOf = ({ packs: root }: Place, packs: number): readonly string[] =>
  namesOf(packs).map((name) => path.join(root, name))

/** Writes the packs of one version; what a pack does is different in each. */
export function author({ packs: root }: Place, packs: number, version: string): void {
  for (const name of namesOf(packs)) {
    const folder = path.join(root, name)
    put(path.join(folder, 'package.json'), { name, version, description: 'For a test.' })
    put(path.join(folder, 'hooks.json'), {
      hooks: [{ id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'one.cjs' } }],
      options: {
        type: 'object',
        properties: { word: { type: 'string', default: 'none' } },
        additionalProperties: false,
      },
    })
    put(path.join(folder, 'one.cjs'), `module.exports = () => {} // ${version}\n`)
  }
}

const add = (place: Place, packs: number): Run => place.command('add', ...foldersOf(place, packs), '--yes')
const update = (place: Place): Run => place.command('update', '--yes', '--allow-wider')
const remove = (place: Place, packs: number): Run => place.command('remove', ...namesOf(packs), '--yes')

/** Does nothing but finish what an earlier command has left. */
export const settling = (place: Place): Run => place.command('remove', 'not-there', '--yes')

const installed = (place: Place, packs: number): readonly (Run | (() => void))[] => [
  () => author(place, packs, '1.0.0'),
  add(place, packs),
]

export const ADD: Operation = {
  name: 'add',
  before: (place, packs) => [() => author(place, packs, '1.0.0')],
  run: add,
}

export const UPDATE: Operation = {
  name: 'update',
  before: (place, packs) => [...installed(place, packs), () => author(place, packs, '1.1.0')],
  run: update,
}

export const REMOVE: Operation = { name: 'remove', before: installed, run: remove }

export const ROLLBACK: Operation = {
  name: 'rollback',
  before: (place, packs) => [...UPDATE.before(place, packs), update(place)],
  run: (place) => place.command('rollback', '--yes'),
}

export const INSTALL: Operation = {
  name: 'install',
  before: (place, packs) => [
    ...installed(place, packs),
    () => {
      rmSync(path.join(place.folder, 'packs'), { recursive: true })
      rmSync(path.join(place.folder, 'runtime.cjs'))
      put(place.settings, OWN_SETTINGS)
    },
  ],
  run: (place) => place.command('install', '--yes', '--allow-wider'),
}

export const CONFIG: Operation = {
  name: 'config',
  before: installed,
  run: (place) => place.command('config', 'pack0', '--set', 'word=hello', '--yes'),
}

/** The command that comes after one that was killed, at several parts of its way. */
export const RECOVERIES: readonly Operation[] = (
  [
    ['add', 0.3, ADD],
    ['add', 0.75, ADD],
    ['update', 0.5, UPDATE],
    ['remove', 0.4, REMOVE],
    ['remove', 0.8, REMOVE],
  ] as const
).map(([name, part, { before, run }]) => ({
  name: `recovery of ${name} at ${part}`,
  before: (place, packs) => [...before(place, packs), { run: run(place, packs), part, mode: 'kill' }],
  run: settling,
  endsWith: 'not-installed',
}))
