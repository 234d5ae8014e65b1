import { FORMATTERS, type Formatter } from './formatters.ts'

/** How much is said: when a file changed or failed, also when nothing happened, or never. */
export type Level = 'changes' | 'all' | 'none'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly formatters: readonly Formatter[]
  readonly timeoutSeconds: number
  readonly ignore: readonly string[]
  readonly report: Level
}

/** Formatters that are used only when the option names them. */
const BY_NAME_ONLY: ReadonlySet<string> = new Set(['goimports'])

/** Reads the options; what is absent or of another type gets the default of the schema. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  const { formatters, timeoutSeconds, ignore, report } = raw
  return {
    formatters: Array.isArray(formatters)
      ? named(formatters)
      : FORMATTERS.filter(({ name }) => !BY_NAME_ONLY.has(name)),
    timeoutSeconds: typeof timeoutSeconds === 'number' && timeoutSeconds > 0 ? timeoutSeconds : 10,
    ignore: Array.isArray(ignore) ? ignore.filter((one) => typeof one === 'string' && one !== '') : [],
    report: report === 'all' || report === 'none' ? report : 'changes',
  }
}

function named(names: readonly unknown[]): readonly Formatter[] {
  return names.flatMap((name) => FORMATTERS.filter((formatter) => formatter.name === name))
}
