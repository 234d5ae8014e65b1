import { redact } from '../../../src/runtime/src/kit/redact.ts'
import { oneLine } from '../../_shared/src/one-line.ts'

/** A text from outside as a part of a line: without secrets and control characters, and short. */
export function quote(text: string, most: number): string {
  return oneLine(redact(text.slice(0, most * 4 + 1000)), most)
}

/** The first names of a list, and how many there are besides. */
export function someOf(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map((name) => quote(name, 120))
  const more = names.length - shown.length
  if (more === 0) return shown.join(', ')
  return shown.length === 0 ? String(more) : `${shown.join(', ')} and ${more} more`
}
