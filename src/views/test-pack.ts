import type { Miss } from '../core/cases.ts'
import type { CaseReport, InvalidCases, TestReport } from '../ops/test-pack.ts'
import { printable, type Style } from './style.ts'

/** What became of the cases: what failed with all that helps, what was not run, and how many of each. */
export function testLines({ name, cases, invalid }: TestReport, style: Style): readonly string[] {
  if (cases.length === 0 && invalid.length === 0)
    return [`${printable(name)} has no hooks of its own: there is nothing to run`]
  const of = (result: CaseReport['result']) => cases.filter((one) => one.result === result)
  const [passed, failed, notRun] = [of('passed'), of('failed'), of('not-run')]
  const counts = [
    `${passed.length} passed`,
    ...(failed.length > 0 ? [style.red(`${failed.length} failed`)] : []),
    ...(invalid.length > 0 ? [style.red(`${invalid.length} of cases/*.json not valid`)] : []),
    ...(notRun.length > 0 ? [`${notRun.length} not run`] : []),
  ]
  return [
    ...invalid.flatMap((one) => invalidLines(one, style)),
    ...failed.flatMap((one) => failedLines(one, style)),
    ...skippedLines(notRun),
    `${printable(name)}: ${counts.join(', ')}`,
  ]
}

function invalidLines({ file, faults }: InvalidCases, style: Style): readonly string[] {
  return [
    `${style.red('not valid')}  ${printable(file)}`,
    ...faults.flatMap(({ field, message, hint }) => [
      `  ${printable([field, message].filter((part) => part !== '').join(': '))}`,
      ...(hint === undefined ? [] : [style.dim(`    ${printable(hint)}`)]),
    ]),
    '',
  ]
}

function failedLines(
  { file, hook, name, misses = [], outcome }: CaseReport,
  style: Style,
): readonly string[] {
  const stderr = outcome?.stderr.trimEnd() ?? ''
  return [
    `${style.red('failed')}  ${printable(file)}  ${printable(hook)}: ${style.bold(printable(name))}`,
    ...misses.flatMap(missLines),
    ...(stderr === '' ? [] : block('stderr', stderr)),
    '',
  ]
}

function missLines({ what, expected, got }: Miss): readonly string[] {
  return [
    ...block(`expected ${what}`, what === 'reason' ? `… ${expected} …` : expected),
    ...block('got', got ?? 'no such file'),
  ]
}

/** A label with a text of any number of lines. */
function block(label: string, text: string): readonly string[] {
  const [first = '', ...rest] = (text === '' ? '(empty)' : text)
    .split('\n')
    .slice(0, MOST_LINES)
    .map(printable)
  const left = text.split('\n').length - MOST_LINES
  return [
    `  ${label.padEnd(18)} ${first}`,
    ...rest.map((line) => `${' '.repeat(21)}${line}`),
    ...(left > 0 ? [`${' '.repeat(21)}… ${left} more lines`] : []),
  ]
}

const MOST_LINES = 12

/** One line for each hook: its cases are all the same. */
function skippedLines(reports: readonly CaseReport[]): readonly string[] {
  const hooks = [...new Set(reports.map(({ hook }) => hook))]
  return hooks.map((hook) => {
    const same = reports.filter((one) => one.hook === hook)
    return `not run  ${printable(hook)}, ${same.length} ${same.length === 1 ? 'case' : 'cases'}: ${printable(same[0]?.why ?? '')}`
  })
}

/** The report for `--json`. */
export function testJson({ name, cases, invalid }: TestReport): object {
  const count = (result: CaseReport['result']) => cases.filter((one) => one.result === result).length
  return {
    name,
    ok: invalid.length === 0 && count('failed') === 0,
    passed: count('passed'),
    failed: count('failed'),
    notRun: count('not-run'),
    invalid: invalid.map(({ file, faults }) => ({
      file,
      faults: faults.map(({ field, message, hint }) => ({ field, message, hint: hint ?? null })),
    })),
    cases: cases.map(({ file, hook, name: title, result, why, outcome, misses }) => ({
      ...{ file, hook, name: title, result, why: why ?? null },
      decision: outcome?.decision ?? null,
      reason: outcome?.reason ?? null,
      stderr: outcome?.stderr ?? null,
      misses: misses ?? [],
    })),
  }
}
