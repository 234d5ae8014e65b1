import { z } from 'zod'
import { HooksError } from '../errors.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'
import { registriesSchema } from './registries.ts'

const wanted = z.strictObject({
  version: z.string().optional().describe('A semver range, tag or version.'),
  from: z.string().optional().describe('`npm:<name>` or a folder, when it is not the registry.'),
  options: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Options of the pack: `hooks info` lists them.'),
})

/** `hookpack.json`: what was asked for in a scope. People edit it. */
export const requestSchema = z.looseObject({
  $schema: z.string().optional(),
  packs: z
    .record(z.string(), z.union([z.string(), wanted]))
    .default({})
    .describe('Packs by name: a range, or an object with more.'),
  registries: registriesSchema.optional(),
})
export type Request = z.infer<typeof requestSchema>

/** Parses `hookpack.json`. Throws `request-invalid` naming the file and the field. */
export function parseRequest(text: string, file: string): Request {
  const parsed = parseJson(text)
  if ('fault' in parsed && /^<{7} /m.test(text)) throw conflict(file)
  const faults = 'fault' in parsed ? [parsed.fault] : undefined
  const result = requestSchema.safeParse('value' in parsed ? parsed.value : {})
  if (!faults && result.success) return result.data
  const lines = faults ?? (result.error ? faultsOf(result.error) : [])
  throw new HooksError(
    'request-invalid',
    `${file} is not valid:\n${lines.map((line) => `  ${line}`).join('\n')}`,
    {
      hint: 'mend it by hand, or restore it from git',
    },
  )
}

function conflict(file: string): HooksError {
  return new HooksError('merge-conflict', `${file} has a merge conflict`, {
    hint: '`hooks install` settles it: what both sides ask for counts',
  })
}
