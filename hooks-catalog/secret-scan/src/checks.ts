import { isPlaceholder } from '../../../src/runtime/src/log/secret-forms.ts'

const STANDS_FOR =
  /example|sample|placeholder|dummy|changeme|change[_-]me|replace|redacted|your|insert|fake|xxxx|\*{3}|\.{3}|…|<|\$\{|\{\{|0000000|1234567|abcdefg|deadbeef|not[_-]?a[_-]?(?:real|secret)/i

/** True for what only stands in the place of a secret, in documents, templates and tests. */
export function standsForOne(text: string): boolean {
  return STANDS_FOR.test(text) || new Set(text).size < Math.min(7, text.length / 2)
}

/** Shannon's entropy in bits for each character. */
export function entropyOf(text: string): number {
  const counts = new Map<string, number>()
  for (const sign of text) counts.set(sign, (counts.get(sign) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length)
  return bits
}

/** True for a token whose header says how it is signed, unless it is one that documents show. */
export function isJsonWebToken(text: string): boolean {
  const [header = '', payload = ''] = text.split('.')
  const said = decoded(header)
  const claims = decoded(payload)
  if (said === undefined || typeof said['alg'] !== 'string' || claims === undefined) return false
  // The token that jwt.io shows, which half of all documents repeat.
  return claims['sub'] !== '1234567890'
}

function decoded(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return typeof value === 'object' && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined
  } catch {
    return undefined
  }
}

/** True for the block of a key that has a key in it. */
export function isKeyBlock(text: string): boolean {
  const body = text
    .replace(/^-----BEGIN [A-Z0-9 ]+-----|-----END [A-Z0-9 ]+-----$/g, '')
    .replace(/\\[nr]|\s/g, '')
  return body.length >= 60 && entropyOf(body.slice(0, 400)) > 3.5 && !/\.{3}|…|<|x{8}/i.test(body)
}

/** True for `://name:password@host`, unless the host is this machine or a container, or nobody's. */
export function isCredential(text: string): boolean {
  const at = text.lastIndexOf('@')
  const host = text.slice(at + 1).toLowerCase()
  const password = text.slice(3, at).replace(/^[^:]*:/, '')
  if (
    !host.includes('.') ||
    /^(?:127\.|0\.0\.0\.0)|(?:^|\.)(?:example\.(?:com|org|net)|test|local|invalid)$/.test(host)
  )
    return false
  return !isPlaceholder(password) && !PASSWORD_WORDS.test(password) && !standsForPassword(password)
}

const PASSWORD_WORDS =
  /^(?:pass(?:word|wd)?|pwd|secret|postgres|root|admin|user|test|guest|token|key|changeit|\d{1,4})$/i

function standsForPassword(text: string): boolean {
  return STANDS_FOR.test(text) || /^[$%[{(]/.test(text) || new Set(text).size < 3
}
