import { didYouMean } from '../core/nearest.ts'
import { HooksError } from '../errors.ts'
import type { Manifest } from './manifest.ts'

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
  const ajv = new Ajv({ useDefaults: true, allErrors: true, strict: false })
  const options = structuredClone(given) as Record<string, unknown>
  let validate: import('ajv').ValidateFunction
  try {
    validate = ajv.compile(schema)
  } catch (error) {
    throw new HooksError(
      'manifest-invalid',
      `the manifest of \`${pack}\` is not valid:\n  options: ${(error as Error).message}`,
      { cause: error },
    )
  }
  if (validate(options)) return options
  const lines = (validate.errors ?? []).map(faultOf)
  throw new HooksError('options-invalid', `options of \`${pack}\`: ${[...new Set(lines)].join('; ')}`, {
    hint: `\`hooks info ${pack}\` lists the options`,
  })
}

function faultOf(error: import('ajv').ErrorObject): string {
  const name = error.instancePath.slice(1).replaceAll('/', '.') || 'options'
  const values = (error.params as { allowedValues?: readonly unknown[] }).allowedValues
  return `\`${name}\` ${error.message ?? 'is not valid'}${values ? `: ${values.map((value) => JSON.stringify(value)).join(', ')}` : ''}`
}
