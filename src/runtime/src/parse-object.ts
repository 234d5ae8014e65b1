/** A payload's fields. */
export type Payload = Record<string, unknown>

/** The object that a text is, or `undefined` when it is none. A byte order mark before it is fine. */
export function parseObject(text: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(withoutMark(text))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Payload)
      : undefined
  } catch {
    // Not a document: the caller reads on or reports it.
    return undefined
  }
}

export function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
}
