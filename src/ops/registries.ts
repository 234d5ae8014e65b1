import path from 'node:path'
import type { LockedPack } from '../core/lockfile.ts'
import { sidesOf } from '../core/merge-conflicts.ts'
import type { Note } from '../core/notes.ts'
import { FILES, type Scope } from '../core/scope.ts'
import type { NetworkMode, RegistryConfig } from '../core/source.ts'
import { HooksError } from '../errors.ts'
import { readText } from '../io/read.ts'
import { type StaticPackRegistry, staticRegistry } from '../io/registry-static.ts'
import { type Place, scopeNamed } from '../io/scopes.ts'
import { EMBEDDED, type Registries, type RegistryEntry, registryEntry } from '../schema/registries.ts'
import { parseRequest } from '../schema/request.ts'
import type { Context } from './context.ts'

/** The registries that packs of a scope may come from, besides npm. */
export interface RegistrySetup {
  /** False when the user has switched the embedded registry off. */
  readonly embedded: boolean
  /** The user's first, then those of the scope; the local scope has those of its project as well. */
  readonly registries: readonly RegistryConfig[]
  readonly notes: readonly Note[]
}

/**
 * What the user and a scope have configured. What the user calls by a name or has in a namespace stays so: a project
 * cannot have it come from elsewhere. Throws `request-invalid` when a project's file names headers or variables.
 */
export async function registrySetup(place: Place, scope: Scope | undefined): Promise<RegistrySetup> {
  const user = await userScope(place)
  const own = user ? await registriesOf(user) : {}
  const project = scope?.name === 'local' ? await registriesOf(await scopeNamed(place, 'project')) : {}
  const others = scope && scope.name !== 'user' ? { ...project, ...(await registriesOf(scope)) } : {}
  const taken = Object.keys(others).filter((name) => Object.hasOwn(own, name))
  const theirs = Object.entries(others).filter(([name]) => !taken.includes(name))
  return {
    embedded: own[EMBEDDED]?.entry.kind !== 'off',
    registries: [
      ...Object.entries(own).flatMap(([name, one]) => configs(name, one, { env: place.env, own: true })),
      ...theirs.flatMap(([name, one]) => configs(name, one, { env: place.env, own: false })),
    ],
    notes: taken
      .filter((name) => addressOf(own[name]) !== addressOf(others[name]))
      .map((name) => ({
        code: 'registry-shadowed',
        name,
        file: others[name]?.file ?? '',
        by: own[name]?.file ?? '',
      })),
  }
}

/** Opens a configured registry that is static. `packs` are those that lockfiles have, with what was proven of them. */
export function openStatic(
  { name, url, headers, root, own }: Omit<RegistryConfig, 'file' | 'kind'>,
  place: Place & { readonly network: NetworkMode },
  more: { readonly packs?: Readonly<Record<string, LockedPack>>; readonly note?: (note: Note) => void } = {},
): StaticPackRegistry {
  const locked = Object.entries(more.packs ?? {}).flatMap(([pack, { source, evidence }]) =>
    source === `registry+${url}` && evidence?.kind === 'signed' && evidence.root
      ? [[pack, evidence.root] as const]
      : [],
  )
  const trust = {
    ...(root === undefined ? {} : { pin: { sha256: root, own } }),
    locked: Object.fromEntries(locked),
  }
  const { note } = more
  return staticRegistry({
    name,
    base: url,
    headers,
    mode: place.network,
    place,
    trust,
    ...(note ? { note } : {}),
  })
}

/** Opens the registry that comes with hookpack. */
export function openEmbedded(context: Context): StaticPackRegistry {
  const source = `registry:${EMBEDDED}`
  return staticRegistry({ name: EMBEDDED, base: context.registryDir, source, place: context })
}

/** A registry as a file has it. */
export interface Written {
  readonly entry: RegistryEntry
  readonly file: string
}

/** The registries that the file of one scope has, by name. Throws `request-invalid`. */
export async function registriesOf(scope: Scope): Promise<Readonly<Record<string, Written>>> {
  const file = path.join(scope.folder, FILES.request)
  const written = await readText(file)
  // A merge conflict is for `install` to settle, and for every other command to refuse; our side says where to look.
  const text = written === null ? null : (sidesOf(written)?.ours ?? written)
  const { registries = {} } = text === null ? {} : parseRequest(text, file)
  if (scope.name !== 'user') checkShared(registries, file)
  return Object.fromEntries(
    Object.entries(registries).map(([name, value]) => [name, { entry: registryEntry(value), file }]),
  )
}

/**
 * What anybody may have written who writes to a project must not decide where our secrets go: headers and variables
 * stand in the user's own file. Throws `request-invalid`.
 */
function checkShared(registries: Registries, file: string): void {
  for (const [name, value] of Object.entries(registries)) {
    const field =
      value === false ? '' : typeof value === 'object' && 'headers' in value ? '.headers' : undefined
    if (field === undefined) continue
    throw new HooksError(
      'request-invalid',
      `${file} is not valid:\n  registries.${name}${field}: can only stand in the file of the user scope`,
      {
        hint:
          value === false
            ? 'take it out: each user decides for themselves'
            : `put this registry into your own file: \`hooks registry add ${name} <url> --scope user --header 'Authorization: Bearer \${TOKEN}'\``,
      },
    )
  }
}

/** The scope of the user; undefined where there is no home. */
export async function userScope(place: Place): Promise<Scope | undefined> {
  try {
    return await scopeNamed(place, 'user')
  } catch (error) {
    if (error instanceof HooksError && error.code === 'no-home') return undefined
    throw error
  }
}

function configs(
  name: string,
  { entry, file }: Written,
  { env, own }: { readonly env: Place['env']; readonly own: boolean },
): readonly RegistryConfig[] {
  if (entry.kind === 'off') return []
  if (entry.kind === 'npm') return [{ name, kind: 'npm', url: entry.url, headers: {}, own, file }]
  const { url, root } = entry
  const headers = expandedHeaders(entry.headers, env)
  return [{ name, kind: 'static', url, headers, ...(root === undefined ? {} : { root }), own, file }]
}

/**
 * Headers with the values of variables, as they are now. A variable that is not set stays as it is written; whoever
 * uses the header says so.
 */
export function expandedHeaders(
  headers: Readonly<Record<string, string>>,
  env: Place['env'],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, text]) => [
      name,
      text.replace(/\$\{(\w+)\}/g, (whole, variable: string) => valueIn(env, variable) ?? whole),
    ]),
  )
}

/** The value of a variable; undefined when it is not set, or empty. The end of a line was never meant. */
export function valueIn(env: Place['env'], variable: string): string | undefined {
  const value: unknown = env[variable]
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

function addressOf(written: Written | undefined): string {
  return written && written.entry.kind !== 'off' ? written.entry.url : ''
}
