/** The object in a JSON text that may have comments and trailing commas; `undefined` if there is none. */
export function parseJsonc(text: string): Record<string, unknown> | undefined {
  const bare = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\\n]|\\.)*")|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (_, quoted?: string) => quoted ?? '')
    .replace(/("(?:[^"\\\n]|\\.)*")|,(?=\s*[}\]])/g, (_, quoted?: string) => quoted ?? '')
  try {
    return asObject(JSON.parse(bare))
  } catch {
    // Not JSON at this moment; an edit may have left it half written.
    return undefined
  }
}

/** `value` if it is an object. */
export function asObject(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
