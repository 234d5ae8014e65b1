import * as z from 'zod'

const hex = z.string().regex(/^[0-9a-f]{64}$/, 'must be a sha256 in hex')

/** `registry.json`, at the base of a static registry. */
export const registrySchema = z.object({
  $schema: z.string().optional(),
  v: z.literal(1),
  name: z.string().min(1).max(64).describe('What lockfiles and messages call it.'),
  dl: z.string().describe("Template of a tarball's address, relative to the base; `{sha256}` is replaced."),
  search: z.array(z.string()).max(64).describe('The search shards, relative to the base.'),
  signed: z.boolean().optional().describe('True when its files are listed in signed metadata (TUF).'),
  advisories: z
    .string()
    .optional()
    .describe('What is known to be wrong with packs (OSV), relative to the base; absent for nothing.'),
  ttl: z
    .number()
    .int()
    .min(0)
    .max(86_400)
    .optional()
    .describe('For so many seconds, what was read may be used without asking again; 300 if it does not say.'),
})
export type Registry = z.infer<typeof registrySchema>

/** One line of a package's ndjson file: one version. Everything but `yanked` and `deprecated` never changes. */
export const lineSchema = z.object({
  v: z.literal(1),
  name: z.string(),
  vers: z.string(),
  pubtime: z.string().describe('When it was published: RFC 3339, seconds, Z.'),
  bytes: z.number().int().positive().describe('Bytes of the tarball.'),
  unpacked: z.number().int().positive().describe('Bytes of its files together.'),
  integrity: z
    .string()
    .regex(/^sha512-[A-Za-z0-9+/]{86}==$/, 'must be a sha512 in base64')
    .describe('Of the tarball, in base64.'),
  sha256: hex.describe('Of the tarball, in hex.'),
  meta: hex.describe('sha256 of its meta file, in hex.'),
  events: z.array(z.string()).describe('The events of its hooks.'),
  engines: z.record(z.string(), z.string()).describe('`engines` of its package.json.'),
  src: z.string().describe('Where else it is published, such as `npm:@acme/guard@1.0.0`; empty for nowhere.'),
  yanked: z.string().nullable().describe('Why it was taken back; then it is found by its exact number only.'),
  deprecated: z.string().nullable().describe('Why it should not be used any more.'),
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
