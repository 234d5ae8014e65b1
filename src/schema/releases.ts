import * as z from 'zod'
import { HooksError } from '../errors.ts'
import { faultsOf } from './faults.ts'
import { parseJson } from './json.ts'

const releasesSchema = z.record(
  z.string(),
  z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/, 'must be a time such as 2026-01-31T12:00:00Z'),
)

/** Parses `releases.json`: by `<name>@<version>`, when it was published. Throws `registry-invalid`. */
export function parseReleases(text: string, file: string): Readonly<Record<string, string>> {
  const parsed = parseJson(text)
  const result = releasesSchema.safeParse('value' in parsed ? parsed.value : undefined)
  if ('value' in parsed && result.success) return result.data
  const fault = 'fault' in parsed ? parsed.fault : faultsOf(result.error as z.ZodError)[0]
  throw new HooksError('registry-invalid', `${file} is not valid: ${fault ?? ''}`, {
    hint: 'mend it by hand, or restore it from git',
  })
}
