import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { canTap, TAP, tapFiles } from '../core/dev/tap.ts'
import type { Plan } from '../core/plan.ts'
import type { Scope } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { readState } from '../io/state.ts'
import type { Manifest } from '../schema/manifest.ts'
import { add } from './add.ts'
import type { Consent, Context } from './context.ts'
import { remove } from './remove.ts'

/** A pack that is being written, and the scope it is tried in. */
export interface DevPlace {
  readonly scope: Scope
  /** The pack's folder, absolute. */
  readonly folder: string
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  /** Where payloads are kept. */
  readonly payloads: string
  /** A folder that goes when `hooks dev` ends. */
  readonly scratch: string
}

/** Throws `already-installed` for a scope that has the pack: it could not be left as it was. */
export async function checkFree({ scope, name }: DevPlace): Promise<void> {
  const { packs } = (await readState(scope)).lockfile
  const there = [name, TAP].filter((one) => Object.hasOwn(packs, one))
  if (there.length === 0) return
  const why = there.includes(TAP)
    ? '; another `hooks dev` runs there, or one was killed'
    : ', and `hooks dev` takes out what it installs'
  throw new HooksError(
    'already-installed',
    `the ${scope.name} scope has \`${there.join('` and `')}\` already${why}`,
    { hint: `\`hooks remove ${there.join(' ')} --scope ${scope.name}\`, or use another --scope` },
  )
}

/** What a copy of the pack does that the one before it did not. */
export type Wider = Plan['wider']

/** Installs a copy of the pack as it is now, and the pack that keeps its payloads. True when anything changed. */
export async function installCopy(
  place: DevPlace,
  manifest: Manifest,
  { context, consent }: { readonly context: Context; readonly consent: Consent },
): Promise<boolean> {
  const { scope, folder, options, scratch, payloads } = place
  const specs = [`file:${folder}`]
  if (canTap(manifest.hooks)) {
    const tap = path.join(scratch, TAP)
    await mkdir(tap, { recursive: true })
    for (const [name, text] of Object.entries(tapFiles(manifest.hooks, payloads)))
      await writeFile(path.join(tap, name), text)
    specs.push(`file:${tap}`)
  }
  // Options are for one pack at a time.
  const rounds = Object.keys(options).length === 0 ? [specs] : specs.map((spec) => [spec])
  let changed = false
  for (const round of rounds) {
    const own = round.includes(specs[0] ?? '') ? options : {}
    const request = { specs: round, scope: scope.name, options: own, dryRun: false, force: false }
    changed = (await add(request, context, consent)).applied || changed
  }
  return changed
}

/** Takes out what `installCopy` has installed, if it is still there. The settings are then as they were. */
export async function removeCopy({ scope, name }: DevPlace, context: Context): Promise<boolean> {
  const { packs } = (await readState(scope)).lockfile
  const names = [name, TAP].filter((one) => Object.hasOwn(packs, one))
  if (names.length === 0) return false
  // What was edited in the copy is in no one's way: the author's own files are elsewhere.
  await remove({ names, scope: scope.name, dryRun: false, force: true }, context, silent())
  return true
}

/** Nobody is asked again: a yes to the first copy is one to all that the author saves. */
export function silent(wider: (wider: Wider) => void = () => undefined): Consent {
  return {
    asks: () => false,
    allowWeaker: true,
    note: () => undefined,
    confirm: (plan) => {
      if (plan.wider.length > 0) wider(plan.wider)
      return Promise.resolve()
    },
  }
}
