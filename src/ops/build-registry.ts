import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { buildRegistry, type RegistryFiles } from '../core/registry-build.ts'
import { HooksError } from '../errors.ts'
import { checkNamedPath } from '../io/links.ts'
import { codeOf } from '../io/read.ts'
import { readContent } from '../io/registry-content.ts'
import { openRegistryFolder, writeRegistry } from '../io/registry-folder.ts'
import { packagePath } from '../io/registry-static.ts'
import { homeOf } from '../io/scopes.ts'
import { schemaFiles } from '../schema/json-schemas.ts'
import type { Context } from './context.ts'
import { publishingTimes } from './publishing-times.ts'
import { advisoriesIn } from './registry-advisories.ts'
import { sourcesIn } from './registry-sources.ts'

/** Where a registry is built from and to. */
export interface BuildPlace {
  /** What a new registry is called. */
  readonly name: string | undefined
  /** A folder with a folder or an archive per pack, and perhaps `releases.json`. */
  readonly catalog: string
  readonly registry: string
  /** Now, as RFC 3339 in seconds: the publishing time of versions that are new. */
  readonly now: string
  readonly dryRun?: boolean
}

/** What a build made, or would make. */
export interface Built {
  readonly name: string
  readonly registry: string
  /** True when readers will want it to be signed again. */
  readonly signed: boolean
  /** Each pack and version that the sources have. */
  readonly packs: readonly { readonly name: string; readonly version: string; readonly isNew: boolean }[]
  /** Paths of the files that changed, relative to the registry. */
  readonly changed: readonly string[]
}

/** Builds the registry of a folder of packs into another folder. What was published before stays as it is. */
export async function buildRegistryFolder(place: BuildPlace, context: Context): Promise<Built> {
  const packs = await sourcesIn(place.catalog, place.registry, context)
  const registry = await openRegistryFolder(place.registry)
  const name = nameOf(registry.info?.name, place)
  const earlier = await readContent(registry)
  const times = await publishingTimes(place, earlier)
  const advisories = await advisoriesIn(place)
  const files = buildRegistry({ name, packs, earlier, advisories, pubtime: times.of, pathOf: packagePath })
  const changed = await changedFiles(place.registry, new Map([...schemaFiles(), ...files]))
  const built = {
    name,
    registry: place.registry,
    signed: registry.info?.signed === true,
    packs: packs.map(({ pack }) => ({
      name: pack.name,
      version: pack.version,
      isNew: !earlier.versions.get(pack.name)?.lines.some(({ vers }) => vers === pack.version),
    })),
    changed: changed.map(([file]) => file),
  }
  if (place.dryRun) return built
  if (changed.length > 0) await writeRegistry(place.registry, async () => changed)
  await times.write()
  return built
}

/** The same as it was typed: with folders that may be relative, and the time as a number. */
export async function buildRegistryAt(
  typed: {
    readonly folder: string
    readonly out: string
    readonly name: string | undefined
    readonly dryRun: boolean
    /** Milliseconds since 1970; `SOURCE_DATE_EPOCH` goes before. */
    readonly now: number
  },
  context: Context,
): Promise<Built> {
  const { name, dryRun } = typed
  const seconds = context.env['SOURCE_DATE_EPOCH']
  const now = new Date(seconds === undefined ? typed.now : Number(seconds) * 1000)
  if (Number.isNaN(now.getTime()))
    throw new HooksError('usage', `SOURCE_DATE_EPOCH is \`${seconds}\`, which is no number of seconds`)
  const place = {
    name,
    dryRun,
    catalog: path.resolve(context.cwd, typed.folder),
    registry: path.resolve(context.cwd, typed.out),
    now: now.toISOString().replace(/\.\d+Z$/, 'Z'),
  }
  await checkNamedPath(place.registry, { cwd: context.cwd, home: homeOf(context.env) })
  return buildRegistryFolder(place, context)
}

function nameOf(known: string | undefined, { name, registry }: BuildPlace): string {
  if (known !== undefined && name !== undefined && name !== known)
    throw new HooksError('usage', `the registry in ${registry} is called \`${known}\`, not \`${name}\``, {
      hint: 'leave `--name` out; it is for a new registry',
    })
  const chosen = known ?? name
  if (chosen !== undefined && /^[a-z][a-z0-9-]{0,63}$/.test(chosen)) return chosen
  throw new HooksError(
    'usage',
    chosen === undefined
      ? `there is no registry in ${registry} yet, and a new one needs a name`
      : `\`${chosen}\` cannot be the name of a registry`,
    { hint: 'give it one with `--name`: lower-case letters, digits and `-`' },
  )
}

async function changedFiles(
  folder: string,
  files: RegistryFiles,
): Promise<readonly (readonly [path: string, bytes: Uint8Array])[]> {
  const changed = await Promise.all(
    [...files].map(async ([name, bytes]) => {
      const before = await readFile(path.join(folder, name)).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
        throw error
      })
      return before?.equals(bytes) ? [] : [[name, bytes] as const]
    }),
  )
  return changed.flat()
}
