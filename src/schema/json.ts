import { ambiguousKey, isTooDeep } from '../core/json-scan.ts'

type Parsed = { readonly value: unknown } | { readonly fault: string }

/**
 * A parsed document, or the fault in words. What two readers could read differently (a key that is there twice) is a
 * fault, and so is what none should have to read (thousands of levels).
 */
export function parseJson(text: string): Parsed {
  if (isTooDeep(text)) return { fault: 'it is nested too deeply to be read' }
  const parsed = parseLoosely(text)
  const fault = 'value' in parsed ? ambiguousKey(text) : undefined
  return fault === undefined ? parsed : { fault }
}

/** The same for a file that is somebody else's, such as the client's settings: it is read as JavaScript reads it. */
export function parseLoosely(text: string): Parsed {
  try {
    return { value: JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown }
  } catch (error) {
    return { fault: jsonFault(error) }
  }
}

/** The message of a JSON.parse failure, on one line. */
function jsonFault(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]?.slice(0, 160) ?? ''
}
