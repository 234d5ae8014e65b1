import { type Advised, type Advisory, isAbout } from '../core/advisories.ts'
import type { Note } from '../core/notes.ts'
import type { PackRegistry } from '../core/source.ts'
import { HooksError } from '../errors.ts'
import { readAdvisories } from '../io/advisories.ts'
import { once } from '../io/npm-config.ts'
import type { AdvisoryFile } from '../schema/advisories.ts'
import type { Context } from './context.ts'
import type { PolicyRead } from './read-policy.ts'

interface Knowing {
  readonly context: Context
  readonly note: (note: Note) => void
  /** Where the user and the administrator have advisories. */
  readonly places: () => Promise<PolicyRead['advisories']>
}

/**
 * What is known to be wrong with packs. Each registry speaks for its own packs alone; one that cannot be asked is told,
 * and no reason to do nothing. What people have named themselves must be there.
 */
export function knownFaults(
  registries: readonly PackRegistry[],
  knowing: Knowing,
): (pack: Advised) => Promise<readonly Advisory[]> {
  let named: Promise<readonly AdvisoryFile[]> | undefined
  return async (pack) => {
    const registry = registries.find(({ source }) => source === pack.source)
    named ??= readNamed(knowing)
    const files = await named
    const own = registry ? await ofRegistry(registry, pack, knowing.note) : []
    return [
      ...own,
      ...files.flatMap((file) => file.about([pack.nameThere]).filter((one) => isAbout(one, pack))),
    ]
  }
}

async function readNamed({ context, note, places }: Knowing): Promise<readonly AdvisoryFile[]> {
  const read = await Promise.all(
    (await places()).map((one) =>
      readAdvisories(one, {
        ...context,
        stale: (why) => once(note, { code: 'advisories-stale', place: one.place, why: why.message }),
      }),
    ),
  )
  return read.flat()
}

async function ofRegistry(
  registry: PackRegistry,
  { nameThere }: Advised,
  note: Knowing['note'],
): Promise<readonly Advisory[]> {
  try {
    return (await registry.advisories?.(nameThere, (one) => once(note, one))) ?? []
  } catch (error) {
    // What is damaged or was changed on the way is not the same as what cannot be had.
    if (!(error instanceof HooksError) || /^(registry-invalid|integrity-mismatch)$/.test(error.code))
      throw error
    const place = registry.source.replace(/^registry[+:]/, '')
    once(note, { code: 'advisories-unknown', place, why: error.message })
    return []
  }
}
