import path from 'node:path'
import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { type Line, readLine, type Start, variableOf } from '../../_shared/src/shell/line.ts'
import { plain } from '../../_shared/src/shell/plain.ts'
import { CLIENT_NAMES, type ClientCall, clientCall } from './clients.ts'
import { sourcesOf } from './sources.ts'
import type { Fault } from './sql/fault.ts'
import { faultsIn } from './sql/faults.ts'
import { type Answer, answerTo, isFree, type Options } from './verdict.ts'

/** What is wrong with the SQL of a command line; reads files that clients are given, changes nothing. */
export function analyse(source: string, options: Options, start: Start): Answer | undefined {
  return worst(answersFor(source, options, start, 0))
}

function worst(answers: readonly Answer[]): Answer | undefined {
  return answers.find(({ verdict }) => verdict === 'deny') ?? answers[0]
}

const MOST_INNER = 4

function answersFor(source: string, options: Options, start: Start, level: number): readonly Answer[] {
  const line = readLine(source, start)
  const answers = line.view.commands.flatMap((command, index) => {
    const found = callIn(command.name, command.args)
    const own = found ? (judged(found.call, found.name, { line, index, options }) ?? []) : []
    const far =
      command.name === 'ssh' && level < MOST_INNER ? remote(command.args, options, start, level) : []
    return [...[own].flat(), ...far]
  })
  const { tooComplex } = line.view
  if (answers.length > 0 || tooComplex === undefined) return answers
  return [
    {
      verdict: 'ask',
      reason: `sql-guard: the command names a database client and cannot be followed: ${plain(tooComplex)}.`,
    },
  ]
}

interface Found {
  readonly call: ClientCall
  readonly name: string
}

const CARRIERS =
  /^(?:docker|podman|nerdctl|docker-compose|kubectl|oc|heroku|flyctl|fly|supabase|ddev|lando|vagrant)$/

/** The client that a command is, or that it starts in a container. */
function callIn(name: string | undefined, args: readonly BashWord[]): Found | undefined {
  if (name === undefined) return undefined
  if (!CARRIERS.test(name)) {
    const call = clientCall(name, args)
    return call && { call, name }
  }
  const at = args.findIndex(({ text }) =>
    CLIENT_NAMES.includes(path.posix.basename(text).replace(/^pg:/, '')),
  )
  const inner = args[at]
  const call = inner && clientCall(path.posix.basename(inner.text).replace(/^pg:/, ''), args.slice(at + 1))
  // What a client in a container calls its own host is not this one.
  return call && { call: { ...call, host: undefined }, name: `${name} … ${path.posix.basename(inner.text)}` }
}

/** `ssh host 'psql -c …'`. */
function remote(args: readonly BashWord[], options: Options, start: Start, level: number): readonly Answer[] {
  const at = args.findIndex(({ text }) =>
    CLIENT_NAMES.some((name) => new RegExp(`(?:^|[\\s;&|/])${name}(?:\\s|$)`).test(text)),
  )
  if (at < 0) return []
  const text = args
    .slice(at)
    .map((word) => word.text)
    .join(' ')
  if (bashView(text).commands.length === 0) return []
  return answersFor(text, { ...options, freeHosts: [] }, start, level + 1)
}

interface Scene {
  readonly line: Line
  readonly index: number
  readonly options: Options
}

function judged(call: ClientCall, name: string, { line, index, options }: Scene): Answer | undefined {
  if (call.database === ':memory:') return undefined
  const sources = sourcesOf(call, line, index)
  if (isFreed(call, sources.texts, { line, index, options })) return undefined
  const dropped: readonly Fault[] = call.drops === undefined ? [] : [{ rule: 'drop', does: call.drops }]
  // Texts of one call are one session: a transaction may go over several of them.
  const faults = faultsIn(sources.texts.join('\n;\n'), call.dialect, options.readOnly)
  const hidden: readonly Fault[] =
    options.readOnly && sources.unknown
      ? [{ rule: 'unknown', does: 'runs SQL that cannot be read before' }]
      : []
  return answerTo([...dropped, ...faults, ...hidden], `\`${plain(name.replaceAll(HOLE, '…'))}\``, options)
}

/** The host and the database are free, and the SQL does not go to another one. */
function isFreed(call: ClientCall, texts: readonly string[], { line, index, options }: Scene): boolean {
  const { freeHosts, freeDatabases } = options
  if (freeHosts.length === 0 && freeDatabases.length === 0) return false
  if (texts.some((text) => /(?:^|[\s;])(?:use|attach|\\c|\\connect|\.open)\b/i.test(text))) return false
  const host =
    variableOf(line, index, 'PGHOST')?.text ?? variableOf(line, index, 'MYSQL_HOST')?.text ?? call.host
  const database = variableOf(line, index, 'PGDATABASE')?.text ?? call.database
  const byHost = freeHosts.length > 0 && isFree(host, freeHosts)
  const byDatabase =
    freeDatabases.length > 0 && isFree(database && path.posix.basename(database), freeDatabases)
  return freeHosts.length > 0 && freeDatabases.length > 0 ? byHost && byDatabase : byHost || byDatabase
}
