import type { Manifest } from '../schema/manifest.ts'
import type { PackageJson } from '../schema/package-json.ts'
import type { Pack } from './archive-pack.ts'

/** What packs on npm are found by. */
const KEYWORD = 'hookpack'

/** Scripts that npm would run where a package is installed, and that hookpack never runs. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall']

/** Where a pack is published. */
export type Target =
  | { readonly kind: 'npm'; readonly registry: string; readonly tag: string; readonly access: string | null }
  | {
      readonly kind: 'folder'
      readonly folder: string
      readonly registry: string
      readonly isNew: boolean
      /** For a registry that is signed: whether it is signed again, or has to be. */
      readonly signing?: 'done' | 'needed'
    }

/** A pack that was checked and can be published: what, from which bytes, and where. */
export interface Publication {
  readonly pack: Pack
  /** Its name there: on npm, first-party packs have a namespace. */
  readonly name: string
  readonly target: Target
  readonly archive: { readonly bytes: number; readonly integrity: string }
  /** What is no fault, but should be known. */
  readonly warnings: readonly string[]
  /** The very same version is there already. */
  readonly isThere: boolean
}

/** Why a pack cannot be published, each with what to change in its package.json. */
export function publishFaults(described: PackageJson, pack: Pack, kind: Target['kind']): readonly string[] {
  const scripts = INSTALL_SCRIPTS.filter((name) => described.scripts?.[name] !== undefined)
  const compiles = pack.artifact.files.some(({ path }) => path === 'binding.gyp')
  return [
    ...(kind === 'npm' ? npmFaults(described) : []),
    ...(described.license?.trim()
      ? []
      : ['it names no license: add `"license": "MIT"`, or another; `"UNLICENSED"` if it is for you alone']),
    ...(described.files ? [] : [`it does not say what is published: add \`"files": ${filesOf(pack)}\``]),
    ...scripts.map(
      (name) => `\`scripts.${name}\` would never run: packs are installed without scripts; build it first`,
    ),
    ...(compiles ? ['`binding.gyp` would never be compiled: packs are installed without scripts'] : []),
  ]
}

/** What only npm asks for: the keyword that packs are found by, and the field that forbids publishing. */
function npmFaults({ keywords, private: kept }: PackageJson): readonly string[] {
  return [
    ...(kept ? ['it is `"private": true`: take that out'] : []),
    ...(keywords?.includes(KEYWORD)
      ? []
      : [
          keywords
            ? `its keywords lack \`${KEYWORD}\`: add \`"${KEYWORD}"\` to \`keywords\`; packs are found by it`
            : `it has no keywords: add \`"keywords": ["${KEYWORD}"]\`; packs are found by it`,
        ]),
  ]
}

/** The folders and files that the manifest speaks of, as a value for `files`. */
function filesOf({ manifest }: Pack): string {
  const handlers = manifest.hooks.flatMap(({ handler }) => fileOf(handler) ?? [])
  const places = handlers.map((file) => file.replace(/^\.\//, '').split('/')[0] ?? file)
  return JSON.stringify([...new Set(places), 'hooks.json'])
}

function fileOf(handler: Manifest['hooks'][number]['handler']): string | undefined {
  if ('module' in handler) return handler.module
  return 'script' in handler ? handler.script : undefined
}

/** npm's settings that say where a package goes. */
export type NpmSettings = Readonly<Record<string, string | undefined>>

/**
 * The registry that `npm publish` sends a package to: what the command line says, else the registry of its namespace,
 * else the registry; for both, `publishConfig` of the package.json goes before npm's configuration.
 */
export function registryFor(
  { name, publishConfig = {} }: PackageJson,
  settings: NpmSettings,
  asked: string | undefined,
): string {
  const keys = [...(name.startsWith('@') ? [scopeKey(name)] : []), 'registry']
  const found = keys.flatMap((key) => [publishConfig[key], settings[key]])
  return asked ?? found.find((url): url is string => typeof url === 'string') ?? ''
}

/** npm's setting for the registry of a package's namespace. */
export function scopeKey(name: string): string {
  return `${name.slice(0, name.indexOf('/'))}:registry`
}
