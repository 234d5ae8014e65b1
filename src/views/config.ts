import type { PackOptions } from '../ops/config.ts'
import { clipped, printable, type Style, typeText } from './style.ts'

interface OptionSchema {
  readonly type?: unknown
  readonly enum?: readonly unknown[]
  readonly description?: string
}

/** The options of an installed pack: value, whether it was set or is the default, and what it may be. */
export function configLines(
  { name, version, scope, options, set, schema }: PackOptions,
  style: Style,
): readonly string[] {
  const properties = Object.entries((schema?.['properties'] ?? {}) as Record<string, OptionSchema>)
  const head = [`${style.bold(`${name} ${version}`)}  ${style.dim(`${scope.name} scope`)}`]
  if (properties.length === 0) return [...head, '  it has no options']
  return [
    ...head,
    ...properties.flatMap(([key, option]) => [
      `  ${printable(key)} = ${clipped(JSON.stringify(options[key]) ?? 'not set', 200)}${key in set ? '' : style.dim('  (default)')}`,
      style.dim(
        `      ${kindOf(option)}${option.description === undefined ? '' : `: ${clipped(option.description, 200)}`}`,
      ),
    ]),
    style.dim(`  change one with \`hooks config ${name} --set key=value\``),
  ]
}

function kindOf({ enum: values, type }: OptionSchema): string {
  return printable(values?.map((value) => JSON.stringify(value)).join(' | ') ?? typeText(type))
}
