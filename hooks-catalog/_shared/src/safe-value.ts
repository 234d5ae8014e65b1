import { redact } from '../../../src/runtime/src/kit/redact.ts'
import { cut } from './one-line.ts'

/** How much of a value is kept. */
export interface Bounds {
  /** Characters of a text. */
  readonly text: number
  /** Entries of a list or an object. */
  readonly items: number
  readonly depth: number
}

/** More of a text than is kept is looked at, so that what is cut off is never half a secret. */
const LOOK_AHEAD = 4000

/** What no name of a harmless field turns into a secret. */
const PROBE = 'Xq7vT2mK9pLw4RzB'

/** A text without secrets, of at most `most` characters; of a longer one it says how long it was. */
export function safeText(text: string, most: number): string {
  const clean = redact(text.slice(0, most + LOOK_AHEAD))
  if (text.length <= most) return cut(clean, most)
  return `${cut(clean, Math.max(1, most))} [${text.length} characters]`
}

/**
 * A JSON value without secrets and within bounds: texts are redacted, what stands under the name of a secret is left
 * out, and long texts, lists and objects and what lies too deep are cut.
 */
export function safeValue(value: unknown, bounds: Bounds): unknown {
  if (typeof value === 'string') return safeText(value, bounds.text)
  if (typeof value !== 'object' || value === null) return value
  if (bounds.depth === 0) return '…'
  const inner = { ...bounds, depth: bounds.depth - 1 }
  if (Array.isArray(value)) {
    const kept = value.slice(0, bounds.items).map((one) => safeValue(one, inner))
    return value.length > bounds.items ? [...kept, `… ${value.length - bounds.items} more`] : kept
  }
  const entries = Object.entries(value)
  const kept = entries.slice(0, bounds.items).map(([name, one]) => {
    const secret = typeof one === 'string' && one !== '' && isSecretName(name)
    return [safeText(name, 100), secret ? '[redacted]' : safeValue(one, inner)]
  })
  if (entries.length > bounds.items) kept.push(['…', `${entries.length - bounds.items} more`])
  return Object.fromEntries(kept)
}

/** True for a name after which `redact` takes a value out. */
function isSecretName(name: string): boolean {
  return name.length <= 100 && !redact(`${name}=${PROBE}`).includes(PROBE)
}

/** What is tried, one after the other, until a line is short enough. */
const SHORTER = [1, 0.25, 0.06, 0.01]

/** The JSON of what `make` gives for smaller and smaller bounds, once it has at most so many bytes. */
export function boundedJson(make: (bounds: Bounds) => object, bounds: Bounds, most: number): string {
  let text = ''
  for (const share of SHORTER) {
    const items = Math.max(5, Math.floor(bounds.items * share))
    text = JSON.stringify(make({ ...bounds, items, text: Math.max(20, Math.floor(bounds.text * share)) }))
    if (Buffer.byteLength(text) <= most) return text
  }
  return JSON.stringify(make({ text: 20, items: 3, depth: 1 }))
}
