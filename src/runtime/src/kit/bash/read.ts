import {
  type Command,
  type CommandNode,
  forEachChild,
  type ParsedScript,
  type Statement,
  type SyntaxNode,
} from 'unbash'
import { eachExpansion } from './expansions.ts'
import { HOLE } from './hole.ts'
import { type Call, innerOf } from './inner.ts'
import { DEEPEST, TooComplex } from './limits.ts'
import { parseBash } from './parse.ts'
import { programIn } from './program-name.ts'
import { assignmentOf, inputOf, redirectOf, wordsIn } from './simple.ts'
import type { BashCommand, BashVia } from './view-types.ts'

const MOST_COMMANDS = 2000

/** A view that is being read. */
export interface Reading {
  readonly commands: BashCommand[]
  broken: string | undefined
  tooComplex: string | undefined
  depth: number
}

/** Where a part of the line lies. */
interface Where {
  readonly parent?: number
  readonly via?: BashVia
  readonly pipedFrom: readonly number[]
  readonly background: boolean
}

/** Places in `commands` of those that write to the standard output of what was read. */
type Writers = readonly number[]

/** A reading that has not begun. */
export function newReading(): Reading {
  return { commands: [], broken: undefined, tooComplex: undefined, depth: 0 }
}

/** Reads a text as commands. */
export function readSource(source: string, reading: Reading, where: Where): Writers {
  return deeper(reading, () => readScript(parseBash(source), { source, reading }, where))
}

interface Text {
  readonly source: string
  readonly reading: Reading
}

function readScript(script: ParsedScript, text: Text, where: Where): Writers {
  text.reading.broken ??= script.errors?.[0]?.message
  // A script between backquotes is a text of its own.
  return readStatements(script.commands, { ...text, source: script.source ?? text.source }, where)
}

function deeper<Result>(reading: Reading, read: () => Result): Result {
  if (reading.depth >= DEEPEST) throw new TooComplex(`it nests more than ${DEEPEST} levels deep`)
  reading.depth += 1
  try {
    return read()
  } finally {
    reading.depth -= 1
  }
}

function readStatements(statements: readonly Statement[], text: Text, where: Where): Writers {
  return statements.flatMap(({ command, background }) => {
    const inner = background ? { ...where, background } : where
    const parts = command.type === 'AndOr' ? command.commands : [command]
    return parts.flatMap((part) =>
      part.type === 'Pipeline' ? readPipeline(part.commands, text, inner) : readNode(part, text, inner),
    )
  })
}

function readPipeline(commands: readonly CommandNode[], text: Text, where: Where): Writers {
  let writers = where.pipedFrom
  for (const command of commands) writers = readNode(command, text, { ...where, pipedFrom: writers })
  return writers
}

function readNode(node: CommandNode, text: Text, where: Where): Writers {
  return deeper(text.reading, () => {
    if (node.type === 'Command') return readSimple(node, text, where)
    if (node.type === 'Function') return readParts(node, text, { ...where, via: 'function' })
    if (node.type !== 'Redirected') return readParts(node, text, where)
    const place = add(text, where, {
      redirects: node.redirects.flatMap((entry) => redirectOf(entry) ?? []),
      text: text.source.slice(node.pos, node.end),
    })
    for (const redirect of node.redirects) readExpansions(redirect, text, within(where, place))
    return [place, ...readNode(node.command, text, where)]
  })
}

/** Reads what a compound command is made of. */
function readParts(node: SyntaxNode, text: Text, where: Where): Writers {
  if (node.type === 'CompoundList') return readStatements(node.commands, text, where)
  const writers: number[] = []
  forEachChild(node, (child) => {
    if (child.type === 'CompoundList' || child.type === 'CaseItem' || child.type === 'Elif')
      writers.push(...readParts(child, text, where))
    else if (isCommand(child)) writers.push(...readNode(child, text, where))
    else readExpansions(child, text, where)
  })
  return writers
}

const COMMANDS: ReadonlySet<string> = new Set<CommandNode['type']>([
  ...([
    'Command',
    'Redirected',
    'Function',
    'Coproc',
    'Subshell',
    'BraceGroup',
    'If',
    'For',
    'Select',
  ] as const),
  ...(['While', 'Case', 'ArithmeticFor', 'TestCommand', 'ArithmeticCommand'] as const),
])

function isCommand(node: SyntaxNode): node is CommandNode {
  return COMMANDS.has(node.type)
}

/** Reads the commands in the substitutions of a word or of another part. */
function readExpansions(node: SyntaxNode, text: Text, where: Where): void {
  eachExpansion(node, (found) => {
    if (found.type === 'Word') {
      forEachChild(found, (part) => readExpansions(part, text, where))
      return
    }
    const { script } = found
    if (!script) return
    const written =
      found.type === 'ProcessSubstitution' && found.operator === '>' && where.parent !== undefined
    const inner: Where = {
      ...where,
      via: found.type === 'ProcessSubstitution' ? 'process-substitution' : 'substitution',
      ...(written ? { pipedFrom: [where.parent] } : {}),
    }
    deeper(text.reading, () => readScript(script, text, inner))
  })
}

function readSimple(node: Command, text: Text, where: Where): Writers {
  const [program, ...args] = wordsIn(node)
  const redirects = node.redirects.flatMap((entry) => redirectOf(entry) ?? [])
  const place = add(text, where, {
    ...(program ? { program } : {}),
    args,
    assignments: node.prefix.flatMap((entry) => (entry.type === 'Assignment' ? [assignmentOf(entry)] : [])),
    redirects,
    text: text.source.slice(node.pos, node.end),
  })
  forEachChild(node, (child) => readExpansions(child, text, within(where, place)))
  if (!program) return [place]
  const call = { program, args, input: inputOf(redirects) }
  return [place, ...readInner(call, text, within(where, place))]
}

function within(where: Where, parent: number): Where {
  return { pipedFrom: where.pipedFrom, background: false, parent }
}

/** Reads what a command starts besides itself. */
function readInner(call: Call, text: Text, where: Where): Writers {
  const inner = innerOf(call)
  const started = inner.commands.flatMap(([program, ...args]) => {
    if (!program) return []
    const words = [program, ...args].map((word) => word.text).join(' ')
    const place = add(text, { ...where, via: 'wrapper' }, { program, args, text: words })
    const next = { ...call, program, args }
    return deeper(text.reading, () => [place, ...readInner(next, text, within(where, place))])
  })
  const written = inner.codes.flatMap((code) => readSource(code, text.reading, { ...where, via: 'code' }))
  return [...started, ...written]
}

/** Notes a command and gives its place. */
function add(
  { reading: { commands } }: Text,
  where: Where,
  command: Pick<BashCommand, 'text'> & Partial<BashCommand>,
): number {
  if (commands.length >= MOST_COMMANDS) throw new TooComplex('it has too many commands to follow')
  const name = command.program && programIn(command.program.text)
  const named = name === undefined || name === '' || name.includes(HOLE) ? {} : { name }
  const text = command.text.replaceAll(HOLE, '…')
  return commands.push({ args: [], assignments: [], redirects: [], ...named, ...command, text, ...where }) - 1
}
