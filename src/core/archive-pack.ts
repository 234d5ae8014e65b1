import type { Manifest } from '../schema/manifest.ts'
import type { ArchiveFile } from './archive/read.ts'
import type { Evidence } from './evidence.ts'
import { sha256 } from './integrity.ts'
import type { LockedHandler, LockedHook, LockedPack, Permissions } from './lockfile.ts'

/** So many bytes may a pack's package.json and hooks.json have each. Those of real packs have a few thousand. */
export const MOST_DESCRIPTION = 1024 * 1024

/** Verified bytes and where they came from, before anybody has looked inside. */
export interface Artifact {
  readonly source: string
  readonly resolved: string
  readonly integrity: string
  readonly published?: string
  readonly evidence?: Evidence
  readonly files: readonly ArchiveFile[]
  /** The bytes that `integrity` is of; not known of what is read from an installation. */
  readonly archive?: Uint8Array
}

/** A pack that can be installed: its files, its manifest, and where it came from. */
export interface Pack {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly artifact: Artifact
  readonly manifest: Manifest
  /** Options with the defaults of the pack's own schema. */
  readonly options: Readonly<Record<string, unknown>>
}

/** What the lockfile records of a pack. The folder name carries the bytes' hash, so no folder is ever rewritten. */
export function lockedPack(pack: Pack): LockedPack {
  const { artifact } = pack
  const files = Object.fromEntries(artifact.files.map((file) => [file.path, sha256(file.bytes)]))
  return {
    version: pack.version,
    source: artifact.source,
    resolved: artifact.resolved,
    integrity: artifact.integrity,
    ...(artifact.published === undefined ? {} : { published: artifact.published }),
    ...(artifact.evidence === undefined ? {} : { evidence: artifact.evidence }),
    folder: `packs/${pack.name}/${pack.version}-${sha256(artifact.integrity).slice(0, 8)}`,
    files,
    hooks: pack.manifest.hooks.map(lockedHook),
    options: pack.options,
    ...declaredEnv(pack),
    ...(pack.manifest.permissions ? { permissions: said(pack.manifest.permissions) } : {}),
    ...(pack.manifest.packs ? { packs: pack.manifest.packs } : {}),
  }
}

/** Without the kinds that are not named. */
function said(permissions: NonNullable<Manifest['permissions']>): Permissions {
  return Object.fromEntries(Object.entries(permissions).filter(([, list]) => list !== undefined))
}

/** The variables that the manifest names, or that an option named by it holds. */
function declaredEnv({ manifest, options }: Pack): Pick<LockedPack, 'env'> {
  const names = (manifest.permissions?.env ?? []).flatMap((name) => {
    const value = name.startsWith('{') ? options[name.slice(1, -1)] : name
    return typeof value === 'string' && value !== '' ? [value] : []
  })
  return names.length > 0 ? { env: names } : {}
}

function lockedHook(hook: Manifest['hooks'][number]): LockedHook {
  const matcher = hook.tools ? hook.tools.join('|') : hook.matcher
  return {
    id: hook.id,
    event: hook.event,
    ...(matcher === undefined ? {} : { matcher }),
    ...(hook.if === undefined ? {} : { if: hook.if }),
    timeout: hook.timeout,
    ...(hook.async ? { async: true } : {}),
    failure: hook.failure,
    ...(hook.statusMessage === undefined ? {} : { statusMessage: hook.statusMessage }),
    handler: lockedHandler(hook.handler),
  }
}

function lockedHandler(handler: Manifest['hooks'][number]['handler']): LockedHandler {
  if ('module' in handler) return { module: handler.module }
  if ('script' in handler) {
    const { script, interpreter } = handler
    return { script, ...(interpreter === undefined ? {} : { interpreter }) }
  }
  if ('http' in handler) return { type: 'http', fields: handler.http }
  if ('prompt' in handler) return { type: 'prompt', fields: handler.prompt }
  if ('agent' in handler) return { type: 'agent', fields: handler.agent }
  return { type: 'mcp_tool', fields: handler.mcp_tool }
}
