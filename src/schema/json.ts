/** The message of a JSON.parse failure, on one line and without the document's own text. */
function jsonFault(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 160) ?? ''
}

/** A parsed document, or the fault in words. Duplicate and `__proto__` keys are left to the schema that follows. */
export function parseJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown }
  } catch (error) {
    return { fault: jsonFault(error) }
  }
}
