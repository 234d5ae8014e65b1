import { fits } from '../../_shared/src/parts.ts'
import type { Scan } from './find-secrets.ts'

type Raw = Readonly<Record<string, unknown>>

/** What the options say about what counts as a secret. */
export function scanOf(options: Raw): Scan {
  const allow = textsOf(options['allow'])
  const hashes = allow.flatMap((text) => /^sha256:([0-9a-f]{64})$/i.exec(text)?.[1]?.toLowerCase() ?? [])
  const patterns = allow.filter((text) => !/^sha256:/i.test(text)).map((text) => text.split(/\*+/))
  const isAllowed = (value: string): boolean =>
    patterns.some((parts) => fits(value, parts)) || (hashes.length > 0 && hashes.includes(hashOf(value)))
  return { generic: options['generic'] !== false, isAllowed }
}

/** The strings of an option that is a list. */
export function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

function hashOf(value: string): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(value).digest('hex')
}
