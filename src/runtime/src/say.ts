import type { Answer } from './encode.ts'
import type { Front } from './front.ts'
import { writeAll } from './write.ts'

/** Writes the answer, once. */
export function say(front: Front, answer: Answer): void {
  if (front.answer) return
  front.answer = answer
  if (answer.stdout !== '') writeAll(1, answer.stdout)
  if (answer.stderr !== '') writeAll(2, `${answer.stderr}\n`)
}
