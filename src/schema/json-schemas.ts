import { toJSONSchema, type ZodType } from 'zod'
import { SCHEMA_BASE } from '../core/request.ts'
import { caseFileSchema } from './cases.ts'
import { manifestSchema } from './manifest.ts'
import { lineSchema, registrySchema } from './registry.ts'
import { requestSchema } from './request.ts'

/** The files that people write, each with its schema and what it is. */
const SCHEMAS: Readonly<Record<string, { readonly schema: ZodType; readonly title: string }>> = {
  'hooks.schema.json': { schema: manifestSchema, title: 'hooks.json, the manifest of a pack' },
  'cases.schema.json': { schema: caseFileSchema, title: 'A file in cases/ of a pack' },
  'hookpack.schema.json': { schema: requestSchema, title: 'hookpack.json, what is wanted in a scope' },
  'registry.schema.json': { schema: registrySchema, title: 'registry.json of a static registry' },
  'versions.schema.json': { schema: lineSchema, title: 'A line of a pkg/…/<name>.ndjson: one version' },
}

/** The JSON Schemas for editors, generated, by path in a registry. */
export function schemaFiles(): readonly (readonly [path: string, bytes: Uint8Array])[] {
  return Object.entries(SCHEMAS).map(([name, { schema, title }]) => {
    const { $schema, ...rest } = toJSONSchema(schema, { target: 'draft-7', io: 'input' })
    const text = JSON.stringify({ $schema, $id: `${SCHEMA_BASE}${name}`, title, ...rest }, null, 2)
    return [`schema/${name}`, new TextEncoder().encode(`${text}\n`)] as const
  })
}
