import type { Dialect } from './dialect.ts'
import { type Fault, nameAt, type Setting, word } from './fault.ts'
import { group, outerTokens, type Statement, statementsOf } from './statements.ts'
import { tokensOf } from './tokens.ts'
import { ofVerb, readOnly } from './verbs.ts'

/** The faults of a text of SQL. */
export function faultsIn(text: string, dialect: Dialect, readOnly: boolean, level = 0): readonly Fault[] {
  const statements = statementsOf(tokensOf(text, dialect), dialect)
  const made = new Set<string>()
  const found: (readonly Fault[])[] = []
  for (const statement of statements) {
    const own = faultsOf(statement, { dialect, readOnly, made, level })
    found.push(own.map((fault) => ({ excerpt: excerptOf(statement), ...fault })))
    const name = madeBy(statement)
    if (name !== undefined) made.add(name)
  }
  if (readOnly) return found.flat()
  for (const [from, to] of rolledBack(statements)) {
    const range = found.slice(from, to)
    // In MySQL a change of tables ends the transaction: nothing of it is taken back.
    const ends = !dialect.rollsBackTables && range.some((faults) => faults.some(({ tables }) => tables))
    const left = (faults: readonly Fault[]) =>
      ends ? faults : faults.filter(({ rule }) => rule === 'program')
    range.forEach((faults, at) => {
      found[from + at] = left(faults)
    })
  }
  return found.flat()
}

function excerptOf(statement: Statement): string {
  const words = statement
    .slice(0, 7)
    .map(({ kind, text }) => (kind === 'string' || kind === 'number' ? '…' : text))
  return words.join(' ').replace(/ ?([.,()]) ?/g, '$1')
}

/** The places of transactions that end with a ROLLBACK of all. */
function rolledBack(statements: readonly Statement[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = []
  let open: number | undefined
  for (const [at, [first, second, third]] of statements.entries()) {
    const starts = word(first, 'BEGIN')
      ? !second || /^(?:TRANSACTION|WORK|TRAN|IMMEDIATE|EXCLUSIVE|DEFERRED|ISOLATION|READ)$/.test(second.text)
      : word(first, 'START') && word(second, 'TRANSACTION')
    if (starts) open = at
    else if (word(first, 'COMMIT') || word(first, 'END') || first?.kind === 'command') open = undefined
    else if (word(first, 'ROLLBACK') || word(first, 'ABORT')) {
      const partly = word(second, 'TO') || word(third, 'TO') || word(second, 'PREPARED')
      if (open !== undefined && !partly) ranges.push([open, at])
      if (!partly) open = undefined
    }
  }
  return ranges
}

/** The table that a statement makes. */
function madeBy(statement: Statement): string | undefined {
  const at = statement.slice(0, 5).findIndex((token) => word(token, 'TABLE'))
  if (!word(statement[0], 'CREATE') || at < 0) return undefined
  // `IF NOT EXISTS`: it may have been there before.
  return word(statement[at + 1], 'IF') ? undefined : nameAt(statement, at + 1)
}

const MOST_LEVELS = 8
const CONTROL = /^(?:BEGIN|DECLARE|IF|ELSE|ELSIF|ELSEIF|WHILE|FOR|FOREACH|LOOP|CASE|THEN|REPEAT|EXCEPTION)$/

/** The faults of one statement. */
function faultsOf(statement: Statement, setting: Setting): readonly Fault[] {
  if (setting.level > MOST_LEVELS) return []
  const deeper = { ...setting, level: setting.level + 1 }
  const [first, second] = statement
  if (!first) return []
  if (first.kind === 'command') return ofCommand(first.text, setting)
  if (first.text === '(' && first.kind === 'symbol') return faultsOf(group(statement, 0), deeper)
  if (first.kind !== 'word') return readOnly(statement, setting)
  const special =
    first.text === 'EXPLAIN' || first.text === 'DESCRIBE' || first.text === 'DESC'
      ? explained(statement, deeper)
      : undefined
  if (special) return special
  if (first.text === 'WITH') return withQueries(statement, deeper)
  if (/^(?:DO|EXECUTE|EXEC|PREPARE|CALL)$/.test(first.text))
    return [...inTexts(statement, deeper), ...readOnly(statement, setting)]
  const block = CONTROL.test(first.text) && second !== undefined
  if (block) return [...inBlock(statement, deeper), ...readOnly(statement, setting)]
  const own = ofVerb(statement, setting)
  return own.length > 0 ? own : readOnly(statement, setting)
}

/** EXPLAIN runs nothing, but EXPLAIN ANALYZE does. */
function explained(statement: Statement, deeper: Setting): readonly Fault[] | undefined {
  const options = statement[1]?.text === '(' ? group(statement, 1) : []
  const start = options.length > 0 ? options.length + 3 : 1
  const words = options.length > 0 ? options : statement.slice(1, 4)
  const at = words.findIndex((token) => word(token, 'ANALYZE') || word(token, 'ANALYSE'))
  const off = options.length > 0 && /^(?:FALSE|OFF|0)$/.test(words[at + 1]?.text ?? '')
  if (at < 0 || off) return []
  const rest = statement.slice(start)
  const verb = rest.findIndex(
    (token) =>
      token.kind === 'word' &&
      /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|EXECUTE|CREATE|VALUES|REPLACE)$/.test(token.text),
  )
  return verb < 0 ? [] : faultsOf(rest.slice(verb), deeper)
}

