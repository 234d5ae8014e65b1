// A schema library in a few lines, for what is read on the start-up path.

/** Looks at a value: the path of the first thing in it that is wrong (empty for itself), or undefined. */
export type Check = (value: unknown) => string | undefined

/** A value that meets a condition. */
export function where(isRight: (value: unknown) => boolean): Check {
  return (value) => (isRight(value) ? undefined : '')
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
  return (value) => (value === undefined ? undefined : check(value))
}

/** An array of such values. */
export function list(check: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return ''
    for (let index = 0; index < value.length; index++) {
      const wrong = check(value[index])
      if (wrong !== undefined) return `[${index}]${wrong}`
    }
    return undefined
  }
}

/** An object whose values are all such, and whose keys meet a condition. */
export function each(check: Check, isKey: (key: string) => boolean = () => true): Check {
  return (value) => {
    if (!isObject(value)) return ''
    for (const key of Object.keys(value)) {
      const wrong = isKey(key) ? check(value[key]) : ''
      if (wrong !== undefined) return `.${key}${wrong}`
    }
    return undefined
  }
}

/** An object with these fields; others are left alone. */
export function fields(shape: Readonly<Record<string, Check>>): Check {
  const checks = Object.entries(shape)
  return (value) => {
    if (!isObject(value)) return ''
    for (const [key, check] of checks) {
      const wrong = check(value[key])
      if (wrong !== undefined) return `.${key}${wrong}`
    }
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
