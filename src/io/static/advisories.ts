import type { PackRegistry } from '../../core/source.ts'
import type { AdvisoryFile } from '../../schema/advisories.ts'
import { openCache } from '../cache.ts'
import { keptAdvisories } from '../kept-advisories.ts'
import type { Place } from '../scopes.ts'
import { advisoriesFileIn } from './documents.ts'
import type { Parts } from './parts.ts'

/** A registry on a server, and with whose rights it is asked. */
interface OnServer {
  readonly base: string
  readonly headers?: Readonly<Record<string, string>>
  readonly place: Place
}

/** What a registry says is wrong with its packs. Of one on a server, a copy is kept for when it cannot be asked. */
export function advisoriesOf(
  { advisories }: Pick<Parts, 'advisories'>,
  server: OnServer | undefined,
): NonNullable<PackRegistry['advisories']> {
  let known: Promise<AdvisoryFile | undefined> | undefined
  const read = async (): Promise<AdvisoryFile | undefined> => {
    const document = await advisories()
    return document && advisoriesFileIn(document)
  }
  return async (name, note) => {
    known ??= server
      ? keptAdvisories(read, {
          cache: openCache(server.place.env, 'static'),
          key: [server.base, JSON.stringify(server.headers ?? {})],
          stale: (why) => note({ code: 'advisories-stale', place: server.base, why: why.message }),
        })
      : read()
    return (await known)?.about([name]) ?? []
  }
}
