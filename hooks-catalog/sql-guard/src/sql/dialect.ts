/** What differs between databases as far as the ends of texts, comments and statements are concerned. */
export interface Dialect {
  readonly name: 'postgres' | 'mysql' | 'sqlite' | 'mssql' | 'bigquery' | 'clickhouse'
  /** `\'` does not end a text. */
  readonly backslash: boolean
  /** `#` begins a comment, `--` only with a space behind it, and what is in an executable comment is run. */
  readonly mysql: boolean
  /** Comments in comments. */
  readonly nested: boolean
  /** `$tag$ … $tag$`. */
  readonly dollars: boolean
  /** `[name]`. */
  readonly brackets: boolean
  /** Statements may follow each other without a semicolon. */
  readonly loose: boolean
  /** A transaction that is rolled back takes back changes of tables as well. */
  readonly rollsBackTables: boolean
}

const NOTHING = {
  backslash: false,
  mysql: false,
  nested: false,
  dollars: false,
  brackets: false,
  loose: false,
  rollsBackTables: false,
}

/** The dialects by name. */
export const DIALECTS: Readonly<Record<Dialect['name'], Dialect>> = {
  postgres: { ...NOTHING, name: 'postgres', nested: true, dollars: true, rollsBackTables: true },
  mysql: { ...NOTHING, name: 'mysql', backslash: true, mysql: true },
  sqlite: { ...NOTHING, name: 'sqlite', brackets: true, rollsBackTables: true },
  mssql: { ...NOTHING, name: 'mssql', nested: true, brackets: true, loose: true, rollsBackTables: true },
  bigquery: { ...NOTHING, name: 'bigquery', backslash: true },
  clickhouse: { ...NOTHING, name: 'clickhouse', backslash: true, dollars: true },
}

/** Where it is not known, a text is read in each of these ways, and the worst counts. */
export const ANY: readonly Dialect[] = [DIALECTS.postgres, DIALECTS.mysql]
