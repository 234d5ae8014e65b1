import path from 'node:path'
import type { ScopeName } from '../../src/core/scope.ts'
import { HooksError } from '../../src/errors.ts'
import { add } from '../../src/ops/add.ts'
import type { Consent, Context } from '../../src/ops/context.ts'
import { install } from '../../src/ops/install.ts'
import type { Scratch } from '../scenarios/cli.ts'

/** What to do in a scratch, and how. */
export interface Doing {
  /** Specs to add; without them, to install what the files say. */
  readonly add?: readonly string[]
  readonly scope?: ScopeName
  readonly frozen?: boolean
  /** Everything that a person could insist on. */
  readonly insist?: boolean
  readonly env?: Readonly<Record<string, string>>
  /** The administrator's file. */
  readonly managedFile?: string
}

/** The same as on the command line, where nobody says no: the error it ends with, or undefined. */
export async function doing(at: Scratch, what: Doing): Promise<HooksError | undefined> {
  const { scope, frozen = false, insist = false, env = {}, managedFile = '' } = what
  const root = path.resolve(import.meta.dirname, '../..')
  const context: Context = {
    ...{ cwd: at.project, env: { ...at.env, ...env }, network: 'online', managedFile, now: Date.now },
    ...{ registryDir: path.join(root, 'registry'), runtimeDir: path.join(root, 'dist') },
  }
  const consent: Consent = {
    ...{ asks: () => false, allowWeaker: insist },
    ...{ confirm: async () => undefined, note: () => undefined },
  }
  const mode = { dryRun: false, force: insist, scope }
  try {
    if (what.add) await add({ ...mode, specs: what.add, options: {} }, context, consent)
    else await install({ ...mode, frozen }, context, consent)
    return undefined
  } catch (error) {
    if (error instanceof HooksError) return error
    throw error
  }
}
