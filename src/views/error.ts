import type { HooksError } from '../errors.ts'
import { clipped, type Style } from './style.ts'

/** An error in a few lines: what, and the way out. */
export function errorLines(error: HooksError, style: Style): readonly string[] {
  const [first = '', ...rest] = error.message.split('\n').map((line) => clipped(line, MOST_LETTERS))
  return [
    `${style.red('error')}[${error.code}]: ${first}`,
    // Indented, so that nothing in a name can look like a line of ours.
    ...rest.slice(0, MOST_LINES).map((line) => (line.startsWith(' ') ? line : `  ${line}`)),
    ...(error.hint === undefined ? [] : [`hint: ${clipped(error.hint, MOST_LETTERS)}`]),
  ]
}

/** More than any message of ours has without what it quotes. */
const MOST_LETTERS = 2000
const MOST_LINES = 100

/** The same for `--json`. */
export function errorJson(error: HooksError): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    },
  }
}
