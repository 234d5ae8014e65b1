import type {
  CommandNode,
  Function as FunctionNode,
  ParsedScript,
  PipelineNode,
  Redirection,
  Statement,
  SyntaxNode,
  Word,
} from 'unbash'
import { parseBash } from '../../../../src/runtime/src/kit/bash/parse.ts'
import { runCommand } from './command.ts'
import { checkEndless } from './endless.ts'
import { expandText, expandWord, runner } from './expand.ts'
import { openInput, redirect } from './redirect.ts'
import { NotShell, nested, type Scope, spend, subshell } from './scope.ts'
import { runAndOr, runStages } from './sequence.ts'
import { isKnown, join, known, TERMINAL, type Text, unknown } from './text.ts'
import { assign } from './variables.ts'
import { walkExpansions } from './walk.ts'

const NOTHING = known('')

/** Reads source text with the parser, as commands of this scope, and gives back what they print. */
export function runParsed(source: string, scope: Scope, stdin: Text): Text {
  return nested(scope, () => runScript(parseBash(source), scope, stdin))
}

/** Reads parsed commands; throws when they are not valid shell. */
function runScript(script: ParsedScript, scope: Scope, stdin: Text): Text {
  const [error] = script.errors ?? []
  const printed = runStatements(script.commands, scope, stdin)
  if (error) throw new NotShell(`the shell could not read it either (${error.message})`)
  return printed
}

/** Reads statements one after another and gives back what they print. */
function runStatements(statements: readonly Statement[], scope: Scope, stdin: Text): Text {
  return join(statements.map((statement) => runPart(statement.command, scope, stdin, statement.background)))
}

function runPart(
  node: PipelineNode | { type: 'AndOr' },
  scope: Scope,
  stdin: Text,
  background = false,
): Text {
  const inner = background ? subshell(scope, { forked: scope.calls.length > 0 }) : scope
  if (node.type !== 'AndOr') return runPipeline(node as PipelineNode, inner, stdin)
  const { commands } = node as Extract<Statement['command'], { type: 'AndOr' }>
  return runAndOr(
    commands.map((command) => () => runPipeline(command, inner, stdin)),
    inner,
  )
}

function runPipeline(node: PipelineNode, scope: Scope, stdin: Text): Text {
  if (node.type !== 'Pipeline') return runNode(node, scope, stdin)
  const stages = node.commands.map((command) => ({
    simple: command.type === 'Command',
    run: (inner: Scope, input: Text) => runNode(command, inner, input),
  }))
  return runStages(stages, scope, stdin)
}

/** Reads one command of any kind and gives back what it prints. */
function runNode(node: CommandNode, scope: Scope, stdin: Text): Text {
  spend(scope)
  return nested(scope, () => runKind(node, scope, stdin))
}

function runKind(node: CommandNode, scope: Scope, stdin: Text): Text {
  switch (node.type) {
    case 'Command':
      return runCommand(node, scope, stdin)
    case 'Redirected':
      return runRedirected(node, scope, stdin)
    case 'Function':
      return define(node, scope)
    case 'Coproc':
      return runCoproc(node, scope)
    case 'Subshell':
      return runStatements(node.body.commands, subshell(scope), stdin)
    case 'BraceGroup':
      return runStatements(node.body.commands, scope, stdin)
    case 'If':
    case 'While':
    case 'Case':
      return runBranches(node, scope, stdin)
    case 'For':
    case 'Select':
      return runLoop(node, scope, stdin)
    case 'ArithmeticFor':
    case 'TestCommand':
    case 'ArithmeticCommand':
      walkExpansions(node, scope)
      if (node.type === 'ArithmeticFor') checkEndless(node, scope)
      return node.type === 'ArithmeticFor' ? runStatements(node.body.commands, scope, stdin) : NOTHING
  }
}

function define(node: FunctionNode, scope: Scope): Text {
  const { text } = expandText(node.name, scope)
  scope.functions.set(text, node)
  // The shell calls this one itself for every name it does not know.
  if (text === 'command_not_found_handle') runFunction(node, [], scope)(TERMINAL)
  return NOTHING
}

type Branching = Extract<CommandNode, { type: 'If' | 'While' | 'Case' }>

const MOST_LINES = 64

// `while read` gets one line after another; `read` takes the first line of what is left.
function runLines(node: Extract<CommandNode, { type: 'While' }>, scope: Scope, stdin: Text): Text {
  const lines = stdin.text.replace(/\n$/, '').split('\n').slice(0, MOST_LINES)
  const before = scope.conditional
  const printed = lines.flatMap((_, at) => {
    spend(scope)
    const rest = { ...stdin, text: lines.slice(at).join('\n') }
    const clause = runStatements(node.clause.commands, scope, rest)
    scope.conditional = true
    return [clause, runStatements(node.body.commands, scope, rest)]
  })
  scope.conditional = before
  return join(printed)
}

