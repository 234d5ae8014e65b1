/** Options of a pack as people set them. */
export type Options = Readonly<Record<string, unknown>>

/** `base` with what `over` sets; objects are merged, everything else is replaced. */
export function withOptions(base: Options, over: Options): Options {
  const merged = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(over)) {
    const before = merged.get(key)
    merged.set(key, isObject(before) && isObject(value) ? withOptions(before, value) : value)
  }
  // Unlike an assignment, this gives an object the prototype of every other, whatever its keys are.
  return Object.fromEntries(merged)
}

/** The options without the one at this path (`groups.git`), and without objects that are empty then. */
export function withoutOption(options: Options, path: string): Options {
  const [key = '', ...rest] = path.split('.')
  const { [key]: value, ...others } = options
  if (rest.length === 0 || !isObject(value)) return others
  const inner = withoutOption(value, rest.join('.'))
  return Object.keys(inner).length === 0 ? others : { ...options, [key]: inner }
}

/** True when something is set at this path. */
export function hasOption(options: Options, path: string): boolean {
  let at: unknown = options
  for (const key of path.split('.')) {
    if (!isObject(at) || !Object.hasOwn(at, key)) return false
    at = at[key]
  }
  return true
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
