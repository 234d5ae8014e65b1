import { z } from 'zod'
import { HooksError } from '../errors.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'

const wanted = z.strictObject({
  /** A semver range, tag or version. */
  version: z.string().optional(),
  /** `npm:<name>` or a folder, when it is not the registry. */
  from: z.string().optional(),
  options: z.record(z.string(), z.unknown()).optional(),
})

/** `hookpack.json`: what was asked for in a scope. People edit it. */
const requestSchema = z.looseObject({
  packs: z.record(z.string(), z.union([z.string(), wanted])).default({}),
})
export type Request = z.infer<typeof requestSchema>

/** Parses `hookpack.json`. Throws `request-invalid` naming the file and the field. */
export function parseRequest(text: string, file: string): Request {
  const parsed = parseJson(text)
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
