import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { readFile } from '../shell/files.ts'
import { HOLE, known, type Text } from '../shell/text.ts'
import { checkSql } from './database-clients.ts'
import type { Found, Rule } from './rule.ts'

function lost(verdict: Found['verdict'], rule: string, harm: string): Found {
  return { group: 'database', rule, verdict, harm, safer: 'make a backup and let a person run it' }
}

const REDIS = spec(
  'h: p: n: a: u: s: r: i: d: x D: t: user: pass: user= pass= sni= cacert= cert= key= eval= c 2 3',
)
const NOW = /^(?:FLUSHALL|FLUSHDB|SHUTDOWN|SWAPDB|REPLICAOF|SLAVEOF|FAILOVER)$/
const CLUSTER = /^(?:RESET|FORGET|FLUSHSLOTS|DELSLOTS|DELSLOTSRANGE|FAILOVER)$/

function redis(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...REDIS, names: [] }, true)
  const lines = [parsed.rest.map((word) => word.text), ...linesOf(call.stdin)]
  const found = lines.flatMap((words) => redisCommand(words) ?? [])
  if (parsed.flags.has('cluster') && /^(?:del-node|call|fix)$/.test(lines[0]?.[0] ?? ''))
    return lost('ask', 'redis', 'takes a node out of the cluster')
  return found.find(({ verdict }) => verdict === 'deny') ?? found[0]
}

function linesOf(text: Text): string[][] {
  return text.text === HOLE ? [] : text.text.split('\n').map((line) => line.trim().split(/\s+/))
}

function redisCommand(words: readonly string[]): Found | undefined {
  const [verb = '', second = '', ...rest] = words.map((word) => word.toUpperCase())
  if (/^FLUSH(?:ALL|DB)$/.test(verb)) return lost('deny', 'redis', 'removes every key')
  if (NOW.test(verb)) return lost('ask', 'redis', 'stops the server or hands its data over')
  if (verb === 'CLUSTER' && CLUSTER.test(second)) return lost('deny', 'redis', 'takes the cluster apart')
  if (/^(?:EVAL|FCALL)$/.test(verb) && /FLUSH(?:ALL|DB)/.test(second))
    return lost('deny', 'redis', 'removes every key')
  if (/^(?:EVAL|EVALSHA)$/.test(verb) && /['"](?:DEL|UNLINK)['"]/.test(second) && /KEYS['"]/.test(second))
    return lost('ask', 'redis', 'removes every key that matches')
  const many = [second, ...rest].some((word) => word.includes(HOLE))
  if (/^(?:DEL|UNLINK)$/.test(verb) && many) return lost('ask', 'redis', 'removes keys that nobody has named')
  if (
    verb === 'DEBUG' ||
    (verb === 'CONFIG' && second === 'SET' && /^(?:DIR|DBFILENAME|SAVE|APPENDONLY)$/.test(rest[0] ?? ''))
  )
    return lost('ask', 'redis', 'stops the server or changes where it keeps its data')
  if (/^(?:FUNCTION|ACL|XGROUP)$/.test(verb) && /^(?:FLUSH|DELUSER|DESTROY)$/.test(second))
    return lost('ask', 'redis', 'removes functions, users or groups')
  return undefined
}

