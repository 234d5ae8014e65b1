import { historyLost } from '../rules/system.ts'
import { type Handler, report } from '../shell/call.ts'
import { known, type Text } from '../shell/text.ts'
import { changeDirectory, popDirectory } from './directory.ts'
import { evaluate, execute, source, trap } from './evaluate.ts'
import { mapfile, printVariable, read } from './read.ts'

const nothing: Handler = () => known('')

/** What the shell does itself instead of starting a program. */
export const builtins: ReadonlyMap<string, Handler> = new Map<string, Handler>([
  ['cd', changeDirectory],
  ['pushd', changeDirectory],
  ['popd', popDirectory],
  ['eval', evaluate],
  ['source', source],
  ['.', source],
  ['exec', execute],
  ['trap', trap],
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['printf', printVariable],
  ['alias', defineAlias],
  ['unalias', ({ args, scope }) => forget(args, scope.aliases)],
  ['hash', rememberProgram],
  ['enable', disableBuiltins],
  ['unset', unset],
  ['set', setPositional],
  ['shift', shift],
  ['export', nothing],
  ['declare', nothing],
  ['typeset', nothing],
  ['local', nothing],
  ['readonly', nothing],
  ['shopt', nothing],
  [':', nothing],
  ['true', nothing],
  ['false', nothing],
  ['test', nothing],
  ['[', nothing],
  ['let', nothing],
  ['return', nothing],
  ['exit', nothing],
  ['break', nothing],
  ['continue', nothing],
  ['wait', nothing],
  ['type', lookUp],
])

// `type -p` and `type -P` print the file of a program.
function lookUp({ args }: Parameters<Handler>[0]): Text {
  return args.some((arg) => /^-\w*[pP]/.test(arg.text)) ? (args.at(-1) ?? known('')) : known('')
}

function forget(args: readonly Text[], names: Map<string, unknown>): Text {
  for (const arg of args) names.delete(arg.text)
  return known('')
}

function defineAlias({ args, scope }: Parameters<Handler>[0]): Text {
  for (const { text } of args) {
    const at = text.indexOf('=')
    if (at > 0) scope.aliases.set(text.slice(0, at), text.slice(at + 1))
  }
  return known('')
}

function rememberProgram({ args, scope }: Parameters<Handler>[0]): Text {
  const at = args.findIndex((arg) => arg.text === '-p')
  const program = args[at + 1]
  const name = args[at + 2]
  if (at >= 0 && program && name) scope.programs.set(name.text, program.text.replace(/^.*\//, ''))
  return known('')
}

// `enable -n name`: from here on the name is a program.
function disableBuiltins({ args, scope }: Parameters<Handler>[0]): Text {
  if (args.some((arg) => /^-\w*n/.test(arg.text)))
    for (const { text } of args) if (!text.startsWith('-')) scope.programs.set(`builtin ${text}`, text)
  return known('')
}

function unset({ args, scope }: Parameters<Handler>[0]): Text {
  const functions = args.some((arg) => arg.text === '-f')
  for (const { text } of args) {
    if (functions) scope.functions.delete(text)
    if (text === 'HISTFILE') report(scope, { ...historyLost(), part: 'unset HISTFILE' })
    if (functions) continue
    if (!text.startsWith('-') && !scope.attributes.get(text)?.includes('r')) {
      scope.vars.set(text, undefined)
      scope.references.delete(text)
    }
  }
  return known('')
}

function setPositional({ args, scope }: Parameters<Handler>[0]): Text {
  const at = args.findIndex((arg) => arg.text === '--')
  if (args[0]?.text === '+o' && args[1]?.text === 'history')
    report(scope, { ...historyLost(), part: 'set +o history' })
  if (args.some((arg) => /^-\w*a/.test(arg.text))) scope.attributes.set('allexport', 'x')
  if (at >= 0) scope.args = args.slice(at + 1)
  else if (args[0] && !/^[-+]/.test(args[0].text)) scope.args = args
  return known('')
}

function shift({ args, scope }: Parameters<Handler>[0]): Text {
  scope.args = scope.args?.slice(Number(args[0]?.text ?? 1) || 1)
  return known('')
}
