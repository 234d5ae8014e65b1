import type { Examination } from './examination.ts'
import { type Position, positionsIn } from './position.ts'
import type { Fix, Hit, Rule } from './rule.ts'
import { RULES } from './rules.ts'

/** Something that keeps a hook from doing its work, where it is, why that matters and what to do. */
export interface Finding extends Position {
  readonly rule: string
  readonly level: Rule['level']
  /** Absolute. */
  readonly file: string
  readonly says: string
  readonly why: string
  readonly how: string
  readonly fix?: Fix
}

/** What all rules find, file by file in the order in which the client reads them, and in each from top to bottom. */
export function diagnose(examination: Examination): readonly Finding[] {
  const texts = textsOf(examination)
  const files = [...texts.keys()]
  const place = (file: string): number => (files.indexOf(file) + files.length + 1) % (files.length + 1)
  const positions = new Map(files.map((file) => [file, positionsIn(file, texts.get(file))]))
  const found = RULES.flatMap((rule) =>
    rule.find(examination).map((hit) => findingOf(rule, hit, positions.get(hit.file)?.(hit.at))),
  )
  return [...unique(found)].sort(
    (a, b) => place(a.file) - place(b.file) || a.line - b.line || a.column - b.column,
  )
}

function findingOf(rule: Rule, hit: Hit, position: Position = { line: 1, column: 1 }): Finding {
  const { file, says, why = rule.why, how = rule.how, fix } = hit
  return { rule: rule.id, level: rule.level, file, ...position, says, why, how, ...(fix ? { fix } : {}) }
}

function textsOf({ files, called, hooks }: Examination): ReadonlyMap<string, string | undefined> {
  return new Map([
    ...files.map(({ source, text }) => [source.file, text] as const),
    ...[...called].map(([file, { text }]) => [file, text] as const),
    ...hooks.flatMap(({ codes }) =>
      codes.flatMap(({ file, text }) => (file === undefined ? [] : [[file, text] as const])),
    ),
  ])
}

/** A script that several hooks start is told of once. */
function unique(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>()
  return findings.filter(({ rule, file, line, column, says }) => {
    const key = JSON.stringify([rule, file, line, column, says])
    return !seen.has(key) && seen.add(key)
  })
}
