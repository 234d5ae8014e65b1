import type { ShownPolicy, ShownRule } from '../ops/policy.ts'
import { columns, printable, type Style } from './style.ts'

/** The rules that count, each with who says so, then what is installed against them. */
export function policyLines({ rules, files, violations }: ShownPolicy, style: Style): readonly string[] {
  const [head = '', ...body] = columns([
    ['rule', 'says', 'set by'],
    ...rules.map((rule) => [rule.rule, printable(textOf(rule)), setBy(rule)]),
  ])
  const absent = files.filter(({ present }) => !present)
  return [
    style.bold(head),
    ...body,
    ...(absent.length === 0
      ? []
      : ['', ...absent.map(({ layer, file }) => style.dim(`no ${layer} file: ${printable(file)}`))]),
    '',
    ...(violations.length === 0
      ? ['what is installed keeps the policy']
      : violations.map((one) => violationLine(one, style))),
  ]
}

function setBy({ layer, file }: ShownRule): string {
  return file === null ? 'the default' : `${printable(file)} (${layer})`
}

function violationLine(
  { scope, pack, says, rule, file }: ShownPolicy['violations'][number],
  style: Style,
): string {
  return style.yellow(printable(`${scope}: ${pack} ${says} (\`${rule}\` in ${file})`))
}

/** Lists as they are, objects as `key value`. */
function textOf({ rule, value }: ShownRule): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return listText(value)
  if (rule === 'required') {
    const { name, range } = value as { name: string; range: string }
    return `${name} ${range}`
  }
  return Object.entries(value as Readonly<Record<string, unknown>>)
    .filter(([, one]) => rule !== 'cooldown' || !Array.isArray(one) || one.length > 0)
    .map(([key, one]) => `${key} ${Array.isArray(one) ? listText(one) : String(one)}`)
    .join('; ')
}

function listText(list: readonly unknown[]): string {
  return list.length === 0 ? 'nothing' : list.map(String).join(', ')
}
