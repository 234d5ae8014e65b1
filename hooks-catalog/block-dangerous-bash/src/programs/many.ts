import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { SHELL_NAMES, XARGS_OPTIONS } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { HOLE, has, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { findCommands, findRoots, foundName } from './find-arguments.ts'

const MOST_ITEMS = 32
const XARGS = spec(XARGS_OPTIONS)

/** `xargs`: runs its command with the words of its input added or put in. */
export function xargs(call: Call): Text {
  const parsed = parseOptions(call.args, XARGS, true)
  const replace =
    lastValue(parsed, 'I', 'J', 'replace')?.text || (any(parsed, 'i', 'I', 'replace') ? '{}' : undefined)
  const command = parsed.rest
  if (command.length === 0) return call.stdin
  const items = any(parsed, 'a', 'arg-file')
    ? [unknown(Taint.given)]
    : itemsOf(call.stdin, replace !== undefined)
  return withItems(command, items, { call, replace })
}

/** The words a text gives to a program that reads names from its input. */
function itemsOf(text: Text, lines = false): Text[] {
  if (text.text.includes(HOLE)) return [unknown(text.taints | Taint.given)]
  const words = text.text.split(lines ? /[\n\0]+/ : /[\s\0]+/).filter(Boolean)
  return words.map((word) => known(word.replace(/^(['"])(.*)\1$/, '$2'), text.taints))
}

interface Items {
  readonly call: Call
  readonly replace: string | undefined
}

function withItems(command: readonly Text[], items: readonly Text[], { call, replace }: Items): Text {
  const scope = subshell(call.scope)
  if (!replace) return dispatch([...command, ...downloadGuard(command, items)], scope, known(''))
  const printed = items.slice(0, MOST_ITEMS).map((item) =>
    dispatch(
      command.map((word) => filled(word, replace, item)),
      scope,
      known(''),
    ),
  )
  return join(printed)
}

// `sh -c` without code of its own takes the first item as its code.
function downloadGuard(command: readonly Text[], items: readonly Text[]): readonly Text[] {
  const code = command.at(-1)?.text === '-c' && SHELL_NAMES.has(command.at(-2)?.text ?? '')
  return code ? items.map((item) => ({ ...item, taints: item.taints & ~Taint.given })) : items
}

function filled(word: Text, replace: string, item: Text): Text {
  if (!word.text.includes(replace)) return word
  const taints = word.taints | item.taints
  // An item inside longer code is data of that code, as any open variable is.
  return known(
    word.text.replaceAll(replace, item.text),
    word.text === replace ? taints : taints & ~Taint.download,
  )
}

/** `parallel`: like xargs, with its items behind `:::` or on its input. */
export function parallel(call: Call): Text {
  const parsed = parseOptions(call.args, PARALLEL, true)
  const at = parsed.rest.findIndex((word) => /^:::/.test(word.text))
  const command = at < 0 ? parsed.rest : parsed.rest.slice(0, at)
  const items = at < 0 ? itemsOf(call.stdin, true) : parsed.rest.slice(at + 1)
  if (command.length === 0) return runAll(items, call)
  const placed = command.some((word) => /\{[^}]*\}/.test(word.text))
  const line = (item?: Text) =>
    join(
      command.map((word) => (item ? known(word.text.replace(/\{\}/g, item.text), word.taints) : word)),
      ' ',
    )
  if (command.length === 1) {
    return runAll(
      items.map((item) => (placed ? line(item) : join([line(), item], ' '))),
      call,
    )
  }
  return withItems(command, items, { call, replace: placed ? '{}' : undefined })
}

const PARALLEL = spec(
  'j: a: S: I: N: n: L: l: X m k jobs= arg-file= sshlogin= max-procs= delay= timeout= retries= joblog= colsep= results= tmpdir= dry-run',
)

function runAll(items: readonly Text[], call: Call): Text {
  for (const item of items.slice(0, MOST_ITEMS)) {
    if (!has(item, Taint.given)) runCode(item, call)
  }
  return known('')
}

/** `find`: runs its commands on each of its starting points. */
export function find(call: Call): Text {
  const roots = findRoots(call.args)
  const narrowed = foundName(call.args)
  for (const { words } of findCommands(call.args)) {
    for (const start of roots) {
      // With a test in front, what is found is below the starting point.
      const root = narrowed === undefined ? start : known(`${start.text}/${narrowed}`, start.taints)
      const command = words.map((word) => filled(word, '{}', { ...root, taints: root.taints | Taint.given }))
      dispatch(command, subshell(call.scope), known(''))
    }
  }
  return unknown(Taint.given)
}

/** `fd`: like find, with `-x` in front of the command that gets what is found. */
export function fd({ args, scope }: Call): Text {
  const at = args.findIndex((arg) => /^(?:-x|-X|--exec|--exec-batch)$/.test(arg.text))
  if (at < 0) return unknown(Taint.given)
  const words = args.slice(at + 1).filter((word) => word.text !== ';')
  const name = known(`./${HOLE}`, Taint.given)
  const placed = words.some((word) => /\{[^}]*\}/.test(word.text))
  const command = placed ? words.map((word) => filled(word, '{}', name)) : [...words, name]
  return dispatch(command, subshell(scope), known(''))
}
