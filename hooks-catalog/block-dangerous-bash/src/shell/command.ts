import type { Command, Redirection } from 'unbash'
import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { SHELL_NAMES } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import { declare } from '../builtins/declare.ts'
import { builtins } from '../builtins/index.ts'
import { checkOwnRules } from '../rules/own.ts'
import { checkForkBomb } from '../rules/process.ts'
import { networkShell } from '../rules/remote.ts'
import { type Assignment, assigned, declareVariables, setVariable } from './assignments.ts'
import { report } from './call.ts'
import { expandText, expandWord } from './expand.ts'
import { dispatch, runSource } from './reader.ts'
import { openDescriptor, openInput, redirect } from './redirect.ts'
import { runFunction } from './run.ts'
import { type Choices, type Scope, subshell } from './scope.ts'
import { eachChoice, limitWords } from './sequence.ts'
import { known, shown, type Text } from './text.ts'
import { exportName } from './variables.ts'

/** Reads a simple command, once for each alternative its variables have. */
export function runCommand(node: Command, scope: Scope, stdin: Text): Text {
  return eachChoice(scope, () => runChoice(node, scope, stdin))
}

function runChoice(node: Command, scope: Scope, stdin: Text): Text {
  const assignments = node.prefix.filter((entry): entry is Assignment => entry.type === 'Assignment')
  const words = node.name ? [...expandWord(node.name, scope), ...argumentTexts(node, scope)] : []
  limitWords(words)
  const own = ownScope(node, words, scope)
  const inner = node.name && assignments.length > 0 && !own ? subshell(scope) : scope
  const before = own && assignments.length > 0 ? new Map(scope.vars) : undefined
  for (const assignment of assignments) {
    setVariable(assignment, inner)
    if (node.name) exportName(inner, assignment.name)
  }
  try {
    return runOpened(node, words, { inner, scope, stdin })
  } finally {
    if (before) restore(assignments, before, scope)
    const last = words.at(-1)
    if (last) scope.vars.set('_', [[last]])
  }
}

// Whether a command changes the variables of this shell: then assignments in front of it end with it.
function ownScope(node: Command, words: readonly Text[], scope: Scope): boolean {
  const name = words[0]?.text ?? ''
  return node.name !== undefined && (builtins.has(name) || scope.functions.has(name))
}

function restore(
  assignments: readonly Assignment[],
  before: ReadonlyMap<string, Choices | undefined>,
  scope: Scope,
): void {
  for (const { name } of assignments) {
    if (before.has(name)) scope.vars.set(name, before.get(name))
    else scope.vars.delete(name)
  }
}

interface Places {
  /** Where the command runs. */
  readonly inner: Scope
  /** Where its redirections are opened. */
  readonly scope: Scope
  readonly stdin: Text
}

function runOpened(node: Command, words: readonly Text[], { inner, scope, stdin }: Places): Text {
  const { redirects } = node
  const input =
    redirects.map((entry) => openInput(entry, scope)).findLast((text) => text !== undefined) ?? stdin
  if (words.length === 1 && words[0]?.text === 'exec') {
    for (const entry of redirects) openDescriptor(entry, scope)
  }
  // `$(< file)` prints the file.
  const assigns = node.prefix.some((entry) => entry.type === 'Assignment')
  const file = words.length === 0 && !assigns && input !== stdin
  const printed = file ? input : runWords(words, inner, { input, node, redirects })
  return redirect(redirects, printed, scope)
}

function argumentTexts(node: Command, scope: Scope): Text[] {
  return node.args.flatMap((arg) => {
    if (arg.type === 'Word') return expandWord(arg, scope)
    if (node.name && declare.names.has(node.name.value)) return []
    return [known(`${arg.name}=${assigned(arg, scope)[0]?.text ?? ''}`)]
  })
}

interface Start {
  readonly input: Text
  readonly node: Command
  readonly redirects: readonly Redirection[]
}

function runWords(words: readonly Text[], scope: Scope, { input, node, redirects }: Start): Text {
  const [program, ...args] = words
  if (!program) return known('')
  const alias = scope.aliases.get(program.text)
  if (alias !== undefined && node.name?.value === program.text) {
    const inner = subshell(scope, { aliases: new Map() })
    return runSource(aliased(alias, args, scope), inner, input)
  }
  if (declare.names.has(program.text)) {
    declareVariables(node, args, scope)
  }
  const body = scope.functions.get(program.text)
  if (body) {
    const level = scope.calls.filter((entry) => entry === body).length
    if (level > 0 && scope.forked) return checkForkBomb(program.text, scope)
    if (level >= MOST_CALLS) return known('')
    return runFunction(body, args, scope)(input)
  }
  if (SHELL_NAMES.has(programName(program.text))) checkNetworkShell(redirects, scope)
  return runBuiltin(words, scope, input) ?? dispatch(words, scope, input)
}

function runBuiltin(words: readonly Text[], scope: Scope, input: Text): Text | undefined {
  const [program, ...args] = words
  const builtin = program && builtins.get(program.text)
  if (!builtin) {
    const behind = behindBuiltin(words)
    return behind && runBuiltin(behind, scope, input)
  }
  const call = { name: program.text, args, stdin: input, scope }
  if (scope.world.options.rules.length > 0) checkOwnRules(call)
  return builtin(call)
}

// `command eval …` and `builtin cd …` are the builtin itself, in this shell.
function behindBuiltin(words: readonly Text[]): readonly Text[] | undefined {
  if (!/^(?:command|builtin)$/.test(words[0]?.text ?? '')) return undefined
  const at = words.findIndex((word, index) => index > 0 && !/^(?:-p|--)$/.test(word.text))
  return at < 0 ? undefined : words.slice(at)
}

// How often a function is read that calls itself.
const MOST_CALLS = 3

// Behind an alias that ends in a space the next word may be one as well.
function aliased(alias: string, args: readonly Text[], scope: Scope): string {
  const [next, ...rest] = args
  const second = next && /\s$/.test(alias) ? scope.aliases.get(next.text) : undefined
  if (second !== undefined) return `${alias} ${aliased(second, rest, scope)}`
  return [alias, ...args.map((arg) => quoted(arg.text))].join(' ')
}

function checkNetworkShell(redirects: readonly Redirection[], scope: Scope): void {
  const targets = redirects.flatMap((entry) =>
    entry.type === 'Redirect' && entry.target ? [expandText(entry.target, scope)] : [],
  )
  const network = targets.find((target) => /^\/dev\/(?:tcp|udp)\//.test(target.text))
  if (network) report(scope, { ...networkShell(), part: `> ${shown(network.text)}` })
}

/** A text as one literal shell word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
