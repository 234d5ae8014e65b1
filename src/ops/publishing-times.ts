import path from 'node:path'
import type { Earlier } from '../core/registry-build.ts'
import { writeNew } from '../io/files.ts'
import { readText } from '../io/read.ts'
import { parseReleases } from '../schema/releases.ts'

/** The publishing times of a build. */
export interface Times {
  readonly of: (name: string, version: string) => string
  /** Keeps the times of new versions, where the sources keep times. */
  readonly write: () => Promise<void>
}

/** When versions were published: `releases.json` of the sources says it, or the registry itself, or it is now. */
export async function publishingTimes(
  { catalog, now }: { readonly catalog: string; readonly now: string },
  earlier: Earlier,
): Promise<Times> {
  const file = path.join(catalog, 'releases.json')
  const text = await readText(file)
  const known = new Map(Object.entries(text === null ? {} : parseReleases(text, file)))
  return {
    of: (name, version) => {
      const before = earlier.versions.get(name)?.lines.find(({ vers }) => vers === version)?.pubtime
      const time = known.get(`${name}@${version}`) ?? before ?? now
      known.set(`${name}@${version}`, time)
      return time
    },
    write: async () => {
      if (text === null) return
      const sorted = Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1)))
      const after = `${JSON.stringify(sorted, null, 2)}\n`
      if (after !== text) await writeNew(file, new TextEncoder().encode(after))
    },
  }
}
