import type { Verdict } from '../types.ts'
import { type SqlToken, sqlStatements } from './sql-tokens.ts'

/** What a text of SQL does that cannot be taken back. */
export interface SqlHarm {
  readonly verdict: Verdict
  readonly rule: string
  readonly harm: string
}

/** The gravest thing that the statements of a text do, or undefined. */
export function sqlHarm(source: string): SqlHarm | undefined {
  const statements = sqlStatements(source)
  const undone = isUndone(statements)
  const found = statements.flatMap((statement) => harmOf(statement, undone) ?? [])
  return found.find(({ verdict }) => verdict === 'deny') ?? found[0]
}

// `BEGIN; … ROLLBACK` shows what a change would do. Only changes of rows are taken back by every database.
function isUndone(statements: readonly SqlToken[][]): boolean {
  const firsts = statements.map(([first]) => first?.text ?? '')
  const begins = /^(?:BEGIN|START)$/.test(firsts[0] ?? '')
  return begins && firsts.at(-1) === 'ROLLBACK' && !firsts.some((word) => /^(?:COMMIT|END|GO)$/.test(word))
}

const PREFIXES = /^(?:EXPLAIN|ANALYZE|VERBOSE|GO|BEGIN|THEN|ELSE|LOOP|CALL|PROFILE|FORMAT)$/

function harmOf(statement: readonly SqlToken[], undone: boolean): SqlHarm | undefined {
  const [first] = statement
  // A plan of a statement runs it only with ANALYZE.
  if (first?.text === 'EXPLAIN' && !statement.slice(0, 4).some(({ text }) => text === 'ANALYZE'))
    return undefined
  if (first?.text === 'CREATE') return undefined
  if (first && /^(?:DO|EXECUTE|EXEC|PREPARE)$/.test(first.text)) return inner(statement, undone)
  let at = 0
  while (PREFIXES.test(statement[at]?.text ?? '')) at += 1
  const words = statement[at]?.text === 'WITH' ? behindWith(statement.slice(at)) : statement.slice(at)
  return CHECKS[words[0]?.kind === 'word' ? words[0].text : '']?.(words, undone)
}

// Code in a text: `DO $$ … $$`, `EXEC('…')`.
function inner(statement: readonly SqlToken[], undone: boolean): SqlHarm | undefined {
  const found = statement
    .filter(({ kind, text }) => kind === 'text' && /\s/.test(text))
    .flatMap(({ text }) => sqlStatements(text))
    .flatMap((tokens) => harmOf(tokens, undone) ?? innerExecute(tokens, undone) ?? [])
  return found.find(({ verdict }) => verdict === 'deny') ?? found[0]
}

function innerExecute(tokens: readonly SqlToken[], undone: boolean): SqlHarm | undefined {
  const at = tokens.findIndex(({ text }) => text === 'EXECUTE')
  return at < 0 ? undefined : inner(tokens.slice(at), undone)
}

// `WITH a AS (…) DELETE …`: the verb stands outside of all brackets.
function behindWith(statement: readonly SqlToken[]): readonly SqlToken[] {
  const at = statement.findIndex(
    ({ depth, kind, text }) =>
      depth === 0 && kind === 'word' && /^(?:DELETE|UPDATE|SELECT|INSERT)$/.test(text),
  )
  return at < 0 ? [] : statement.slice(at)
}

type Check = (words: readonly SqlToken[], undone: boolean) => SqlHarm | undefined

const MADE_AGAIN =
  /^(?:INDEX|VIEW|TRIGGER|FUNCTION|PROCEDURE|ROUTINE|AGGREGATE|OPERATOR|CAST|TYPE|DOMAIN|RULE|POLICY|STATISTICS|SYNONYM|ALIAS|MACRO|CONNECTION|TASK|PIPE|MASKING|ROW|FUNCTIONS?|DICTIONARY|USER|ROLE|LOGIN|EXTENSION|SEQUENCE|SERVER|FOREIGN|PUBLICATION|SUBSCRIPTION|EVENT|CONSTRAINT|SECURITY|RESOURCE|QUOTA|SETTINGS|PRIMARY|TEXT|COLLATION|LANGUAGE|TRANSFORM|ACCESS|CREDENTIAL|CERTIFICATE|ASSEMBLY)$/

