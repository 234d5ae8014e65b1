import type { Command, CommandNode, ParsedScript, Pipeline, Redirection, Statement } from 'unbash'
import { parseBash } from './parse.ts'
import { looseCommands } from './rule-loose.ts'
import { type Assigned, argumentRead, valueRead, type WordRead, wordRead } from './rule-words.ts'

/** The commands of a command line that a permission rule is compared with, and how far the client can read them. */
export interface RuleCommands {
  /**
   * `whole`: all of it. `loose`: it has parts that only the shell knows, and only rules about a program by name are
   * compared. `none`: the client cannot tell, and takes it that every rule is met.
   */
  readonly reading: 'whole' | 'loose' | 'none'
  /** Program and arguments with one space between. */
  readonly commands: readonly string[]
}

/**
 * Reads a command line as the client does before it compares it with rules such as `Bash(git *)`. Source: measured on
 * Claude Code 2.1.329 (docs/client-facts.md). Never throws.
 */
export function ruleCommands(line: string): RuleCommands {
  if (line.trim() === '') return { reading: 'whole', commands: [] }
  try {
    const script = parseBash(line)
    if (isOdd(line) || (script.errors?.length ?? 0) > 0) return { reading: 'none', commands: [] }
    const reader: Reader = { line, commands: [], assigned: new Map(), reading: 'whole' }
    readStatements(script.commands, reader)
    if (reader.reading === 'whole') return { reading: 'whole', commands: reader.commands }
    const loose = reader.reading === 'loose' ? looseCommands(script) : undefined
    return loose ? { reading: 'loose', commands: loose } : { reading: 'none', commands: [] }
  } catch {
    // A line that nests too deep, or that the parser cannot take: nor can the client.
    return { reading: 'none', commands: [] }
  }
}

/** What shells read differently from each other, or from what people see. */
function isOdd(line: string): boolean {
  return (
    /[\u0000-\u0008\u000B-\u001F\u007F\u00A0\u1680\u2000-\u200B\u2028\u2029\u202F\u205F\u3000\uFEFF]/.test(
      line,
    ) ||
    /\\[ \t]/.test(line) ||
    /[^ \t\\]\\\n/.test(line) ||
    /(?:^|[\s;&|])=[a-zA-Z_]/.test(line) ||
    /~\[|<\d*-\d*>/.test(line)
  )
}

interface Reader {
  readonly line: string
  readonly commands: string[]
  readonly assigned: Map<string, Assigned>
  reading: RuleCommands['reading']
}

function worsen(reader: Reader, reading: WordRead['reading']): void {
  if (reading === 'none' || reader.reading === 'none') reader.reading = 'none'
  else if (reading === 'loose') reader.reading = 'loose'
}

function readStatements(statements: readonly Statement[], reader: Reader): void {
  for (const { command } of statements) {
    for (const part of command.type === 'AndOr' ? command.commands : [command]) {
      if (part.type === 'Pipeline') readPipeline(part, reader)
      else readNode(part, reader)
    }
  }
}

/** The statements inside of parentheses: the client reads one at most. */
function readInner(statements: readonly Statement[], reader: Reader): void {
  if (statements.length > 1) worsen(reader, 'none')
  else readStatements(statements, reader)
}

function readPipeline({ prefixes, commands }: Pipeline, reader: Reader): void {
  const isTimed = prefixes.some(({ type }) => type === 'Time')
  for (const [at, command] of commands.entries()) {
    const before = reader.commands.length
    if (isTimed && at === 0 && command.type !== 'Command') worsen(reader, 'none')
    readNode(command, reader)
    if (isTimed && at === 0) reader.commands[before] = `time ${reader.commands[before] ?? ''}`
  }
}

function readNode(node: CommandNode, reader: Reader): void {
  switch (node.type) {
    case 'Command':
      readCommand(node, reader)
      break
    case 'Subshell':
      readInner(node.body.commands, reader)
      break
    case 'If':
      for (const { clause, then } of [node, ...node.elif])
        for (const list of [clause, then]) readStatements(list.commands, reader)
      readStatements(node.else?.commands ?? [], reader)
      break
    case 'While':
      readStatements(node.clause.commands, reader)
      readStatements(node.body.commands, reader)
      break
    case 'For':
      for (const word of node.wordlist ?? []) take(valueRead(word, reader.assigned), reader)
      reader.assigned.set(node.name.value, 'changing')
      readStatements(node.body.commands, reader)
      break
    case 'TestCommand':
      readTest(reader.line.slice(node.pos, node.end), reader)
      break
    case 'Coproc':
      reader.commands.push(reader.line.slice(node.pos, node.end))
      break
    default:
      worsen(reader, 'none')
  }
}

function readTest(text: string, reader: Reader): void {
  if (/[$`]/.test(text)) worsen(reader, 'none')
  reader.commands.push(text)
}

function readCommand(node: Command, reader: Reader): void {
  const before = reader.commands.length
  readPrefix(node, reader)
  for (const redirect of node.redirects) readRedirect(redirect, reader)
  if (!node.name) return
  const name = wordRead(node.name, reader.assigned)
  // A program that only the shell knows could be any.
  if (name.reading !== 'whole' || name.scripts.length > 0) {
    worsen(reader, 'none')
    return
  }
  const words = node.args.map((arg) =>
    arg.type === 'Word' ? wordRead(arg, reader.assigned) : argumentRead(arg, reader.assigned),
  )
  if (/^(?:declare|typeset|local)$/.test(name.text) && words.some(({ text }) => /^-\w*[aAinEF]/.test(text)))
    worsen(reader, 'none')
  for (const word of words) take(word, reader)
  const program = name.text === '[' ? '[[' : name.text
  reader.commands.splice(before, 0, [program, ...words.map(({ text }) => text)].join(' '))
}

function readPrefix({ name, prefix }: Command, reader: Reader): void {
  const assignments = prefix.filter((entry) => entry.type === 'Assignment')
  if (!name && assignments.length > 1) worsen(reader, 'none')
  for (const entry of assignments) {
    const read = argumentRead(entry, reader.assigned)
    take(read, reader)
    if (name) continue
    const fixed = read.scripts.length === 0 && !/[\s*?[]/.test(read.value ?? '')
    reader.assigned.set(entry.name, fixed ? 'fixed' : 'output')
  }
}

function readRedirect(entry: Redirection, reader: Reader): void {
  if (entry.type === 'HereDoc') {
    if (entry.delimiter?.quoted !== true) worsen(reader, 'none')
    return
  }
  const target = entry.target && wordRead(entry.target, reader.assigned)
  if (target?.reading !== 'whole' || target.scripts.length > 0) worsen(reader, 'none')
}

/** Notes how far a word was read, and the commands in it. */
function take(word: WordRead, reader: Reader): void {
  worsen(reader, word.reading)
  for (const script of word.scripts) readScript(script, reader)
}

function readScript(script: ParsedScript, reader: Reader): void {
  const line = script.source ?? reader.line
  const inner: Reader = { ...reader, line }
  readInner(script.commands, inner)
  worsen(reader, inner.reading)
}
