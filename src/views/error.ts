import type { HooksError } from '../errors.ts'
import { printable, type Style } from './style.ts'

/** An error in a few lines: what, and the way out. */
export function errorLines(error: HooksError, style: Style): readonly string[] {
  const [first = '', ...rest] = error.message.split('\n').map(printable)
  return [
    `${style.red('error')}[${error.code}]: ${first}`,
    ...rest,
    ...(error.hint === undefined ? [] : [`hint: ${printable(error.hint)}`]),
  ]
}

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
