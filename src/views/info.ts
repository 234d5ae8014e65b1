import type { Info } from '../ops/info.ts'
import { packLines } from './pack-lines.ts'
import { clipped, printable, type Style, typeText, wrapped } from './style.ts'
import { WIDTH } from './view.ts'

/** A pack for a person who wonders whether to add it. */
export function infoLines({ pack, installed }: Info, style: Style): readonly string[] {
  const described = pack.manifest.hooks
    .filter((hook) => hook.description !== undefined)
    .map((hook) => [hook.event, printable(hook.description ?? '')] as const)
  const where =
    installed.length === 0
      ? `not installed here; \`hooks add ${pack.name}\` installs it`
      : installed.map((one) => `installed in the ${one.scope} scope (${one.version})`).join(', ')
  return [
    ...packLines(pack, style),
    ...(described.length === 0 ? [] : ['', style.bold('what it does'), ...beside(described)]),
    ...options(pack.manifest.options, style),
    '',
    where,
  ]
}

/** Two columns, the second one broken into lines. */
function beside(rows: readonly (readonly [string, string])[]): readonly string[] {
  const wide = 4 + Math.max(...rows.map(([name]) => name.length))
  return rows.flatMap(([name, text]) =>
    indented(text, wide).map((line, at) =>
      at === 0 ? `  ${name.padEnd(wide - 2)}${line.trimStart()}` : line,
    ),
  )
}

function indented(text: string, by: number): readonly string[] {
  return wrapped(text, WIDTH - by, 9).map((line) => ' '.repeat(by) + line)
}

interface OptionSchema {
  readonly type?: unknown
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly description?: string
}

function options(schema: Readonly<Record<string, unknown>> | undefined, style: Style): readonly string[] {
  const properties = Object.entries((schema?.['properties'] ?? {}) as Record<string, OptionSchema>)
  if (properties.length === 0) return []
  const rows = properties.flatMap(([name, option]) => {
    const kind = option.enum?.map((value) => JSON.stringify(value)).join(' | ') ?? typeText(option.type)
    const standard =
      option.default === undefined ? '' : `, default ${clipped(JSON.stringify(option.default), 60)}`
    return [
      `  ${printable(name)}  ${style.dim(printable(kind + standard))}`,
      ...indented(printable(option.description ?? ''), 6),
    ]
  })
  return ['', style.bold('options'), style.dim('  (set with `--set name=value`)'), ...rows]
}
