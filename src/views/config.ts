import type { PackOptions } from '../ops/config.ts'
import { clipped, printable, type Style, typeText, wrapped } from './style.ts'
import { WIDTH } from './view.ts'

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
      ...valueLines(key, options[key], key in set).map((line) => `  ${line}`),
      ...wrapped(
        `${kindOf(option)}${option.description === undefined ? '' : `: ${clipped(option.description, 600)}`}`,
        WIDTH - 6,
        9,
      ).map((line) => style.dim(`      ${line}`)),
    ]),
    style.dim(`  change one with \`hooks config ${name} --set key=value\``),
  ]
}

/** An option as `--set` takes it; where that is too long, a line for each of its keys. */
function valueLines(key: string, value: unknown, isSet: boolean): readonly string[] {
  const text = `${printable(key)} = ${clipped(JSON.stringify(value) ?? 'not set', 200)}${isSet ? '' : '  (default)'}`
  if (text.length <= WIDTH - 2) return [text]
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  const inside = isObject ? Object.entries(value) : []
  return inside.length === 0
    ? wrapped(text, WIDTH - 2, 5)
    : inside.flatMap(([name, one]) => valueLines(`${key}.${name}`, one, isSet))
}

function kindOf({ enum: values, type }: OptionSchema): string {
  return printable(values?.map((value) => JSON.stringify(value)).join(' | ') ?? typeText(type))
}
