import path from 'node:path'
import { add } from '../../src/ops/add.ts'
import type { Consent, Context } from '../../src/ops/context.ts'
import type { Scratch } from '../scenarios/cli.ts'

/** A file that others may have written, what reads it, and a word that a refusal has to say. */
export interface Place {
  readonly name: string
  readonly says: RegExp
  /** What limits its size is elsewhere. */
  readonly light?: boolean
  /** The text of a good one, and its first field. */
  readonly good: (at: Scratch) => Promise<string>
  readonly first: string
  readonly read: (at: Scratch, text: string | Buffer) => Promise<unknown>
}

const repository = path.resolve(import.meta.dirname, '../..')

/** What an operation is given: nothing but the scratch folder, and no network. */
export function contextFor(at: Scratch): Context {
  return {
    cwd: at.project,
    env: at.env,
    registryDir: path.join(repository, 'registry'),
    runtimeDir: path.join(repository, 'dist'),
    managedFile: path.join(at.root, 'managed/hookpack.json'),
    now: Date.now,
    network: 'offline',
  }
}

export const YES: Consent = { asks: () => false, allowWeaker: false, confirm: async () => {}, note: () => {} }
export const MODE = { dryRun: false, force: false } as const

/** Adds a pack to the scratch project. */
export const adding = (at: Scratch, spec: string, options = {}): Promise<unknown> =>
  add({ ...MODE, specs: [spec], scope: 'project', options }, contextFor(at), YES)
