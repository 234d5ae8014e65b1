import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { SHELL_NAMES, XARGS_OPTIONS } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import { zoneOf } from '../rules/zones.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile } from '../shell/files.ts'
import { isGlob } from '../shell/glob.ts'
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
  const file = lastValue(parsed, 'a', 'arg-file')
  const input = file ? readFile(file, call.scope, true) : call.stdin
  const separator = lastValue(parsed, 'd', 'delimiter')?.text
  const ends = any(parsed, '0', 'null') ? '\0' : separator === '\\n' ? '\n' : separator
  const items = itemsOf(input, ends ?? (replace === undefined ? undefined : '\n'))
  const printed = withItems(command, items, { call, replace })
  // What the input splits into, somebody may have meant to be one command.
  if (ends === undefined && runsCode(command)) withItems(command, itemsOf(input, '\n'), { call, replace })
  return printed
}

/** The words a text gives to a program that reads names from its input. */
function itemsOf(text: Text, separator?: string): Text[] {
  if (text.text.includes(HOLE)) return [unknown(text.taints | Taint.given)]
  const words = text.text.split(separator === undefined ? /[\s\0]+/ : separator)
  return words
    .map((word) => word.replace(/\n$/, ''))
    .filter(Boolean)
    .map((word) => known(word.replace(/^(['"])([^'"]*)\1$/, '$2'), text.taints))
}

interface Items {
  readonly call: Call
  readonly replace: string | undefined
}

function withItems(command: readonly Text[], items: readonly Text[], { call, replace }: Items): Text {
  const scope = subshell(call.scope)
  // Without a place for the items nobody means to run the command for nothing.
  if (!replace || !command.some((word) => word.text.includes(replace)))
    return dispatch([...command, ...ungiven(command, items)], scope, known(''))
  const printed = items.slice(0, MOST_ITEMS).map((item) =>
    dispatch(
      command.map((word) => filled(word, replace, item)),
      scope,
      known(''),
    ),
  )
  return join(printed)
}

function runsCode(command: readonly Text[]): boolean {
  return command.some((word, at) => word.text.startsWith('-') && SHELL_NAMES.has(command[at - 1]?.text ?? ''))
}

// `sh -c` without code of its own takes the first item as its code, and so do interpreters with theirs.
function ungiven(command: readonly Text[], items: readonly Text[]): readonly Text[] {
  const code = /^-\w*[cer]$/.test(command.at(-1)?.text ?? '')
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

const PARALLEL = spec(
  'j: a: S: I: N: n: L: l: X m k 0 null jobs= arg-file= sshlogin= max-procs= delay= timeout= retries= joblog= colsep= results= tmpdir= dry-run',
)

/** `parallel`: like xargs, with its items behind `:::` or on its input. */
export function parallel(call: Call): Text {
  const parsed = parseOptions(call.args, PARALLEL, true)
  if (any(parsed, 'dry-run')) return known('')
  const at = parsed.rest.findIndex((word) => /^:::/.test(word.text))
  const command = at < 0 ? parsed.rest : parsed.rest.slice(0, at)
  const lists = at < 0 ? [itemsOf(call.stdin, '\n')] : listsOf(parsed.rest.slice(at + 1))
  if (command.length === 0) return runAll(lists.flat(), call)
  const scope = subshell(call.scope)
  for (const items of combinations(lists)) {
    const words = placed(command, items)
    if (command.length === 1 && !items.some((item) => has(item, Taint.tree)))
      runGiven(lineOf(words, items), call)
    else dispatch(words, scope, known(''))
  }
  return known('')
}

function listsOf(words: readonly Text[]): Text[][] {
  const lists: Text[][] = [[]]
  for (const word of words) {
    if (/^:::/.test(word.text)) lists.push([])
    else lists.at(-1)?.push(word)
  }
  return lists
}

function combinations(lists: readonly (readonly Text[])[]): readonly (readonly Text[])[] {
  return lists.reduce<readonly (readonly Text[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])).slice(0, MOST_ITEMS),
    [[]],
  )
}

const PLACE = /\{(\d?)[./#%]*\}/g

// The command of one round: each item goes where its number or `{}` stands, or behind everything.
function placed(command: readonly Text[], items: readonly Text[]): readonly Text[] {
  const all = join(items, ' ')
  const item = (number: string) => (number === '' ? all : (items[Number(number) - 1] ?? all))
  if (!command.some((word) => word.text.search(PLACE) >= 0)) return [...command, ...ungiven(command, items)]
  return command.map((word) => {
    const alone = /^\{(\d?)[./#%]*\}$/.exec(word.text)
    return alone
      ? item(alone[1] ?? '')
      : { ...word, text: word.text.replace(PLACE, (_, number: string) => item(number).text) }
  })
}

function lineOf(words: readonly Text[], items: readonly Text[]): Text {
  const line = join(words, ' ')
  return { ...line, taints: line.taints | join(items).taints }
}

function runGiven(line: Text, call: Call): void {
  if (line.text.trim() !== HOLE || has(line, Taint.download)) runCode(line, call)
}

function runAll(items: readonly Text[], call: Call): Text {
  for (const item of items.slice(0, MOST_ITEMS)) {
    if (!has(item, Taint.given) || has(item, Taint.download)) runCode(item, call)
  }
  return known('')
}

// What a whole home folder is spared, whichever of its files the tests leave.
const DESTROYS = /^(?:\/\S*\/)?g?(?:rm|unlink|shred|chmod|chown)$/

/** `find`: runs its commands on each of its starting points. */
export function find(call: Call): Text {
  const roots = findRoots(call.args)
  const narrowed = foundName(call.args)
  for (const { words, here } of findCommands(call.args)) {
    const destroys = DESTROYS.test(words[0]?.text ?? '')
    for (const start of roots) {
      const wide = destroys && narrowed === HOLE && /^(?:root|home)$/.test(zoneOf(start, call.scope))
      // With a test in front, what is found is below the starting point.
      const root =
        narrowed === undefined || wide
          ? { ...start, taints: start.taints | Taint.tree }
          : known(`${start.text}/${narrowed}`, start.taints)
      const command = words.map((word) => filled(word, '{}', { ...root, taints: root.taints | Taint.given }))
      const scope = here ? subshell(call.scope, { cwd: undefined }) : subshell(call.scope)
      dispatch(command, scope, known(''))
    }
  }
  const whole = narrowed === undefined && roots.every((root) => !isGlob(root.text))
  const prints = !call.args.some((arg) => /^-(?:exec|delete|ok|printf|ls|quit)/.test(arg.text))
  if (narrowed !== undefined && !narrowed.includes(HOLE) && prints)
    return known(roots.map((root) => `${root.text}/${narrowed}`).join('\n'), Taint.given)
  if (whole && prints) return known(roots.map((root) => root.text).join('\n'), Taint.given | Taint.tree)
  // Whatever the tests leave of a home folder comes from all over it.
  const wide =
    narrowed === HOLE && prints && roots.some((root) => /^(?:root|home)$/.test(zoneOf(root, call.scope)))
  return unknown(wide ? Taint.given | Taint.tree : Taint.given)
}

const FD = spec(
  't: e: d: E: S: o: c: j: x: X: type= extension= max-depth= min-depth= exact-depth= exclude= size= owner= color= threads= changed-within= changed-before= max-results= base-directory= search-path= g u H I L s i F a 0 l p q 1',
)

/** `fd`: like find, with `-x` in front of the command that gets what is found. */
export function fd({ args, scope }: Call): Text {
  const at = args.findIndex((arg) => /^(?:-x|-X|--exec|--exec-batch)$/.test(arg.text))
  const parsed = parseOptions(at < 0 ? args : args.slice(0, at), FD)
  const [pattern, ...paths] = parsed.rest
  const tests = [...parsed.values.keys()].some((name) => !/^(?:t|type|j|threads|color|c)$/.test(name))
  const narrowed = (pattern !== undefined && !/^\.?$/.test(pattern.text)) || tests
  const roots = paths.length > 0 ? paths : [known('.')]
  const names = roots.map((root) =>
    narrowed
      ? known(`${root.text}/${HOLE}`, Taint.given)
      : { ...root, taints: root.taints | Taint.given | Taint.tree },
  )
  if (at < 0) return unknown(Taint.given)
  const words = args.slice(at + 1).filter((word) => word.text !== ';')
  const placed = words.some((word) => /\{[^}]*\}/.test(word.text))
  for (const name of names) {
    const command = placed ? words.map((word) => filled(word, '{}', name)) : [...words, name]
    dispatch(command, subshell(scope), known(''))
  }
  return unknown(Taint.given)
}
