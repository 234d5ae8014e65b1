import fs from 'node:fs'
import path from 'node:path'

interface Case {
  readonly name: string
  readonly expect: { readonly decision: string; readonly reason?: string }
}

const RESULTS: Readonly<Record<string, string>> = {
  none: 'nothing',
  block: 'model has to act',
  context: 'model told',
  tell: 'user told',
  deny: 'refused',
  ask: 'user asked',
}

const LONGEST = 110

/** The part of a README between its marks: a table for each file of cases, as formatters of Markdown align it. */
export function caseTable(pack: string): string {
  const folder = path.join(pack, 'cases')
  const parts = fs.readdirSync(folder).map((name) => {
    const { cases } = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as { cases: Case[] }
    const title = name.replace(/\.json$/, '').replaceAll('-', ' ')
    const rows = cases.map((one) => [one.name, resultOf(one)] as const)
    return [
      `**${title[0]?.toUpperCase()}${title.slice(1)}**`,
      ...aligned([['situation', 'result'], ...rows]),
    ].join('\n\n')
  })
  return parts.join('\n\n')
}

function resultOf({ expect: { decision, reason } }: Case): string {
  const word = RESULTS[decision] ?? decision
  if (reason === undefined) return word
  const text = reason.replace(/\s*\n\s*/g, ' / ')
  return `${word}: ${text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text}`
}

function aligned(rows: readonly (readonly [string, string])[]): readonly [string] {
  const cells = rows.map((row) =>
    row.map((text) => text.trim().replaceAll('|', '\\|').replaceAll('__', '\\_\\_')),
  )
  const widths = [0, 1].map((at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  const lines = cells.map((row) => `| ${row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(' | ')} |`)
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`
  return [[lines[0], rule, ...lines.slice(1)].join('\n')]
}
