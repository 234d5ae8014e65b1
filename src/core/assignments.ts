import { HooksError } from '../errors.ts'

/**
 * Options from `--set key=value` arguments. A value that is JSON (`true`, `3`, `["a"]`) is that value, anything else is text;
 * a dot in the key goes one level down (`groups.git=ask`).
 */
export function parseAssignments(assignments: readonly string[]): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {}
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    const keys = assignment.slice(0, Math.max(equals, 0)).split('.')
    if (equals < 1 || keys.some((key) => !/^[A-Za-z][\w-]*$/.test(key))) {
      throw new HooksError('usage', `\`--set ${assignment}\` is not an option`, {
        hint: 'write it as `--set key=value`',
      })
    }
    assign(options, keys, parsedValue(assignment.slice(equals + 1)))
  }
  return options
}

function assign(
  target: Record<string, unknown>,
  [key = '', ...rest]: readonly string[],
  value: unknown,
): void {
  if (rest.length === 0) {
    target[key] = value
    return
  }
  const inner = Object.hasOwn(target, key) ? target[key] : undefined
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {}
  target[key] = next
  assign(next, rest, value)
}

function parsedValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    // Not JSON: the text itself is the value.
    return text
  }
}
