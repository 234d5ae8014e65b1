import path from 'node:path'
import type { LockedPack } from '../core/lockfile.ts'
import { sidesOf } from '../core/merge-conflicts.ts'
import { FILES, type Scope } from '../core/scope.ts'
import { readText } from '../io/read.ts'
import { type Place, scopeNamed } from '../io/scopes.ts'
import { parseLockfile } from '../schema/lockfile.ts'

/**
 * The packs that the lockfile of a scope has, and for the local scope those of its project. What cannot be read has none:
 * commands that need a lockfile read it themselves, and say what is wrong with it.
 */
export async function lockedPacks(
  place: Place,
  scope: Scope | undefined,
): Promise<Readonly<Record<string, LockedPack>>> {
  if (!scope) return {}
  const project = scope.name === 'local' ? await packsIn(await scopeNamed(place, 'project')) : {}
  return { ...project, ...(await packsIn(scope)) }
}

async function packsIn({ folder }: Scope): Promise<Readonly<Record<string, LockedPack>>> {
  const file = path.join(folder, FILES.lockfile)
  const text = await readText(file).catch(() => null)
  if (text === null) return {}
  const sides = sidesOf(text)
  return Object.assign({}, ...(sides ? [sides.theirs, sides.ours] : [text]).map((one) => parsed(one, file)))
}

function parsed(text: string, file: string): Readonly<Record<string, LockedPack>> {
  try {
    return parseLockfile(text, file).packs
  } catch {
    // See above.
    return {}
  }
}
