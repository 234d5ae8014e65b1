import type { Linter } from './linter.ts'
import { LINTERS } from './linters.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly linters: readonly Linter[]
  readonly timeoutSeconds: number
  readonly scope: 'file' | 'lines'
  readonly level: 'warnings' | 'errors'
  readonly deliver: 'block' | 'context'
  readonly fix: boolean
  readonly maxFindings: number
  readonly ignore: readonly string[]
}

/** Linters that are used only when the option names them: they build the whole crate. */
const BY_NAME_ONLY: ReadonlySet<string> = new Set(['clippy'])

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  const { linters, timeoutSeconds, maxFindings, ignore } = raw
  return {
    linters: Array.isArray(linters)
      ? linters.flatMap((name) => LINTERS.filter((linter) => linter.name === name))
      : LINTERS.filter(({ name }) => !BY_NAME_ONLY.has(name)),
    timeoutSeconds: typeof timeoutSeconds === 'number' && timeoutSeconds > 0 ? timeoutSeconds : 15,
    scope: raw['scope'] === 'lines' ? 'lines' : 'file',
    level: raw['level'] === 'errors' ? 'errors' : 'warnings',
    deliver: raw['deliver'] === 'context' ? 'context' : 'block',
    fix: raw['fix'] === true,
    maxFindings: typeof maxFindings === 'number' && maxFindings >= 1 ? maxFindings : 15,
    ignore: Array.isArray(ignore) ? ignore.filter((one) => typeof one === 'string' && one !== '') : [],
  }
}
