import { didYouMean } from '../core/nearest.ts'
import type { Note } from '../core/notes.ts'
import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { npmRegistry } from '../io/registry-npm.ts'
import type { StaticPackRegistry } from '../io/registry-static.ts'
import { scopeNamed } from '../io/scopes.ts'
import { readState } from '../io/state.ts'
import { EMBEDDED } from '../schema/registries.ts'
import type { SearchRow } from '../schema/registry.ts'
import type { Context } from './context.ts'
import { lockedPacks } from './locked-packs.ts'
import { openEmbedded, openStatic, registrySetup } from './registries.ts'
import { usualScope } from './usual-scope.ts'

/** A pack that was found, where, and whether it is installed somewhere here. */
export interface Hit extends SearchRow {
  /** The registry's name; `hookpack` is the embedded one. */
  readonly registry: string
  readonly installed: readonly ScopeName[]
}

/** What to look for, and where. */
export interface SearchRequest {
  readonly text: string
  readonly scope: ScopeName | undefined
  /** Only in this registry. */
  readonly registry: string | undefined
  /** On npm as well, by the keyword `hookpack`. */
  readonly npm: boolean
}

/** What was found, and which registries could not say. */
export interface Found {
  readonly hits: readonly Hit[]
  readonly notes: readonly Note[]
}

/**
 * Packs whose name, description, tags or events have every word of the text; all packs without words. Of a name that
 * several registries have, the one that `hooks add` would take.
 */
export async function search(
  { text, scope, registry, npm }: SearchRequest,
  context: Context,
): Promise<Found> {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const asked = await registriesFor(scope, registry, context)
  const answers = await Promise.all(asked.registries.map((one) => rowsOf(one, registry !== undefined)))
  const own = unshadowed(answers.flatMap(({ rows }) => rows)).filter((row) =>
    words.every((word) => haystack(row).includes(word)),
  )
  const onNpm = npm ? await rowsOfNpm(text, context) : []
  const hits = [...own, ...onNpm]
  const installed = await installedPacks(scope, context)
  const first = (name: string): number => Number(name.includes(words[0] ?? ''))
  return {
    hits: hits
      .toSorted((a, b) => first(b.name) - first(a.name) || (a.name < b.name ? -1 : 1))
      .map((row) => ({
        ...row,
        installed: installed.filter(({ packs }) => packs.includes(row.name)).map((one) => one.scope),
      })),
    notes: [...asked.notes, ...answers.flatMap(({ notes }) => notes)],
  }
}

interface Asked {
  readonly name: string
  readonly open: StaticPackRegistry
}

async function registriesFor(
  scopeName: ScopeName | undefined,
  only: string | undefined,
  context: Context,
): Promise<{ readonly registries: readonly Asked[]; readonly notes: readonly Note[] }> {
  const scope = await usualScope(scopeName, context)
  const setup = await registrySetup(context, scope)
  const { embedded, registries } = setup
  const notes = [...setup.notes]
  const more = { packs: await lockedPacks(context, scope), note: (note: Note) => void notes.push(note) }
  const searched = registries.filter(({ kind }) => kind === 'static')
  const all: readonly Asked[] = [
    ...(embedded ? [{ name: EMBEDDED, open: openEmbedded(context) }] : []),
    ...searched.map((config) => ({ name: config.name, open: openStatic(config, context, more) })),
  ]
  if (only === undefined) return { registries: all, notes }
  const chosen = all.filter(({ name }) => name === only)
  if (chosen.length > 0) return { registries: chosen, notes }
  if (registries.some(({ name }) => name === only))
    throw new HooksError(
      'registry-unknown',
      `\`${only}\` is a registry of npm, which cannot be searched here`,
      {
        hint: '`hooks search --npm` finds packs on npm',
      },
    )
  throw new HooksError(
    'registry-unknown',
    `no registry \`${only}\` is configured ${scope === undefined ? 'here' : `in the ${scope.name} scope`}`,
    {
      hint:
        didYouMean(
          only,
          all.map(({ name }) => name),
        ) ?? '`hooks registry list` shows what is configured where',
    },
  )
}

type Row = SearchRow & Pick<Hit, 'registry'>

/** A registry that cannot be asked is left out, unless it is the one that was asked for. */
async function rowsOf(
  { name, open }: Asked,
  must: boolean,
): Promise<{ readonly rows: readonly Row[]; readonly notes: readonly Note[] }> {
  try {
    const rows = (await open.search()).map((row) => ({ ...row, registry: name }))
    // Of the registry of a namespace, nothing else can be installed.
    const own = name.startsWith('@') ? rows.filter((row) => row.name.startsWith(`${name}/`)) : rows
    return { rows: own, notes: [] }
  } catch (error) {
    if (must || !(error instanceof HooksError)) throw error
    return { rows: [], notes: [{ code: 'registry-skipped', name, why: error.message }] }
  }
}

/** What npm has found matches in its own way. A bare name is what `npm:` is for. */
async function rowsOfNpm(text: string, { env, cwd, network }: Context): Promise<readonly Row[]> {
  const rows = await npmRegistry({ env, cwd, network, source: 'npm' }).search(text)
  return rows.map((row) => ({
    ...row,
    name: row.name.startsWith('@') ? row.name : `npm:${row.name}`,
    registry: 'npm',
  }))
}

function unshadowed(rows: readonly Row[]): readonly Row[] {
  const byName = new Map<string, Row>()
  for (const row of rows) if (!byName.has(row.name)) byName.set(row.name, row)
  return [...byName.values()]
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