function runBranches(node: Branching, scope: Scope, stdin: Text): Text {
  if (node.type === 'While' && isKnown(stdin) && stdin.text.trim().includes('\n'))
    return runLines(node, scope, stdin)
  const printed = node.type === 'Case' ? [] : [runStatements(node.clause.commands, scope, stdin)]
  if (node.type === 'Case') expandText(node.word, scope)
  if (node.type === 'While') checkEndless(node, scope)
  const before = scope.conditional
  scope.conditional = true
  for (const branch of branches(node)) printed.push(runStatements(branch, scope, stdin))
  scope.conditional = before
  return join(printed)
}

function branches(node: Branching): (readonly Statement[])[] {
  switch (node.type) {
    case 'While':
      return [node.body.commands]
    case 'Case':
      return node.items.map((item) => item.body.commands)
    case 'If':
      return [
        node.then.commands,
        ...node.elif.flatMap((branch) => [branch.clause.commands, branch.then.commands]),
        node.else?.commands ?? [],
      ]
  }
}

const MOST_ROUNDS = 16

function runLoop(node: Extract<CommandNode, { type: 'For' | 'Select' }>, scope: Scope, stdin: Text): Text {
  const name = node.name.value
  const items = node.wordlist
    ? node.wordlist.flatMap((word: Word) => expandWord(word, scope))
    : (scope.args ?? [])
  const rounds = items.length > 0 ? items.slice(0, MOST_ROUNDS) : [unknown()]
  // The items beyond the limit are read together, as alternatives nobody can tell apart.
  if (items.length > MOST_ROUNDS)
    rounds.push(...items.slice(MOST_ROUNDS).filter((item) => /^[/~]/.test(item.text)))
  const printed = rounds.map((item) => {
    spend(scope)
    assign(scope, name, [item])
    return runStatements(node.body.commands, scope, stdin)
  })
  return join(printed)
}

function runRedirected(node: Extract<CommandNode, { type: 'Redirected' }>, scope: Scope, stdin: Text): Text {
  const inputs = node.redirects.map((entry: Redirection) => openInput(entry, scope))
  const input = inputs.findLast((text) => text !== undefined) ?? stdin
  return redirect(node.redirects, runNode(node.command, scope, input), scope)
}

function runCoproc(node: Extract<CommandNode, { type: 'Coproc' }>, scope: Scope): Text {
  const { body } = node
  const inner = subshell(scope)
  const printed =
    body.type === 'CompoundList'
      ? runStatements(body.commands, inner, TERMINAL)
      : runNode(body, inner, TERMINAL)
  const name = node.name?.value ?? 'COPROC'
  const path = `/dev/fd/${name}`
  scope.descriptors.set(path, { read: printed })
  // What is written to it later is its input.
  scope.sinks.set(path, (text) => {
    const later = subshell(scope)
    if (body.type === 'CompoundList') runStatements(body.commands, later, text)
    else runNode(body, later, text)
  })
  assign(scope, name, [known(path), known(path)])
  return NOTHING
}

/** Runs the body of a function with the given arguments. */
export function runFunction(node: FunctionNode, args: readonly Text[], scope: Scope): (stdin: Text) => Text {
  return (stdin) => {
    const before = { args: scope.args, calls: scope.calls, forked: scope.forked }
    if (scope.calls.length === 0) scope.forked = false
    scope.args = args
    scope.calls = [...scope.calls, node]
    try {
      const { body } = node
      return body.type === 'CompoundList'
        ? runStatements(body.commands, scope, stdin)
        : runNode(body, scope, stdin)
    } finally {
      Object.assign(scope, before)
    }
  }
}

runner.current = {
  output: (script, scope) =>
    script ? nested(scope, () => runScript(script as ParsedScript, subshell(scope), TERMINAL)) : unknown(),
  stream: (script, scope, operator) => {
    const path = `/dev/fd/stream${scope.world.streams++}`
    const inner = subshell(scope)
    const run = (stdin: Text) =>
      script ? nested(scope, () => runScript(script as ParsedScript, inner, stdin)) : unknown()
    if (operator === '<') scope.files.set(path, run(TERMINAL))
    else scope.sinks.set(path, run)
    // A command that never writes to the stream still starts the commands behind it.
    if (operator === '>') run(known(''))
    return known(path)
  },
  walk: (node, scope) => walkExpansions(node as SyntaxNode, scope),
}
