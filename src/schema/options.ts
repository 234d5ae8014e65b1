import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { Manifest } from './manifest.ts'
import { OutOfTime, withinTime } from './within-time.ts'

/**
 * A pack's options: what was given, checked against the pack's own JSON Schema, over the schema's defaults.
 * Throws `options-invalid` naming the option, what it must be and the nearest name.
 */
export async function checkOptions(
  pack: string,
  schema: Manifest['options'],
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const properties = Object.keys((schema?.['properties'] as object | undefined) ?? {})
  const unknown = Object.keys(given).find((key) => !properties.includes(key))
  if (unknown !== undefined) {
    const known =
      properties.length === 0 ? `\`${pack}\` has no options` : `its options: ${properties.join(', ')}`
    throw new HooksError('options-invalid', `\`${pack}\` has no option \`${unknown}\``, {
      hint: didYouMean(unknown, properties) ?? known,
    })
  }
  if (!schema) return {}
  const { Ajv } = await import('ajv')
  let options: Record<string, unknown> = {}
  const errors = checked(pack, () => {
    options = structuredClone(given) as Record<string, unknown>
    // Anew in each attempt: one that was interrupted has left its own in the middle of something.
    const ajv = new Ajv({
      useDefaults: true,
      allErrors: true,
      strict: false,
      verbose: true,
      // What every object has by itself is no option.
      ownProperties: true,
      // It would print what the schema says.
      logger: false,
    })
    const validate = ajv.compile(schema)
    if ('$async' in validate) throw new Error('`$async` is not for options')
    return validate(options) ? undefined : (validate.errors ?? [])
  })
  if (!errors) return options
  const faults = errors.slice(0, MOST_FAULTS).map((error) => faultOf(error, given))
  const [hint] = faults.flatMap((fault) => fault.hint ?? [])
  throw new HooksError(
    'options-invalid',
    `options of \`${pack}\`: ${[...new Set(faults.map(({ says }) => says))].join('; ')}`,
    { hint: hint ?? `\`hooks info ${pack}\` lists the options` },
  )
}

/** A hundred times what a schema and options of usual size take. */
const MOST_MS = 2000

/** More than anybody reads. */
const MOST_FAULTS = 20

/**
 * The schema is the pack's own: its patterns may take for ever on some texts, its references may multiply, it may be no
 * schema at all. Whatever it does ends in time.
 */
function checked<T>(pack: string, check: () => T): T {
  try {
    return withinTime(MOST_MS, check)
  } catch (error) {
    const why =
      error instanceof OutOfTime ? 'checking options with it does not end' : (error as Error).message
    throw new HooksError(
      'manifest-invalid',
      `the manifest of \`${pack}\` is not valid:\n  options: ${why.slice(0, 500)}`,
      { hint: 'this is for the author of the pack to mend; nothing was installed', cause: error },
    )
  }
}

interface Fault {
  readonly says: string
  readonly hint?: string | undefined
}

/** What is wrong with an option: its path as people set it, what it must be, and what was probably meant. */
function faultOf(error: import('ajv').ErrorObject, given: unknown): Fault {
  const path = error.instancePath.slice(1).split('/').filter(Boolean)
  const name = path.join('.') || 'options'
  const { allowedValues, additionalProperty } = error.params as {
    readonly allowedValues?: readonly unknown[]
    readonly additionalProperty?: string
  }
  if (additionalProperty !== undefined) {
    const known = Object.keys((error.parentSchema?.['properties'] as object | undefined) ?? {})
    const option = [...path, additionalProperty].join('.')
    return { says: `there is no option \`${option}\``, hint: didYouMean(additionalProperty, known) }
  }
  const is = valueAt(given, path)
  const must = allowedValues
    ? `must be one of ${allowedValues.map((value) => JSON.stringify(value)).join(', ')}`
    : (error.message ?? 'is not valid')
  const near = allowedValues && typeof is === 'string' ? didYouMean(is, allowedValues.map(String)) : undefined
  return { says: `\`${name}\` ${must}${is === undefined ? '' : `, not ${JSON.stringify(is)}`}`, hint: near }
}

function valueAt(value: unknown, path: readonly string[]): unknown {
  let at = value
  for (const key of path) at = (at as Record<string, unknown> | null | undefined)?.[key]
  return at
}
