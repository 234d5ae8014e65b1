import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { openRegistry, readSearch } from '../io/registry-static.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import type { SearchRow } from '../schema/registry.ts'
import type { Context } from './context.ts'

/** A pack that was found, and whether it is installed somewhere here. */
export interface Hit extends SearchRow {
  readonly installed: readonly ScopeName[]
}

/** Packs whose name, description, tags or events have every word of `text`; all packs without words. */
export async function search(
  text: string,
  scope: ScopeName | undefined,
  context: Context,
): Promise<readonly Hit[]> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const rows = await readSearch(await openRegistry(context.registryDir))
  const hits = rows.filter((row) => words.every((word) => haystack(row).includes(word)))
  const installed = await installedPacks(scope, context)
  return hits
    .sort(
      (a, b) =>
        Number(b.name.includes(words[0] ?? '')) - Number(a.name.includes(words[0] ?? '')) ||
        (a.name < b.name ? -1 : 1),
    )
    .map((row) => ({
      ...row,
      installed: installed.filter(({ packs }) => packs.includes(row.name)).map((one) => one.scope),
    }))
}

function haystack(row: SearchRow): string {
  return [row.name, row.description, ...row.tags, ...row.events].join(' ').toLowerCase()
}

async function installedPacks(
  only: ScopeName | undefined,
  context: Context,
): Promise<readonly { scope: ScopeName; packs: readonly string[] }[]> {
  const scopes = only === undefined ? SCOPE_NAMES : [only]
  return Promise.all(
    scopes.map(async (scope) => {
      const place = await scopeNamed(context, scope).catch(() => undefined)
      const state = place && (await readState(place).catch(() => undefined))
      return { scope, packs: Object.keys(state?.lockfile.packs ?? {}) }
    }),
  )
}
