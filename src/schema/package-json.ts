import * as z from 'zod'
import { HooksError } from '../errors.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'

const packageJsonSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  keywords: z.array(z.string()).optional(),
  license: z.string().optional(),
  private: z.boolean().optional(),
  files: z.array(z.string()).optional(),
  scripts: z.record(z.string(), z.string()).optional(),
  engines: z.record(z.string(), z.string()).optional(),
  publishConfig: z.record(z.string(), z.unknown()).optional(),
})

/** A `package.json`, as far as publishing looks at it. */
export type PackageJson = z.infer<typeof packageJsonSchema>

/** Parses a `package.json`. Throws `pack-unreadable` naming the file and the fields. */
export function parsePackageJson(text: string, file: string): PackageJson {
  const parsed = parseJson(text)
  const result = packageJsonSchema.safeParse('value' in parsed ? parsed.value : undefined)
  if ('value' in parsed && result.success) return result.data
  const faults =
    'fault' in parsed ? [`it is not JSON: ${parsed.fault}`] : faultsOf(result.error as z.ZodError)
  throw new HooksError(
    'pack-unreadable',
    `${file} is not valid:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
    { hint: 'mend it, then try again' },
  )
}
