import type { Finding } from '../core/validate/finding.ts'
import type { Validation } from '../ops/validate-pack.ts'
import { printable, type Style } from './style.ts'

/** All findings, errors first, and what it comes to. */
export function validationLines(validation: Validation, style: Style): readonly string[] {
  const { name, version, findings } = validation
  const of = (level: Finding['level']) => findings.filter((one) => one.level === level)
  const [errors, warnings] = [of('error'), of('warning')]
  const advice = findings.some(({ rule }) => rule === 'undeclared')
  const counts = [counted(errors.length, 'error'), counted(warnings.length, 'warning')].join(', ')
  return [
    ...group(style.red('errors'), errors, style),
    ...group(style.yellow('warnings'), warnings, style),
    ...(advice ? [style.dim('What code touches is guessed from its words: advice, not proof.'), ''] : []),
    `${printable(`${name} ${version}`.trimEnd())}: ${counts}${sizes(validation)}`,
  ]
}

function group(title: string, findings: readonly Finding[], style: Style): readonly string[] {
  if (findings.length === 0) return []
  return [title, ...findings.flatMap((one) => findingLines(one, style)), '']
}

function findingLines({ file, line, field, message, hint }: Finding, style: Style): readonly string[] {
  const place = line === undefined ? file : `${file}:${line}`
  const what = field === undefined ? message : `${field}: ${message}`
  return [`  ${style.bold(printable(place))}  ${printable(what)}`, style.dim(`    ${printable(hint)}`)]
}

function counted(count: number, word: string): string {
  return `${count === 0 ? 'no' : count} ${word}${count === 1 ? '' : 's'}`
}

function sizes({ files, bytes, cases }: Validation): string {
  const size = bytes === undefined ? '' : ` (${files} files, ${bytes} bytes`
  if (size === '') return ''
  const run =
    cases && cases.passed + cases.failed > 0
      ? `, ${cases.passed} of ${cases.passed + cases.failed} cases pass`
      : ''
  return `${size}${run})`
}

/** The findings for `--json`. */
export function validationJson({ name, version, files, bytes, cases, findings }: Validation): object {
  const of = (level: Finding['level']) =>
    findings
      .filter((one) => one.level === level)
      .map(({ rule, file, line, field, message, hint }) => ({
        ...{ rule, file, line: line ?? null, field: field ?? null, message, hint },
      }))
  return {
    name,
    version,
    ok: findings.every(({ level }) => level !== 'error'),
    errors: of('error'),
    warnings: of('warning'),
    files,
    bytes: bytes ?? null,
    cases: cases ?? null,
  }
}
