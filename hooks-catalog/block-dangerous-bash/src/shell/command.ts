import type { Command, CommandArgument, Redirection } from 'unbash'
import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { SHELL_NAMES } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import { declare } from '../builtins/declare.ts'
import { builtins } from '../builtins/index.ts'
import { checkForkBomb } from '../rules/process.ts'
import { networkShell } from '../rules/remote.ts'
import { report } from './call.ts'
import { expandText, expandWord } from './expand.ts'
import { dispatch, runSource } from './reader.ts'
import { openDescriptor, openInput, redirect } from './redirect.ts'
import { runFunction } from './run.ts'
import { type Scope, subshell } from './scope.ts'
import { eachChoice, limitWords } from './sequence.ts'
import { known, shown, type Text } from './text.ts'
import { append, assign } from './variables.ts'
import { walkExpansions } from './walk.ts'

/** Reads a simple command, once for each alternative its variables have. */
export function runCommand(node: Command, scope: Scope, stdin: Text): Text {
  return eachChoice(scope, () => runChoice(node, scope, stdin))
}

type Assignment = Extract<CommandArgument, { type: 'Assignment' }>

function runChoice(node: Command, scope: Scope, stdin: Text): Text {
  const assignments = node.prefix.filter((entry): entry is Assignment => entry.type === 'Assignment')
  const words = node.name ? [...expandWord(node.name, scope), ...argumentTexts(node, scope)] : []
  limitWords(words)
  const inner = node.name && assignments.length > 0 ? subshell(scope) : scope
  for (const assignment of assignments) setVariable(assignment, inner)
  const { redirects } = node
  const input =
    redirects.map((entry) => openInput(entry, scope)).findLast((text) => text !== undefined) ?? stdin
  if (words.length === 1 && words[0]?.text === 'exec') {
    for (const entry of redirects) openDescriptor(entry, scope)
  }
  return redirect(redirects, runWords(words, inner, { input, node, redirects }), scope)
}

function argumentTexts(node: Command, scope: Scope): Text[] {
  return node.args.flatMap((arg) => {
    if (arg.type === 'Word') return expandWord(arg, scope)
    if (node.name && declare.names.has(node.name.value)) return []
    return [known(`${arg.name}=${assigned(arg, scope)[0]?.text ?? ''}`)]
  })
}

/** The elements an assignment gives. */
function assigned(assignment: Assignment, scope: Scope): Text[] {
  const { value } = assignment
  return value.type === 'Word'
    ? [expandText(value, scope)]
    : value.elements.flatMap((word) => expandWord(word, scope).map(withoutIndex))
}

// `[name]=value` in an array: the index is not followed.
function withoutIndex(text: Text): Text {
  return /^\[[^\]]*\]=/.test(text.text) ? { ...text, text: text.text.replace(/^\[[^\]]*\]=/, '') } : text
}

function setVariable(assignment: Assignment, scope: Scope): void {
  if (assignment.index) walkExpansions(assignment.index, scope)
  const value = assigned(assignment, scope)
  const array = assignment.value.type === 'ArrayValue'
  if (assignment.append) append(scope, assignment.name, value, array)
  else if (assignment.index) append(scope, assignment.name, value, true)
  else assign(scope, assignment.name, value)
  if (COMMAND_VARIABLES.has(assignment.name)) runVariable(value[0], scope)
}

// Variables whose value other programs run as a command.
const COMMAND_VARIABLES = new Set(
  'PROMPT_COMMAND PAGER GIT_PAGER MANPAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_SSH_COMMAND GIT_SSH GIT_EXTERNAL_DIFF GIT_ASKPASS SSH_ASKPASS RSYNC_RSH LESSOPEN BROWSER'.split(
    ' ',
  ),
)

function runVariable(value: Text | undefined, scope: Scope): void {
  if (value && /\s/.test(value.text)) runSource(value.text, subshell(scope))
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
    return runSource([alias, ...args.map((arg) => quoted(arg.text))].join(' '), inner, input)
  }
  if (declare.names.has(program.text)) {
    declareVariables(node, args, scope)
  }
  const body = scope.functions.get(program.text)
  if (body) {
    if (scope.calls.includes(body)) return scope.forked ? checkForkBomb(program.text, scope) : known('')
    return runFunction(body, args, scope)(input)
  }
  if (SHELL_NAMES.has(programName(program.text))) checkNetworkShell(redirects, scope)
  const builtin = builtins.get(program.text)
  if (builtin) return builtin({ name: program.text, args, stdin: input, scope })
  return dispatch(words, scope, input)
}

// All values are expanded before any of them is set.
function declareVariables(node: Command, args: readonly Text[], scope: Scope): void {
  const reference = args.some((arg) => /^-\w*n/.test(arg.text))
  const assignments = node.args.filter((arg): arg is Assignment => arg.type === 'Assignment')
  const values = assignments.map((assignment) => assigned(assignment, scope))
  assignments.forEach((assignment, index) => {
    const value = values[index] ?? []
    if (reference) scope.references.set(assignment.name, value[0]?.text ?? '')
    else if (assignment.append) append(scope, assignment.name, value, assignment.value.type === 'ArrayValue')
    else assign(scope, assignment.name, value)
  })
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
