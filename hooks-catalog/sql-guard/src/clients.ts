import {
  allValues,
  lastValue,
  type Parsed,
  parseOptions,
  spec,
} from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { CLIENTS, type Client } from './client-table.ts'
import { DIALECTS, type Dialect } from './sql/dialect.ts'

/** A call of a database client. */
export interface ClientCall {
  readonly dialect: Dialect
  /** Texts of SQL in the arguments. */
  readonly texts: readonly BashWord[]
  /** Files of SQL. */
  readonly files: readonly BashWord[]
  /** It reads SQL from its standard input. */
  readonly reads: boolean
  readonly host: string | undefined
  readonly database: string | undefined
  /** A fault of the call itself, whatever SQL it is given. */
  readonly drops?: string
}

/** The call of a database client that a command is; `undefined` for all other programs. */
export function clientCall(name: string, args: readonly BashWord[]): ClientCall | undefined {
  const special = droppedBy(name, args)
  if (special !== undefined) return { ...NONE, drops: special }
  if (name === 'duckdb')
    return fileAndSql(
      DIALECTS.postgres,
      args,
      'c: s: f: cmd: init: readonly csv json line list box markdown no-stdin unsigned batch',
    )
  const client = Object.hasOwn(CLIENTS, name) ? CLIENTS[name] : undefined
  if (!client) return undefined
  if (client.operands === 'file-and-sql')
    return fileAndSql(
      client.dialect,
      args,
      'cmd: init: separator: newline: nullvalue: A: vfs: maxsize: lookaside: mmap: pagecache: readonly csv json line list box table markdown batch bail header noheader echo interactive safe version help html quote tabs column ascii stats memtrace deserialize nofollow zip append',
    )
  return general(client, args)
}

const NONE: ClientCall = {
  dialect: DIALECTS.postgres,
  texts: [],
  files: [],
  reads: false,
  host: undefined,
  database: undefined,
}

function general(client: Client, given: readonly BashWord[]): ClientCall | undefined {
  const parsed = parseOptions(given.map(withoutPassword), spec(client.options))
  const verbs = client.verbs ?? []
  if (!verbs.every((names, at) => names.includes(parsed.rest[at]?.text ?? ''))) return undefined
  const rest = parsed.rest.slice(verbs.length)
  const texts = [...allValues(parsed, ...client.text), ...(client.operands === 'sql' ? rest : [])]
  const files = allValues(parsed, ...client.file).filter(({ text }) => text !== '-')
  const place = placeOf(client, parsed, rest)
  const listing = parsed.flags.has('l') || parsed.flags.has('list')
  return {
    dialect: client.dialect,
    texts,
    files,
    reads: texts.length === 0 && files.length === 0 && !listing,
    ...place,
  }
}

/** `-psecret` of mysql: what follows the letter is no further option. */
function withoutPassword(word: BashWord): BashWord {
  return /^-p[^-]/.test(word.text) && !/^-p\d+$/.test(word.text) ? { ...word, text: '-p' } : word
}

function placeOf(
  client: Client,
  parsed: Parsed<BashWord>,
  rest: readonly BashWord[],
): Pick<ClientCall, 'host' | 'database'> {
  const named =
    lastValue(parsed, ...client.database) ??
    lastValue(parsed, 'url') ??
    (client.operands === 'database' ? rest[0] : undefined)
  const host = lastValue(parsed, ...client.host)?.text
  const url = named ? addressOf(named.text) : undefined
  if (url) return url
  const [hostVariable = '', databaseVariable = ''] = client.variables ?? []
  return {
    host: host ?? (hostVariable ? (process.env[hostVariable] ?? 'localhost') : undefined),
    database: named?.text ?? (databaseVariable ? process.env[databaseVariable] : undefined),
  }
}

/** `postgresql://user@host:port/name?…` and `host=… dbname=…`. */
function addressOf(text: string): Pick<ClientCall, 'host' | 'database'> | undefined {
  const url = /^[a-z][\w+.-]*:\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#]*)(?::\d+)?(?:\/([^?#]*))?/i.exec(text)
  if (url)
    return {
      host: url[1] === '' ? 'localhost' : url[1]?.replace(/^\[|\]$/g, ''),
      database: url[2] || undefined,
    }
  if (!/\b(?:host|dbname)\s*=/.test(text)) return undefined
  return {
    host: /\bhost\s*=\s*(\S+)/.exec(text)?.[1] ?? 'localhost',
    database: /\bdbname\s*=\s*(\S+)/.exec(text)?.[1],
  }
}

/** sqlite3 and duckdb: options with one dash, a file, and texts. */
function fileAndSql(dialect: Dialect, args: readonly BashWord[], list: string): ClientCall {
  const valued = new Set(
    list
      .split(' ')
      .filter((entry) => entry.endsWith(':'))
      .map((entry) => entry.slice(0, -1)),
  )
  const operands: BashWord[] = []
  const texts: BashWord[] = []
  const files: BashWord[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as BashWord
    const name = /^--?([A-Za-z]\w*)$/.exec(word.text)?.[1]
    const value = name !== undefined && valued.has(name) ? args[at + 1] : undefined
    if (name === undefined) operands.push(word)
    if (!value) continue
    if (name === 'cmd' || name === 'c' || name === 's') texts.push(value)
    if (name === 'init' || name === 'f') files.push(value)
    at += 1
  }
  const [file, ...sql] = operands
  const database = file?.text ?? ':memory:'
  return {
    dialect,
    texts: [...texts, ...sql],
    files,
    reads: sql.length === 0 && !texts.some(() => dialect.name !== 'sqlite'),
    host: 'localhost',
    database,
  }
}

/** Programs that drop without SQL. */
function droppedBy(name: string, args: readonly BashWord[]): string | undefined {
  const words = args.map(({ text }) => text)
  if ((name === 'dropdb' || name === 'dropuser') && !words.includes('--help') && words.length > 0)
    return name === 'dropdb' ? 'drops a database' : 'drops a user'
  if (name === 'mysqladmin' && words.includes('drop')) return 'drops a database'
  return name === 'bq' && words.some((word) => word === 'rm') && !words.includes('--help')
    ? 'removes a table or data set'
    : undefined
}

/** The names that make a command worth reading. */
export const CLIENT_NAMES: readonly string[] = [
  ...Object.keys(CLIENTS),
  'duckdb',
  'dropdb',
  'dropuser',
  'mysqladmin',
]
