// A schema library in a few lines, for what is read on the start-up path.

/** Looks at a value that stands at a path: the path of the first thing in it that is wrong, or undefined. */
export type Check = (value: unknown, at: string) => string | undefined

/** A value that meets a condition. */
export function where(isRight: (value: unknown) => boolean): Check {
  return (value, at) => (isRight(value) ? undefined : at)
}

/** A text. */
export const text: Check = where((value) => typeof value === 'string')

/** A place in a text. */
export const offset: Check = where((value) => Number.isSafeInteger(value) && (value as number) >= 0)

/** True or false. */
export const truth: Check = where((value) => typeof value === 'boolean')

/** An object with any fields. */
export const object: Check = where(isObject)

/** A text that matches. */
export function matching(pattern: RegExp): Check {
  return where((value) => typeof value === 'string' && pattern.test(value))
}

/** A value, or none. */
export function optional(check: Check): Check {
  return (value, at) => (value === undefined ? undefined : check(value, at))
}

/** An array of such values. */
export function list(check: Check): Check {
  return (value, at) =>
    Array.isArray(value) ? first(value, (one, index) => check(one, `${at}[${index}]`)) : at
}

/** An object whose values are all such, and whose keys meet a condition. */
export function each(check: Check, isKey: (key: string) => boolean = () => true): Check {
  return (value, at) =>
    isObject(value)
      ? first(Object.entries(value), ([key, one]) =>
          isKey(key) ? check(one, `${at}.${key}`) : `${at}.${key}`,
        )
      : at
}

/** An object with these fields; others are left alone. */
export function fields(shape: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(shape)
  return (value, at) =>
    isObject(value) ? first(checks, ([key, check]) => check(value[key], `${at}.${key}`)) : at
}

function first<T>(
  values: readonly T[],
  fault: (value: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, value] of values.entries()) {
    const found = fault(value, index)
    if (found !== undefined) return found
  }
  return undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