function drop(words: readonly SqlToken[]): SqlHarm | undefined {
  const kind = words
    .slice(1)
    .find(({ text }) => !/^(?:IF|EXISTS|OR|REPLACE|MATERIALIZED|UNIQUE)$/.test(text))?.text
  if (!kind || /^(?:TEMPORARY|TEMP|PREPARE)$/.test(kind)) return undefined
  if (MADE_AGAIN.test(kind) || words[1]?.text === 'MATERIALIZED')
    return { verdict: 'ask', rule: 'drop', harm: `drops a ${kind.toLowerCase()} of the database` }
  return { verdict: 'deny', rule: 'drop', harm: 'drops a part of the database with everything in it' }
}

function truncate(words: readonly SqlToken[]): SqlHarm | undefined {
  if (words.length < 2 || words[1]?.text === '(') return undefined
  return { verdict: 'deny', rule: 'truncate', harm: 'removes every row of a table' }
}

const EVERY = /^WHERE (?:\( )*(?:.* OR )?(?:TRUE|1|NOT FALSE|(\S+) = \1)(?: \))*(?: LIMIT \d+)?$/

// No condition, or one that every row meets.
function reachesAll(words: readonly SqlToken[]): boolean {
  const at = words.findIndex(
    ({ depth, kind, text }) => depth === 0 && kind === 'word' && /^(?:WHERE|CURRENT)$/.test(text),
  )
  if (at < 0) return true
  const condition = words
    .slice(at)
    .map(({ kind, text }) => (kind === 'text' ? `'${text}'` : text))
    .join(' ')
  return condition.length < 200 && EVERY.test(condition)
}

function remove(words: readonly SqlToken[], undone: boolean): SqlHarm | undefined {
  if (undone || words.length < 2 || words[1]?.text === '(') return undefined
  if (!reachesAll(words)) return undefined
  return { verdict: 'deny', rule: 'delete', harm: 'deletes every row of a table' }
}

function update(words: readonly SqlToken[], undone: boolean): SqlHarm | undefined {
  if (undone || !words.some(({ text }) => text === 'SET') || words[1]?.text === 'STATISTICS') return undefined
  if (!reachesAll(words)) return undefined
  return { verdict: 'deny', rule: 'update', harm: 'overwrites every row of a table' }
}

function alter(words: readonly SqlToken[]): SqlHarm | undefined {
  const account = /^(?:USER|ROLE)$/.test(words[1]?.text ?? '')
  if (account && words.some(({ kind, text }) => kind === 'word' && text === 'SUPERUSER'))
    return { verdict: 'ask', rule: 'grant', harm: 'gives somebody all rights on every database' }
  const at = words.findIndex(
    ({ kind, text }, index) =>
      kind === 'word' && /^(?:DROP|TRUNCATE|DELETE)$/.test(text) && words[index - 1]?.text !== 'ON',
  )
  const kind = words[at + 1]
  if (at < 0 || !kind) return undefined
  const keeps =
    kind.kind === 'word' &&
    /^(?:CONSTRAINT|INDEX|KEY|DEFAULT|NOT|PRIMARY|FOREIGN|CHECK|IDENTITY|EXPRESSION|ROLE|MEMBER|TRIGGER|POLICY|ROW|TAG|STATISTICS|PROJECTION|VALUE)$/.test(
      kind.text,
    )
  if (keeps) return undefined
  if (words[at]?.text === 'DELETE') return remove(words.slice(at), false)
  return { verdict: 'deny', rule: 'alter-drop', harm: 'drops a column or a partition with what is in it' }
}

function reset(words: readonly SqlToken[]): SqlHarm | undefined {
  if (!/^(?:MASTER|SLAVE|REPLICA|BINARY)$/.test(words[1]?.text ?? '')) return undefined
  return { verdict: 'deny', rule: 'logs', harm: 'deletes the logs that a database is restored from' }
}

function shutdown(): SqlHarm {
  return { verdict: 'ask', rule: 'shutdown', harm: 'stops the database' }
}

// `GRANT ALL ON *.*`
function grant(words: readonly SqlToken[]): SqlHarm | undefined {
  const text = words.map((word) => word.text).join(' ')
  if (!/^GRANT ALL (?:PRIVILEGES )?ON (?:\* \. \*|.* TO PUBLIC\b)/.test(text)) return undefined
  return { verdict: 'ask', rule: 'grant', harm: 'gives somebody all rights on every database' }
}

const CHECKS: Readonly<Record<string, Check>> = {
  DROP: drop,
  TRUNCATE: truncate,
  DELETE: remove,
  UPDATE: update,
  ALTER: alter,
  RESET: reset,
  PURGE: reset,
  SHUTDOWN: shutdown,
  GRANT: grant,
}
