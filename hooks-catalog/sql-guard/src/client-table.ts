import { DIALECTS, type Dialect } from './sql/dialect.ts'

/** How a client takes SQL, and where it connects to. */
export interface Client {
  readonly dialect: Dialect
  readonly options: string
  readonly text: readonly string[]
  readonly file: readonly string[]
  readonly host: readonly string[]
  readonly database: readonly string[]
  /** What the operands are. */
  readonly operands: 'database' | 'file-and-sql' | 'sql' | 'none'
  /** Words before the options, such as `sql` of cockroach. */
  readonly verbs?: readonly (readonly string[])[]
  readonly variables?: readonly string[]
}

const postgres: Client = {
  dialect: DIALECTS.postgres,
  options:
    'c: d: f: h: U: v: o: F: R: T: P: L: command= dbname= file= host= port= username= p: set= variable= output= field-separator= record-separator= table-attr= pset= log-file= A a b e E l n q s S t w W x X 0 z 1 single-transaction no-psqlrc tuples-only quiet',
  text: ['c', 'command'],
  file: ['f', 'file'],
  host: ['h', 'host'],
  database: ['d', 'dbname'],
  operands: 'database',
  variables: ['PGHOST', 'PGDATABASE'],
}

const mysql: Client = {
  dialect: DIALECTS.mysql,
  options:
    'e: D: h: P: u: S: execute= database= host= port= user= socket= default-character-set= init-command= defaults-file= defaults-extra-file= protocol= ssl-ca= delimiter= A B E f N n q r s t v w H X p password',
  text: ['e', 'execute', 'init-command'],
  file: [],
  host: ['h', 'host'],
  database: ['D', 'database'],
  operands: 'database',
  variables: ['MYSQL_HOST', ''],
}

const sqlite: Client = {
  dialect: DIALECTS.sqlite,
  options: '',
  text: [],
  file: [],
  host: [],
  database: [],
  operands: 'file-and-sql',
}

const mssql: Client = {
  dialect: DIALECTS.mssql,
  options:
    'Q: q: i: S: d: U: P: o: h: s: w: W: t: l: v: a: m: r: y: Y: c: E b C N I k query= input-file= server= database-name= user-name= password=',
  text: ['Q', 'q', 'query'],
  file: ['i', 'input-file'],
  host: ['S', 'server'],
  database: ['d', 'database-name'],
  operands: 'none',
}

const clickhouse: Client = {
  dialect: DIALECTS.clickhouse,
  options: 'q: h: d: u: query= queries-file= host= database= user= password= port= multiquery n',
  text: ['q', 'query'],
  file: ['queries-file'],
  host: ['h', 'host'],
  database: ['d', 'database'],
  operands: 'none',
}

const snowflake: Client = {
  ...clickhouse,
  dialect: DIALECTS.clickhouse,
  options: 'q: f: d: s: w: a: u: query= filename= dbname= accountname= host= h:',
  file: ['f', 'filename'],
  host: ['h', 'host', 'a', 'accountname'],
  database: ['d', 'dbname'],
}

/** Clients of engines that speak about the SQL of Hive and PostgreSQL. */
const engine = (text: string, file: string, options = ''): Client => ({
  ...clickhouse,
  dialect: DIALECTS.postgres,
  options: `${options} ${[...text.split(' '), ...file.split(' ')].map((name) => `${name}${name.length > 1 ? '=' : ':'}`).join(' ')} server= catalog= schema= user= u: p: k: d: database= i:`,
  text: text.split(' '),
  file: file.split(' '),
  host: ['server', 'i'],
  database: ['catalog', 'd', 'database', 'k'],
})

/** The clients by name. */
export const CLIENTS: Readonly<Record<string, Client>> = {
  psql: postgres,
  pgcli: postgres,
  usql: postgres,
  cockroach: {
    ...postgres,
    options: `e: execute= url= ${postgres.options}`,
    text: ['e', 'execute'],
    verbs: [['sql']],
  },
  mysql,
  mariadb: mysql,
  mycli: mysql,
  sqlite3: sqlite,
  sqlite: sqlite,
  litecli: sqlite,
  sqlcmd: mssql,
  'clickhouse-client': clickhouse,
  clickhouse: { ...clickhouse, verbs: [['client', 'local']] },
  snowsql: snowflake,
  trino: engine('execute', 'f file'),
  presto: engine('execute', 'f file'),
  hive: engine('e', 'f', 'S v hiveconf= hivevar='),
  beeline: engine('e', 'f', 'n: silent='),
  'spark-sql': engine('e', 'f', 'master= conf= S'),
  'impala-shell': engine('q query', 'f query_file', 'B quiet'),
  cqlsh: engine('e execute', 'f file', 'ssl'),
  bq: {
    dialect: DIALECTS.bigquery,
    options:
      'project_id= location= format= max_rows= use_legacy_sql= nouse_legacy_sql destination_table= parameter= dataset_id= n: q quiet dry_run batch label=',
    text: [],
    file: [],
    host: ['project_id'],
    database: ['dataset_id'],
    operands: 'sql',
    verbs: [['query']],
  },
  wrangler: {
    ...sqlite,
    options: 'command= file= env= e: config= c: remote local preview yes y json persist-to=',
    text: ['command'],
    file: ['file'],
    operands: 'none',
    verbs: [['d1'], ['execute']],
  },
}
