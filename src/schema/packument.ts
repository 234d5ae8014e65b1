import * as z from 'zod'
import type { RegistrySignature } from '../core/registry-signature.ts'

// What is there, and makes no sense, is not the same as what is not there.
const signaturesSchema = z
  .array(z.object({ keyid: z.string(), sig: z.string() }))
  .max(10)
  .nullish()
  .catch([{ keyid: '', sig: '' }])

const versionSchema = z.object({
  name: z.unknown().optional(),
  version: z.string(),
  deprecated: z.union([z.string(), z.boolean()]).optional(),
  dist: z.object({
    tarball: z.string(),
    integrity: z.string().optional(),
    signatures: signaturesSchema,
    attestations: z.unknown().optional(),
  }),
})

const documentSchema = z.object({
  name: z.string(),
  versions: z.record(z.string(), z.unknown()),
  modified: z.string().optional().catch(undefined),
  'dist-tags': z.record(z.string(), z.unknown()).optional(),
  time: z.record(z.string(), z.unknown()).optional(),
})

/** One version, as an npm registry describes it. */
export interface NpmVersion {
  readonly version: string
  /** The package that it says it is a version of, if it says that. */
  readonly of?: string
  readonly deprecated?: string
  readonly published?: string
  readonly tarball: string
  /** `sha512-…`; absent for what was published long ago. */
  readonly integrity?: string
  /** The registry's own, over name, version and integrity; empty for none. */
  readonly signatures: readonly RegistrySignature[]
  /** Whether the registry says that it has attestations. */
  readonly attested: boolean
}

/** What an npm registry says of a package. */
export interface NpmPackument {
  readonly name: string
  readonly versions: ReadonlyMap<string, NpmVersion>
  readonly tags: Readonly<Record<string, string>>
  /** When anything of it was last changed; only the short form says it so. */
  readonly modified?: string
}

/** Reads a registry's description of a package; undefined when it is none. Versions that make no sense are left out. */
export function parsePackument(value: unknown): NpmPackument | undefined {
  const parsed = documentSchema.safeParse(value)
  if (!parsed.success) return undefined
  const { name, versions, time, modified, 'dist-tags': tags } = parsed.data
  const read = Object.entries(versions).flatMap(([version, described]) => {
    const one = versionOf(version, described, time?.[version])
    return one ? [[version, one] as const] : []
  })
  const changed = modified === undefined ? {} : { modified }
  return { name, versions: new Map(read), tags: textsOf(tags), ...changed }
}

/** True for what is left of a package whose versions have all been taken back. */
export function isUnpublished(value: unknown): boolean {
  const parsed = z.object({ time: z.object({ unpublished: z.unknown() }) }).safeParse(value)
  return parsed.success && parsed.data.time.unpublished !== undefined
}

function versionOf(version: string, described: unknown, published: unknown): NpmVersion | undefined {
  const parsed = versionSchema.safeParse(described)
  if (!parsed.success || parsed.data.version !== version) return undefined
  const { name, deprecated, dist } = parsed.data
  const integrity = sha512In(dist.integrity)
  return {
    version,
    tarball: dist.tarball,
    signatures: dist.signatures ?? [],
    attested: dist.attestations !== undefined && dist.attestations !== null,
    ...(typeof name === 'string' ? { of: name } : {}),
    ...(integrity === undefined ? {} : { integrity }),
    ...(typeof published === 'string' ? { published } : {}),
    // An empty text takes a deprecation back.
    ...(deprecated ? { deprecated: deprecated === true ? 'no reason given' : deprecated } : {}),
  }
}

function sha512In(integrity: string | undefined): string | undefined {
  return integrity?.split(/\s+/).find((one) => /^sha512-[A-Za-z0-9+/]{86}==$/.test(one))
}

function textsOf(tags: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(tags).filter((tag): tag is [string, string] => typeof tag[1] === 'string'),
  )
}