const MONGO = spec('u: p: h: eval= host= port= username= password= authenticationDatabase= f: file= tls ssl')
const MONGO_GRAVE =
  /\.\s*dropDatabase\s*\(|\bdropDatabase\s*:|\.\s*drop\s*\(|\bdrop\s*:\s*['"]|\.\s*(?:deleteMany|remove)\s*\(\s*(?:\{\s*\}\s*)?[,)]|\bdropAllUsers|\.\s*deleteMany\s*\(\s*\{\s*_id\s*:\s*\{\s*\$exists\s*:\s*true/
const MONGO_LIGHT =
  /\.\s*(?:dropIndex(?:es)?|dropUser|dropRole|dropAllRoles|shutdownServer|removeShard|findOneAndDelete)\s*\(|\.\s*updateMany\s*\(\s*\{\s*\}/

// JavaScript for a database: only calls that empty or drop things.
function mongo(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...MONGO, names: [] })
  const scripts = parsed.rest.filter((word) => word.text.endsWith('.js'))
  const files = [...allValues(parsed, 'f', 'file'), ...scripts].map((file) =>
    readFile(file, call.scope, true),
  )
  const code = [...allValues(parsed, 'eval'), ...files, call.stdin].map(({ text }) => uncommented(text))
  if (code.some((text) => MONGO_GRAVE.test(text)))
    return lost('deny', 'mongo', 'drops a database or a collection, or deletes all its documents')
  if (code.some((text) => MONGO_LIGHT.test(text)))
    return lost('ask', 'mongo', 'drops indexes or users, or changes all documents')
  return undefined
}

function uncommented(code: string): string {
  return code.replace(/\/\*[\s\S]*?\*\/|(?<![:'"\w])\/\/[^\n]*/g, ' ')
}

const BIGQUERY = spec(
  'project_id= dataset_id= location= format= use_legacy_sql= destination_table= max_rows= n: r f d t dry_run replace',
)

function bigquery(call: Call): Found | undefined {
  const args = call.args.map((arg) => (/^-[a-z]\w/i.test(arg.text) ? known(`-${arg.text}`, arg.taints) : arg))
  const parsed = parseOptions(args, { ...BIGQUERY, names: [] })
  const [verb, ...rest] = parsed.rest
  if (parsed.flags.has('dry_run') || parsed.flags.has('help')) return undefined
  if (verb?.text === 'rm') return lost('deny', 'bq', 'deletes a table, a model or a data set')
  if (verb?.text === 'query') return checkSql([...rest, call.stdin], call)
  const overwrites =
    /^(?:load|cp|mk)$/.test(verb?.text ?? '') && (parsed.flags.has('replace') || parsed.flags.has('f'))
  return overwrites ? lost('ask', 'bq', 'overwrites a table') : undefined
}

const CYPHER = spec('a: u: p: d: f: username= password= address= database= file= format= param= P:')

function cypher(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...CYPHER, names: [] })
  const code = [
    ...parsed.rest,
    ...allValues(parsed, 'f', 'file').map((file) => readFile(file, call.scope, true)),
    call.stdin,
  ]
  for (const { text } of code) {
    if (/\bDROP\s+(?:DATABASE|ALIAS|COMPOSITE)\b/i.test(text))
      return lost('deny', 'cypher', 'drops a database')
    if (/\bDELETE\b/i.test(text) && /\bMATCH\s*\(/i.test(text) && !/\bWHERE\b|\{[^}]*:/i.test(text))
      return lost('deny', 'cypher', 'deletes every node it matches')
  }
  return undefined
}

const D1 = spec('c: config= e: env= command= file= local remote persist-to= name= cwd= preview y json')

/** Databases behind the clients of platforms: `wrangler d1 execute`, `turso db shell`, `supabase db query`. */
function hosted(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...D1, names: [] })
  const verbs = parsed.rest.map((word) => word.text)
  const at = verbs.findIndex((verb) =>
    /^(?:execute|shell|query|sql|execute-sql|execute-statement)$/.test(verb),
  )
  if (at < 0) return undefined
  const files = allValues(parsed, 'file').map((file) => readFile(file, call.scope, true))
  return checkSql(
    [...allValues(parsed, 'command', 'sql'), ...files, ...parsed.rest.slice(at + 1), call.stdin],
    call,
  )
}

/** The rules about stores that speak no SQL, and about SQL inside other clients. */
export const stores: readonly Rule[] = [
  { programs: 'redis-cli valkey-cli keydb-cli dragonfly-cli iredis', check: redis },
  { programs: 'mongosh mongo', check: mongo },
  { programs: 'bq', check: bigquery },
  { programs: 'cypher-shell', check: cypher },
  { programs: 'wrangler turso', check: hosted },
]
