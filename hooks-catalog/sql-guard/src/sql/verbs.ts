import { changesAll } from './condition.ts'
import { type Fault, nameAt, type Setting, word } from './fault.ts'
import { outerTokens, type Statement } from './statements.ts'

/** The faults of a statement by its verb. */
export function ofVerb(statement: Statement, setting: Setting): readonly Fault[] {
  switch (statement[0]?.text) {
    case 'DELETE':
      return allRows(statement, 'deletes every row')
    case 'UPDATE':
      return statement.some((token) => word(token, 'SET')) ? allRows(statement, 'changes every row') : []
    case 'TRUNCATE':
      return isTruncate(statement) && !setting.made.has(truncated(statement))
        ? [{ rule: 'truncate', does: 'empties a table', tables: true }]
        : []
    case 'DROP':
      return drop(statement, setting)
    case 'ALTER':
      return alter(statement)
    case 'GRANT':
      return word(statement[1], 'ALL') ? [{ rule: 'grant', does: 'grants every right', tables: true }] : []
    case 'COPY':
      return statement.some((token) => word(token, 'PROGRAM'))
        ? [{ rule: 'program', does: 'runs a program on the server' }]
        : []
    default:
      return []
  }
}

function allRows(statement: Statement, does: string): readonly Fault[] {
  const why = changesAll(statement)
  if (why === undefined) return []
  // A part that only the shell knows may be the condition.
  const open = why === 'none' && statement.some(({ text }) => text.includes('\uE000'))
  if (open) return [{ rule: 'no-where', does: `${does}, if what is filled in is no WHERE`, soft: true }]
  return [
    {
      rule: 'no-where',
      does: why === 'none' ? `${does}, since it has no WHERE` : `${does}, since its WHERE is always true`,
    },
  ]
}

/** `TRUNCATE(1.5, 0)` is a function. */
function isTruncate(statement: Statement): boolean {
  return statement.length > 1 && statement[1]?.text !== '('
}

function truncated(statement: Statement): string {
  return nameAt(statement, word(statement[1], 'TABLE') ? 2 : 1)
}

const LOST =
  /^(?:TABLE|DATABASE|SCHEMA|TABLESPACE|USER|ROLE|LOGIN|KEYSPACE|OWNED|COLUMN|STAGE|SERVER|DATASET|SNAPSHOT|BUCKET|MODEL|STREAM)$/

function drop(statement: Statement, { made }: Setting): readonly Fault[] {
  const words = statement.slice(1, 4).map(({ text }) => text)
  const kind =
    words.find((text) => !/^(?:IF|EXISTS|EXTERNAL|FOREIGN|MATERIALIZED|TEMPORARY|TEMP)$/.test(text)) ?? ''
  if (kind === '' || /^(?:TEMPORARY|TEMP)$/.test(words[0] ?? '') || kind === 'PREPARE') return []
  const at = statement.findIndex(({ text }) => text === kind) + 1
  const name = nameAt(statement, word(statement[at], 'IF') ? at + 2 : at)
  const several = statement.slice(at).some(({ kind: form, text }) => form === 'symbol' && text === ',')
  if (kind === 'TABLE' && made.has(name) && !several) return []
  return LOST.test(kind)
    ? [{ rule: 'drop', does: `drops a ${kind.toLowerCase()}`, tables: true }]
    : [{ rule: 'drop', does: `drops a ${kind.toLowerCase().slice(0, 30)}`, soft: true, tables: true }]
}

const KEPT = /^(?:DEFAULT|NOT|IDENTITY|EXPRESSION|SYSTEM)$/
const SOFT =
  /^(?:CONSTRAINT|INDEX|KEY|PRIMARY|FOREIGN|CHECK|POLICY|TRIGGER|UNIQUE|ATTRIBUTE|VALUE|STATISTICS)$/

function alter(statement: Statement): readonly Fault[] {
  const outer = outerTokens(statement)
  const faults = outer.flatMap((token, at): Fault[] => {
    const next = outer[at + 1]
    if (at === 0 || !next) return []
    if (word(token, 'TRUNCATE') && word(next, 'PARTITION'))
      return [{ rule: 'alter-drop', does: 'empties a partition', tables: true }]
    if (!word(token, 'DROP') || word(outer[at - 1], 'ON') || KEPT.test(next.text)) return []
    const soft = SOFT.test(next.text) && next.kind === 'word'
    return [
      {
        rule: 'alter-drop',
        does: soft ? `drops a ${next.text.toLowerCase()}` : 'drops a column or partition',
        tables: true,
        ...(soft ? { soft } : {}),
      },
    ]
  })
  return faults.length > 0 ? [faults.find(({ soft }) => !soft) ?? (faults[0] as Fault)] : []
}

const READS =
  /^(?:SELECT|VALUES|TABLE|SHOW|DESCRIBE|DESC|EXPLAIN|USE|BEGIN|START|COMMIT|ROLLBACK|END|ABORT|SAVEPOINT|RELEASE|HELP|LIST|FROM|SUMMARIZE|PRINT|GO|FETCH|CLOSE|CHECKPOINT|SET|DELIMITER)$/

/** Everything but reading, where only that is wanted. */
export function readOnly(statement: Statement, { readOnly: only }: Setting): readonly Fault[] {
  const [first] = statement
  if (!only || !first) return []
  const writes = first.kind !== 'word' || !READS.test(first.text)
  const pragma =
    word(first, 'PRAGMA') && !statement.some(({ kind, text }) => kind === 'symbol' && text === '=')
  const into = word(first, 'SELECT') && outerTokens(statement).some((token) => word(token, 'INTO'))
  if (pragma || (!writes && !into)) return []
  return [{ rule: 'read-only', does: 'is more than reading, and only reading is allowed here' }]
}
