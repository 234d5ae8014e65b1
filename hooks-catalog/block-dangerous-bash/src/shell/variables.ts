import type { Choices, Scope } from './scope.ts'
import { HOLE, known, type Text, unknown } from './text.ts'

const MOST_CHOICES = 4

// Variables that build scripts use for the program of the same name.
const PROGRAMS = new Set(
  'PYTHON PYTHON3 NODE NPM PNPM YARN BUN DENO RUBY PERL PHP GO CARGO CC CXX LD AR MAKE CMAKE EDITOR VISUAL PAGER BROWSER'.split(
    ' ',
  ),
)

/** Sets a variable; in a branch that may not run, what it held before stays possible. */
export function assign(scope: Scope, name: string, value: readonly Text[]): void {
  const target = scope.references.get(name) ?? name
  const before = scope.conditional ? (scope.vars.get(target) ?? []) : []
  // The shell forgets where programs are when the search path changes.
  if (target === 'PATH') scope.programs.clear()
  scope.vars.set(target, [...before, value].slice(-MOST_CHOICES))
}

/** Adds to a variable as `+=` does: to the text of a scalar, to the end of an array. */
export function append(scope: Scope, name: string, value: readonly Text[], array: boolean): void {
  const old = lookup(scope, name) ?? []
  if (array) {
    assign(scope, name, [...old, ...value])
    return
  }
  const [first, ...rest] = old
  const text = (first?.text ?? '') + (value[0]?.text ?? '')
  assign(scope, name, [known(text, (first?.taints ?? 0) | (value[0]?.taints ?? 0)), ...rest])
}

/** The elements of a variable, or undefined when the line unset it. */
export function lookup(scope: Scope, name: string): readonly Text[] | undefined {
  const target = scope.references.get(name) ?? name
  if (scope.vars.has(target)) return choose(scope, scope.vars.get(target))
  return [fromEnvironment(scope, target)]
}

/** Whether the line itself gave the variable a value. */
export function isSet(scope: Scope, name: string): boolean {
  return scope.vars.get(scope.references.get(name) ?? name) !== undefined
}

function choose(scope: Scope, choices: Choices | undefined): readonly Text[] | undefined {
  if (!choices) return undefined
  scope.widest = Math.max(scope.widest, choices.length)
  return choices[Math.min(scope.choice, choices.length - 1)]
}

function fromEnvironment(scope: Scope, name: string): Text {
  const { place } = scope.world
  switch (name) {
    case 'HOME':
      return known(place.home)
    case 'PWD':
      return scope.cwd === undefined ? unknown() : known(scope.cwd)
    case 'CLAUDE_PROJECT_DIR':
      return known(place.projectDir)
    case 'IFS':
      return known(' \t\n')
    case 'SHELL':
      return known('/bin/sh')
    case '#':
    case '?':
    case '$':
    case '!':
    case 'RANDOM':
    case 'SECONDS':
    case 'LINENO':
    case 'EPOCHSECONDS':
    case 'UID':
    case 'PPID':
    case 'BASHPID':
      return known('1')
    default:
      return guessed(name)
  }
}

// A variable called like a temporary folder is taken for one: the other reading would make every clean-up
// trap a question.
function guessed(name: string): Text {
  if (PROGRAMS.has(name)) return known(name.toLowerCase())
  return /te?mp/i.test(name) && !/template/i.test(name) ? known(`/tmp/${HOLE}`) : unknown()
}
