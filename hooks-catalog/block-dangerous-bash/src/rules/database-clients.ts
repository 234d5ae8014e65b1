import { allValues, any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { HOLE, known, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { sqlHarm } from './sql.ts'

interface Client {
  readonly programs: string
  readonly options: string
  /** Options whose value is SQL, and options whose value is a file of it. */
  readonly code: readonly string[]
  readonly files?: readonly string[]
  /** Operands from this one on are SQL. */
  readonly operands?: number
  /** Only with one of these words as the first operand. */
  readonly verbs?: RegExp
  /** With one of these options nothing is changed. */
  readonly readOnly?: readonly string[]
  /** Long options are written with one dash. */
  readonly dash?: true
  /** Options that may have their value attached, and nothing else. */
  readonly attached?: RegExp
  /** Lines of the client itself that start a program. */
  readonly shell?: RegExp
}

const CLIENTS: readonly Client[] = [
  {
    programs: 'psql pgcli usql vsql gsql ysqlsh',
    options:
      'c: d: f: L: o: F: P: R: T: U: h: p: v: w W command= dbname= file= log-file= output= field-separator= pset= record-separator= table-attr= username= host= port= set= variable= list quiet no-psqlrc single-transaction',
    code: ['c', 'command'],
    files: ['f', 'file'],
    shell: /^\s*\\(?:!|o\s*\||g\s*\||w\s*\|)\s*(.*)$/gm,
  },
  {
    programs: 'mysql mariadb mycli mysqlsh',
    options:
      'e: h: u: P: S: D: p execute= host= user= port= socket= database= password init-command= default-character-set= defaults-file= defaults-extra-file= sql= f: file=',
    code: ['e', 'execute', 'init-command'],
    files: ['f', 'file'],
    attached: /^-p.+/,
    shell: /^\s*(?:\\!|system)\s+(.*)$/gm,
  },
  {
    programs: 'sqlite3 sqlite litecli sqlcipher libsql',
    options:
      'cmd= init= separator= nullvalue= newline= maxsize= mmap= vfs= lookaside= pagecache= e: execute=',
    code: ['cmd', 'e', 'execute'],
    files: ['init'],
    operands: 1,
    readOnly: ['readonly', 'safe'],
    dash: true,
    shell: /^\s*\.(?:shell|system)\s+(.*)$/gm,
  },
  {
    programs: 'duckdb',
    options: 'c: s: f: cmd= init= separator= nullvalue= newline= storage-version=',
    code: ['c', 's', 'cmd'],
    files: ['f', 'init'],
    operands: 1,
    readOnly: ['readonly', 'safe'],
    dash: true,
    shell: /^\s*\.(?:shell|system)\s+(.*)$/gm,
  },
  {
    programs: 'sqlcmd mssql-cli osql tsql bsqldb',
    options: 'Q: q: i: S: U: P: d: o: H: s: w: t: l: y: Y: query= input-file=',
    code: ['Q', 'q', 'query'],
    files: ['i', 'input-file'],
    operands: 1,
    verbs: /^query$/,
    shell: /^\s*:?!!\s*(.*)$/gm,
  },
  {
    programs: 'clickhouse-client clickhouse-local clickhouse',
    options: 'q: h: u: d: f: query= queries-file= host= port= user= password= database= format=',
    code: ['q', 'query'],
    files: ['queries-file'],
  },
  {
    programs:
      'cockroach trino presto hive beeline impala-shell spark-sql snowsql snow cqlsh ksql isql fbsql db2 sqlplus sqlline nzsql influx ydb dolt athenacli hdbsql',
    options:
      'e: q: f: u: p: n: k: c: d: o: H: w: execute= query= filename= file= host= url= user= password= database= server= catalog= schema= stdin-input= certs-dir= account= connection= a: r: s: keyspace= org= t: token= script=',
    code: ['e', 'q', 'execute', 'query', 's', 'script'],
    files: ['f', 'file', 'filename'],
    operands: 0,
    dash: true,
  },
]

/** The rules about clients of SQL databases. */
export const sqlClients: readonly Rule[] = CLIENTS.map((client) => ({
  programs: client.programs,
  check: (call: Call) => check(call, client),
}))

function check(call: Call, client: Client): Found | undefined {
  const parsed = parseOptions(argumentsOf(call, client), { ...spec(client.options), names: [] })
  if (any(parsed, 'help', 'version', ...(client.readOnly ?? []))) return undefined
  if (client.operands === 1 && parsed.rest[0]?.text === ':memory:') return undefined
  const code = [...allValues(parsed, ...client.code)]
  const files = allValues(parsed, ...(client.files ?? [])).map((file) => readFile(file, call.scope, true))
  const verb = !client.verbs || client.verbs.test(parsed.rest[0]?.text ?? '')
  if (client.operands !== undefined && verb) code.push(...parsed.rest.slice(client.operands))
  return checkSql([...code, ...files, call.stdin], call, client.shell)
}

function argumentsOf({ args }: Call, { dash, attached }: Client): readonly Text[] {
  const kept = attached ? args.filter((arg) => !attached.test(arg.text)) : args
  return dash
    ? kept.map((arg) => (/^-[a-z][\w-]+(?:=|$)/i.test(arg.text) ? known(`-${arg.text}`, arg.taints) : arg))
    : kept
}

// Lines for the client and not for the database end a statement.
const OWN_LINES = /^\s*(?:[\\.:!]\w.*|GO\s*)$/gim

/** What texts of SQL do that is given to a database, or undefined. */
export function checkSql(texts: readonly Text[], call: Call, shell?: RegExp): Found | undefined {
  const found = texts.flatMap((text) => {
    if (text.text === HOLE || text.text === '') return []
    for (const [, line] of shell ? text.text.matchAll(shell) : []) if (line) runCode(known(line), call)
    for (const line of programsOf(text.text)) runCode(known(line), call)
    return sqlHarm(text.text.replace(OWN_LINES, ';')) ?? []
  })
  const worst = found.find(({ verdict }) => verdict === 'deny') ?? found[0]
  if (!worst) return undefined
  return {
    group: 'database',
    ...worst,
    safer: 'make a backup and let a person run it, or name the rows that are meant',
  }
}

// `COPY … TO PROGRAM 'command'` runs on the server.
function programsOf(sql: string): string[] {
  return [...sql.matchAll(/\b(?:TO|FROM)\s+PROGRAM\s+'((?:[^']|'')*)'/gi)].map((match) => match[1] ?? '')
}
