import type { Command, CommandArgument } from 'unbash'
import { historyLost, preloaded } from '../rules/system.ts'
import { report } from './call.ts'
import { expandText, expandWord } from './expand.ts'
import { readFile } from './files.ts'
import { runPrompt } from './parameter.ts'
import { runSource } from './reader.ts'
import { type Scope, subshell } from './scope.ts'
import { isKnown, known, type Text } from './text.ts'
import { append, assign, assignElement, exportName } from './variables.ts'
import { walkExpansions } from './walk.ts'

/** `name=value` in front of a command or behind `declare`. */
export type Assignment = Extract<CommandArgument, { type: 'Assignment' }>

/** The elements an assignment gives. */
export function assigned(assignment: Assignment, scope: Scope): Text[] {
  const { value } = assignment
  return value.type === 'Word'
    ? [expandText(value, scope)]
    : value.elements.flatMap((word) => expandWord(word, scope).map(withoutIndex))
}

const INDEX = /^\[([^\]]*)\]=(.*)$/s

// `[name]=value` in an array.
function withoutIndex(text: Text): Text {
  const [, , value] = INDEX.exec(text.text) ?? []
  return value === undefined ? text : { ...text, text: value }
}

function nameElements(assignment: Assignment, scope: Scope): void {
  if (assignment.value.type === 'Word') return
  for (const word of assignment.value.elements) {
    const [, key, value] = INDEX.exec(expandText(word, scope).text) ?? []
    if (key !== undefined)
      scope.vars.set(`${assignment.name}[${key.replace(/^(['"])(.*)\1$/, '$2')}]`, [[known(value ?? '')]])
  }
}

/** Does what an assignment in front of a command or alone does. */
export function setVariable(assignment: Assignment, scope: Scope): void {
  if (assignment.index) walkExpansions(assignment.index, scope)
  const value = assigned(assignment, scope)
  const array = assignment.value.type === 'ArrayValue'
  const key = assignment.index && expandText(assignment.index, scope).text
  if (assignment.append) append(scope, assignment.name, value, array)
  else if (key !== undefined) assignElement(scope, assignment.name, { key, value })
  else assign(scope, assignment.name, value)
  if (array) nameElements(assignment, scope)
  runVariable(assignment.name, value[0], scope)
}

// Variables whose value other programs run as a command.
const COMMAND_VARIABLES = new Set(
  'PAGER GIT_PAGER MANPAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_SSH_COMMAND GIT_SSH GIT_EXTERNAL_DIFF GIT_ASKPASS SSH_ASKPASS RSYNC_RSH LESSOPEN BROWSER'.split(
    ' ',
  ),
)

// A shell shows these, or reads the file they name, before anything else.
const PROMPTS = new Set(['PS0', 'PS1', 'PS2', 'PS4'])
const FILES = new Set(['BASH_ENV', 'ENV'])

const LOADED = /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|BASH_ENV)$/
const TEMPORARY = /(?:^|:)\/(?:private\/)?(?:tmp|var\/tmp|dev\/shm)\//

function runVariable(name: string, value: Text | undefined, scope: Scope): void {
  if (!value) return
  if (/^HIST(?:FILE|SIZE|FILESIZE)$/.test(name) && /^(?:|0|\/dev\/null)$/.test(value.text))
    report(scope, { ...historyLost(), part: `${name}=${value.text}` })
  if (LOADED.test(name) && TEMPORARY.test(value.text)) report(scope, preloaded(`${name}=${value.text}`))
  if (name === 'PROMPT_COMMAND') runSource(value.text, subshell(scope))
  else if (PROMPTS.has(name)) runPrompt(value, subshell(scope))
  else if (FILES.has(name)) runStartFile(value, scope)
  else if (COMMAND_VARIABLES.has(name) && /\s/.test(value.text))
    runSource(value.text.replace(/^[|-]+/, ''), subshell(scope))
}

// The file is read when a shell starts; what the line wrote into it counts.
function runStartFile(path: Text, scope: Scope): void {
  const text = readFile(path, scope, true)
  if (isKnown(text)) runSource(text.text, subshell(scope))
}

/** Does what `declare`, `export` and their kin do; all values are expanded before any of them is set. */
export function declareVariables(node: Command, args: readonly Text[], scope: Scope): void {
  const reference = args.some((arg) => /^-\w*n/.test(arg.text))
  const assignments = node.args.filter((arg): arg is Assignment => arg.type === 'Assignment')
  const values = assignments.map((assignment) => declared(assignment, scope))
  const letters = args.flatMap((arg) => (/^-[a-zA-Z]+$/.test(arg.text) ? arg.text.slice(1) : [])).join('')
  const cases = letters.replace(/[^lu]/g, '')
  const exports = node.name?.value === 'export' || letters.includes('x')
  assignments.forEach((assignment, index) => {
    const value = values[index] ?? []
    setAttributes(assignment.name, cases, scope)
    nameElements(assignment, scope)
    if (reference) scope.references.set(assignment.name, value[0]?.text ?? '')
    else if (assignment.append) append(scope, assignment.name, value, assignment.value.type === 'ArrayValue')
    else assign(scope, assignment.name, value)
    if (node.name?.value === 'readonly' || letters.includes('r')) setAttributes(assignment.name, 'r', scope)
    if (exports) exportName(scope, assignment.name)
    runVariable(assignment.name, value[0], scope)
  })
  // Behind a name that is only known when it runs, assignments are words.
  if (assignments.length === 0) for (const arg of args) setWord(arg, exports, scope)
  for (const { text } of args.filter((arg) => /^\w+$/.test(arg.text))) {
    setAttributes(text, cases, scope)
    if (exports) exportName(scope, text)
  }
}

function setWord({ text, taints }: Text, exports: boolean, scope: Scope): void {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? []
  if (name === undefined) return
  assign(scope, name, [known(value, taints)])
  if (exports) exportName(scope, name)
  runVariable(name, known(value, taints), scope)
}

function setAttributes(name: string, letters: string, scope: Scope): void {
  if (letters !== '') scope.attributes.set(name, (scope.attributes.get(name) ?? '') + letters)
}

// Braces in a declaration give several of them, and the last one stays.
function declared(assignment: Assignment, scope: Scope): Text[] {
  const { value } = assignment
  if (value.type !== 'Word' || !value.parts?.some((part) => part.type === 'BraceExpansion'))
    return assigned(assignment, scope)
  return expandWord(value, scope).slice(-1)
}
