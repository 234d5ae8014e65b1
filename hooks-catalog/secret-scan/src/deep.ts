import { findSecrets, type Scan, withoutSecrets } from './find-secrets.ts'

/** A value without secrets, and the kinds of those that were in it. */
export interface Redacted {
  readonly value: unknown
  readonly kinds: readonly string[]
}

const DEEPEST = 12
const MOST_TEXTS = 5000

/** The same value, of the same form, with a note in the place of each secret in its texts. Pictures stay as they are. */
export function redacted(value: unknown, scan: Scan): Redacted {
  const kinds = new Set<string>()
  let texts = 0
  const walk = (one: unknown, depth: number): unknown => {
    if (typeof one === 'string') {
      texts += 1
      return texts > MOST_TEXTS ? one : clean(one)
    }
    if (typeof one !== 'object' || one === null || depth > DEEPEST) return one
    if (Array.isArray(one)) return one.map((inner) => walk(inner, depth + 1))
    const fields = one as Readonly<Record<string, unknown>>
    if (fields['type'] === 'image' || fields['isImage'] === true || typeof fields['base64'] === 'string')
      return one
    return Object.fromEntries(Object.entries(fields).map(([name, inner]) => [name, walk(inner, depth + 1)]))
  }
  const clean = (text: string): string => {
    const secrets = findSecrets(text, scan)
    for (const { kind } of secrets) kinds.add(kind)
    return secrets.length === 0 ? text : withoutSecrets(text, secrets)
  }
  return { value: walk(value, 0), kinds: [...kinds] }
}
