import path from 'node:path'
import type { AuditFinding } from '../core/audit.ts'
import type { Audited } from '../ops/audit.ts'
import { hookCount } from './doctor.ts'
import { printable, type Style } from './style.ts'

/** What an audit found, errors first; hooks of packs are only counted. */
export function auditLines({ root, findings }: Audited, style: Style): readonly string[] {
  const hooks = hookCount({
    ofPacks: findings.filter(({ rule }) => rule === 'pack-hook').length,
    others: findings.filter(({ rule }) => rule === 'foreign-hook').length,
  })
  const told = findings.filter(({ rule }) => rule !== 'pack-hook')
  const count = (level: AuditFinding['level'], word: string): string => {
    const { length } = told.filter((one) => one.level === level)
    return `${length} ${word}${length === 1 ? '' : 's'}`
  }
  return [
    ...told.flatMap((finding) => findingLines(finding, root, style)),
    `${hooks}: ${count('error', 'error')}, ${count('warning', 'warning')}, ${count('note', 'note')}`,
  ]
}

function findingLines(
  { level, rule, file, line, message, hint }: AuditFinding,
  root: string,
  style: Style,
): readonly string[] {
  const colour = { error: style.red, warning: style.yellow, note: style.dim }[level]
  const relative = path.relative(root, file)
  const shown = relative.startsWith('..') ? file : relative
  return [
    `${colour(level)} ${style.dim(rule)} ${printable(shown)}:${line}`,
    `  ${printable(message).slice(0, 400)}`,
    ...(hint === undefined ? [] : [style.dim(`  ${printable(hint)}`)]),
  ]
}