/** Queries in front of a statement may change rows as well. */
function withQueries(statement: Statement, deeper: Setting): readonly Fault[] {
  const outer = outerTokens(statement)
  const main = outer.find(
    ({ kind, text }, at) =>
      at > 0 && kind === 'word' && /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|REPLACE|VALUES|TABLE)$/.test(text),
  )
  const opens = outer.filter(({ at }) => {
    const next = statement[at + 1]
    return next?.kind === 'symbol' && next.text === '(' && (main === undefined || at < main.at)
  })
  const inner = opens.flatMap(({ at }) => faultsOf(group(statement, at + 1), deeper))
  return [
    ...inner.filter(({ rule }) => rule !== 'read-only' || deeper.readOnly),
    ...(main ? faultsOf(statement.slice(main.at), deeper) : []),
  ]
}

/** Texts that a statement runs: `DO $$ … $$`, `EXECUTE IMMEDIATE '…'`, `PREPARE s FROM '…'`, `EXEC('…')`. */
function inTexts(statement: Statement, deeper: Setting): readonly Fault[] {
  if (statement.some(({ kind, text }) => kind === 'word' && /^XP_CMDSHELL$/.test(text)))
    return [{ rule: 'program', does: 'runs a program on the server' }]
  const texts = statement.filter(({ kind }) => kind === 'string')
  const as = statement.findIndex((token) => word(token, 'AS'))
  const prepared = word(statement[0], 'PREPARE') && as > 0 ? faultsOf(statement.slice(as + 1), deeper) : []
  return [...prepared, ...texts.flatMap(({ text }) => faultsIn(text, deeper.dialect, false, deeper.level))]
}

const VERBS = /^(?:DELETE|UPDATE|TRUNCATE|DROP|ALTER|GRANT|COPY|EXECUTE|EXEC)$/

/** The statements behind BEGIN, THEN, ELSE and LOOP. */
function inBlock(statement: Statement, deeper: Setting): readonly Fault[] {
  const places = outerTokens(statement).filter(({ kind, text, at }) => {
    const before = statement[at - 1]
    return (
      kind === 'word' &&
      VERBS.test(text) &&
      (before?.kind !== 'word' ||
        /^(?:BEGIN|THEN|ELSE|LOOP|DO|EXISTS)$/.test(before.text) ||
        deeper.dialect.loose)
    )
  })
  return places.flatMap(({ at }, index) => faultsOf(statement.slice(at, places[index + 1]?.at), deeper))
}

/** Commands of psql and sqlite3 that change something or run something. */
function ofCommand(text: string, { readOnly: only }: Setting): readonly Fault[] {
  if (/^(?:\\!|\.(?:shell|system)\b)/.test(text))
    return [{ rule: 'program', does: 'runs a command of the shell', soft: true }]
  if (/^\\gexec/.test(text)) return [{ rule: 'unknown', does: 'runs what a query gives' }]
  const writes = /^(?:\\copy\b.*\bfrom\b|\.(?:import|restore|recover|clone)\b|\\lo_(?:import|unlink))/i.test(
    text,
  )
  return only && writes ? [{ rule: 'read-only', does: 'writes' }] : []
}
