import type { Note } from '../core/notes.ts'
import { SCOPE_NAMES, type ScopeName } from '../core/scope.ts'
import { scopeNamed } from '../io/scopes.ts'
import { EMBEDDED } from '../schema/registries.ts'
import type { Context } from './context.ts'
import { registriesOf, registrySetup, valueIn } from './registries.ts'

/** A registry as `hooks registry list` shows it. Values of headers are left out. */
export interface ListedRegistry {
  readonly name: string
  readonly kind: 'embedded' | 'static' | 'npm'
  /** Null for the embedded one. */
  readonly url: string | null
  /** Null for the embedded one. */
  readonly scope: ScopeName | null
  readonly file: string | null
  /** Names of the headers that every request to it has. */
  readonly headers: readonly string[]
  /** The sha256 of the root that it must be signed from, if its file names one. */
  readonly root: string | null
  /** Variables in them that are not set. */
  readonly unset: readonly string[]
  /** False when it is switched off, or the user has one of the same name. */
  readonly used: boolean
}

/** Every registry that is configured, in the order in which bare names are looked up. */
export async function listRegistries(
  only: ScopeName | undefined,
  context: Context,
): Promise<{ readonly registries: readonly ListedRegistry[]; readonly notes: readonly Note[] }> {
  const { embedded } = await registrySetup(context, undefined)
  const names = only === undefined ? SCOPE_NAMES : [only]
  const listed = await Promise.all(names.map((name) => listedIn(name, only, context)))
  const notes: Note[] = []
  for (const name of names) {
    const scope = await scopeNamed(context, name).catch(() => undefined)
    if (scope) notes.push(...(await registrySetup(context, scope)).notes)
  }
  const own: ListedRegistry = {
    name: EMBEDDED,
    kind: 'embedded',
    url: null,
    scope: null,
    file: null,
    headers: [],
    root: null,
    unset: [],
    used: embedded,
  }
  return { registries: [...(only === undefined ? [own] : []), ...listed.flat()], notes }
}

async function listedIn(
  name: ScopeName,
  only: ScopeName | undefined,
  context: Context,
): Promise<readonly ListedRegistry[]> {
  const scope = await scopeNamed(context, name).catch((error: unknown) => {
    if (only !== undefined) throw error
    return undefined
  })
  if (!scope) return []
  const { registries } = await registrySetup(context, scope)
  return Object.entries(await registriesOf(scope)).flatMap(([registry, { entry, file }]) => {
    if (entry.kind === 'off') return []
    const headers = entry.kind === 'static' ? entry.headers : {}
    return {
      name: registry,
      kind: entry.kind,
      url: entry.url,
      scope: name,
      file,
      headers: Object.keys(headers),
      root: (entry.kind === 'static' && entry.root) || null,
      unset: unsetIn(headers, context.env),
      used: registries.some((one) => one.name === registry && one.file === file),
    }
  })
}

function unsetIn(headers: Readonly<Record<string, string>>, env: Context['env']): readonly string[] {
  const variables = Object.values(headers).flatMap((text) =>
    [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name),
  )
  return [...new Set(variables)].filter((name) => valueIn(env, name) === undefined)
}
