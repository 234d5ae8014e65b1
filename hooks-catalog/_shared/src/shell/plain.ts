import { shown } from '../../../../src/runtime/src/kit/bash/text.ts'
import { redact } from '../../../../src/runtime/src/kit/redact.ts'

/** A text as a reason may quote it: one short line without control characters, marks of direction and secrets. */
export function plain(text: string): string {
  const line = text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, ' ')
  return shown(redact(line.slice(0, 4000)))
}
