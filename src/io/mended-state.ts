import path from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import {
  hasConflict,
  mergeLockfiles,
  othersWishes,
  settledSettings,
  sidesOf,
} from '../core/merge-conflicts.ts'
import { editDisabled, editRequest } from '../core/request.ts'
import { FILES, type Scope } from '../core/scope.ts'
import type { State } from '../core/state.ts'
import { HooksError } from '../errors.ts'
import { parseLockfile } from '../schema/lockfile.ts'
import { parseRequest } from '../schema/request.ts'
import { readText } from './read.ts'
import { readState } from './state.ts'

/** A state, and the files in which a conflict that git had left was settled. */
export interface Mended {
  readonly state: State
  readonly files: readonly string[]
}

/**
 * Reads a scope in which git may have left conflicts: two people have added packs on two branches. What both asked for
 * and what both have installed counts; settings must differ in our entries alone.
 */
export async function readMended(scope: Scope): Promise<Mended> {
  const names = ['request', 'lockfile', 'table', 'runtime', 'runtimeEngine', 'runtimeMore'] as const
  const texts = await Promise.all(
    names.map(async (name) => [name, await readText(path.join(scope.folder, FILES[name]))] as const),
  )
  const settings = await readText(scope.settingsFile)
  const broken = texts.flatMap(([name, text]) => (text !== null && hasConflict(text) ? [FILES[name]] : []))
  const files = [
    ...broken,
    ...(settings !== null && hasConflict(settings) ? [path.basename(scope.settingsFile)] : []),
  ]
  if (files.length === 0) return { state: await readState(scope), files }
  const raw = await readState(scope, (lockfile) =>
    mendedLockfile(lockfile, path.join(scope.folder, FILES.lockfile)),
  )
  const { request } = raw.files
  const mended = {
    ...raw.files,
    ...(request === undefined
      ? {}
      : { request: mendedRequest(request, path.join(scope.folder, FILES.request)) }),
  }
  const sides = settings === null ? undefined : sidesOf(settings)
  return {
    files,
    state: {
      ...raw,
      files: mended,
      settings: sides ? settledSettings(sides, raw.lockfile.entries, scope.settingsFile) : raw.settings,
      onDisk: { settings: raw.settings, files: raw.files },
    },
  }
}

function mendedLockfile(text: string, file: string): State['lockfile'] {
  const sides = sidesOf(text)
  if (!sides) return parseLockfile(text, file)
  return mergeLockfiles(parseLockfile(sides.ours, file), parseLockfile(sides.theirs, file))
}

function mendedRequest(text: string, file: string): string {
  const sides = sidesOf(text)
  if (!sides) return text
  const [ours, theirs] = [parseRequest(sides.ours, file), parseRequest(sides.theirs, file)]
  if (!isDeepStrictEqual(ours.policy, theirs.policy)) throw conflictingPolicies(file)
  const off = [...new Set([...(ours.disabled ?? []), ...(theirs.disabled ?? [])])]
  const packs = editRequest(sides.ours, othersWishes(ours.packs, theirs.packs)) ?? sides.ours
  return editDisabled(packs, off) ?? packs
}

/** Either side alone could lack a rule that the other has. */
function conflictingPolicies(file: string): HooksError {
  return new HooksError('merge-conflict', `${file} has a merge conflict in its \`policy\``, {
    hint: 'resolve that file by hand, then run `hooks install` again',
  })
}
