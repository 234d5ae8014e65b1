import { z } from 'zod'

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hex')

/** `registry.json`, at the base of a static registry. */
export const registrySchema = z.object({
  v: z.literal(1),
  name: z.string().min(1).max(64),
  /** Template of a tarball's address, relative to the base; `{sha256}` is replaced. */
  dl: z.string(),
  /** The search shards, relative to the base. */
  search: z.array(z.string()),
})
export type Registry = z.infer<typeof registrySchema>

/** One line of a package's ndjson file: one version. Everything but `yanked` and `deprecated` never changes. */
export const lineSchema = z.object({
  v: z.literal(1),
  name: z.string(),
  vers: z.string(),
  /** RFC 3339, seconds, Z. */
  pubtime: z.string(),
  /** Bytes of the tarball, and of its files together. */
  bytes: z.number().int().positive(),
  unpacked: z.number().int().positive(),
  integrity: z.string().startsWith('sha512-'),
  sha256: hex,
  meta: hex,
  events: z.array(z.string()),
  engines: z.record(z.string(), z.string()),
  src: z.string(),
  yanked: z.string().nullable(),
  deprecated: z.string().nullable(),
})
export type Line = z.infer<typeof lineSchema>

/** One line of a search shard. */
export const searchSchema = z.object({
  name: z.string(),
  latest: z.string(),
  events: z.array(z.string()),
  tags: z.array(z.string()),
  description: z.string(),
})
export type SearchRow = z.infer<typeof searchSchema>

/** `meta/<sha256>.json`: what a version consists of. Its own hash stands in the version's line. */
export const metaSchema = z.object({
  v: z.literal(1),
  name: z.string(),
  vers: z.string(),
  files: z.array(
    z.object({
      path: z.string(),
      bytes: z.number().int().nonnegative(),
      sha256: hex,
      mode: z.enum(['644', '755']),
    }),
  ),
  description: z.string(),
  license: z.string(),
  permissions: z.record(z.string(), z.array(z.string())),
  hooks: z.array(z.object({ id: z.string(), event: z.string(), description: z.string() })),
})
export type Meta = z.infer<typeof metaSchema>
