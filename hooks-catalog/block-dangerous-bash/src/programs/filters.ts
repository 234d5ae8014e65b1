import {
  allValues,
  any,
  lastValue,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call, Handler } from '../shell/call.ts'
import { readFile, writeFile } from '../shell/files.ts'
import { has, isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { changeWith } from './sed-scripts.ts'

/** A text after a change the guard does not follow: whatever runs it, runs something unread. */
export function encoded(text: Text): Text {
  return unknown((text.taints & ~(Taint.local | Taint.terminal)) | Taint.decoded)
}

/** A text after a change, or one of which only the origin is known. */
export function changed(text: Text, change: (text: string) => string | undefined): Text {
  const result = isKnown(text) ? change(text.text) : undefined
  return result === undefined ? encoded(text) : known(result, text.taints)
}

// What a filter reads: the files it names, or else its input.
function inputOf(files: readonly Text[], { stdin, scope }: Call): Text {
  return files.length === 0
    ? stdin
    : join(files.map((file) => (file.text === '-' ? stdin : readFile(file, scope, true))))
}

function lines(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}

const TR = spec('c C d s t complement delete squeeze-repeats truncate-set1')
const CLASSES: Readonly<Record<string, string>> = {
  upper: 'A-Z',
  lower: 'a-z',
  digit: '0-9',
  alpha: 'A-Za-z',
  alnum: 'A-Za-z0-9',
  space: ' \t\n\r\v\f',
  blank: ' \t',
  punct: '!-/:-@[-`{-~',
}
const MOST_CHARACTERS = 512

// The characters of a set as `tr` writes it.
function setOf(source: string): string[] {
  const text = source
    .replace(/\[:(\w+):\]/g, (all, name: string) => CLASSES[name] ?? all)
    .replace(/\\([0-7]{1,3}|.)/g, (_, code: string) => {
      if (/^[0-7]+$/.test(code)) return String.fromCharCode(Number.parseInt(code, 8))
      return code === 'n' ? '\n' : code === 't' ? '\t' : code
    })
  const set: string[] = []
  for (let at = 0; at < text.length && set.length < MOST_CHARACTERS; at += 1) {
    const last = text.charCodeAt(at + 2)
    if (text.charAt(at + 1) === '-' && last >= text.charCodeAt(at)) {
      for (let code = text.charCodeAt(at); code <= last; code += 1) set.push(String.fromCharCode(code))
      at += 2
    } else set.push(text.charAt(at))
  }
  return set
}

function tr(call: Call): Text {
  const parsed = parseOptions(call.args, TR)
  const [from, to] = parsed.rest
  if (!from || !isKnown(from) || (to && !isKnown(to))) return encoded(call.stdin)
  const first = setOf(from.text)
  const second = setOf(to?.text ?? '')
  const outside = any(parsed, 'c', 'C', 'complement')
  const map = new Map(first.map((letter, index) => [letter, second[index] ?? second.at(-1) ?? letter]))
  const translated = (letter: string) =>
    outside ? (map.has(letter) ? letter : (second.at(-1) ?? letter)) : (map.get(letter) ?? letter)
  const deletes = any(parsed, 'd', 'delete')
  return changed(call.stdin, (text) =>
    deletes
      ? [...text].filter((letter) => map.has(letter) === outside).join('')
      : [...text].map(translated).join(''),
  )
}

const SED = spec('e: f: i E r n s u z l: expression= file= in-place quiet silent regexp-extended')

function sed(call: Call): Text {
  const parsed = parseOptions(call.args, SED)
  const given = allValues(parsed, 'e', 'expression')
  const [program, ...files] = given.length > 0 ? [join(given, '\n'), ...parsed.rest] : parsed.rest
  const all = inputOf(files, call)
  // Lines that are printed by what they say are somebody's choice.
  const chooses = any(parsed, 'n', 'quiet', 'silent') && /\/.*\//.test(program?.text ?? '')
  const text = chooses ? { ...all, taints: all.taints & ~Taint.all } : all
  if (!program || !isKnown(program) || any(parsed, 'i', 'f', 'file')) return encoded(text)
  const extended = any(parsed, 'E', 'r', 'regexp-extended')
  return changed(text, (source) => changeWith(program.text, { extended, quiet: any(parsed, 'n') }, source))
}

const CUT = spec('d: f: c: b: s z n delimiter= fields= characters= bytes= complement output-delimiter=')

function cut(call: Call): Text {
  const parsed = parseOptions(call.args, CUT)
  const text = inputOf(parsed.rest, call)
  const places = lastValue(parsed, 'f', 'fields') ?? lastValue(parsed, 'c', 'b', 'characters', 'bytes')
  if (any(parsed, 'c', 'b', 'characters', 'bytes') && has(text, Taint.token)) return unknown()
  if (!places || any(parsed, 'complement')) return encoded(text)
  const delimiter = any(parsed, 'f', 'fields') ? (lastValue(parsed, 'd', 'delimiter')?.text ?? '\t') : ''
  const [from = '1', to] = places.text.split(/[-,]/)
  if (!/^\d*-?\d*$/.test(places.text)) return encoded(text)
  const first = Math.max(1, Number(from || 1)) - 1
  const last = places.text.includes('-') ? (to ? Number(to) : undefined) : first + 1
  return changed(text, (source) =>
    lines(source)
      .map((line) => line.split(delimiter).slice(first, last).join(delimiter))
      .join('\n'),
  )
}

const ENDS = spec('n: c: q v z lines= bytes= quiet')

// `head` and `tail`: the lines at one end.
function ends({ name, ...call }: Call): Text {
  const old = call.args.find((arg) => /^-\d+$/.test(arg.text))
  const parsed = parseOptions(
    call.args.filter((arg) => arg !== old),
    ENDS,
  )
  const text = inputOf(parsed.rest, { name, ...call })
  const count = old?.text.slice(1) ?? lastValue(parsed, 'n', 'lines')?.text ?? '10'
  if (has(text, Taint.terminal)) return unknown(Taint.local)
  if (has(text, Taint.endless)) return unknown()
  // A few of all processes are somebody's choice; all but the first line are still all of them.
  if (has(text, Taint.all) && !count.startsWith('+')) return { ...text, taints: text.taints & ~Taint.all }
  if (any(parsed, 'c', 'bytes') && has(text, Taint.token)) return unknown()
  if (any(parsed, 'c', 'bytes') || !/^\+?\d+$/.test(count)) return text
  const all = lines(text.text)
  const wanted = name === 'head' ? all.slice(0, Number(count)) : tail(all, count)
  return isKnown(text) ? known(`${wanted.join('\n')}\n`, text.taints) : text
}

function tail(all: readonly string[], count: string): readonly string[] {
  return count.startsWith('+') ? all.slice(Number(count) - 1) : all.slice(-Number(count) || all.length)
}

function paste(call: Call): Text {
  const parsed = parseOptions(call.args, spec('s d: z serial delimiters='))
  const text = inputOf(parsed.rest, call)
  const delimiter = lastValue(parsed, 'd', 'delimiters')?.text ?? '\t'
  if (!any(parsed, 's', 'serial') || delimiter.length > 1) return encoded(text)
  return changed(text, (source) => lines(source).join(delimiter))
}

// Programs that give their input back, perhaps in another order or layout.
function passed(call: Call): Text {
  const files = call.args.filter((arg) => !arg.text.startsWith('-') && /[./~]/.test(arg.text))
  const text = inputOf(files, call)
  return has(text, Taint.terminal) ? unknown(Taint.local) : text
}

function dd(call: Call): Text {
  const file = (name: string) => {
    const arg = call.args.find(({ text }) => text.startsWith(`${name}=`))
    return arg && known(arg.text.slice(name.length + 1), arg.taints)
  }
  const from = file('if')
  const to = file('of')
  const text = from ? readFile(from, call.scope, true) : call.stdin
  if (!to) return text
  writeFile(to, text, call.scope)
  return known('')
}

function yes({ args }: Call): Text {
  const line = join([args.length > 0 ? join(args, ' ') : known('y'), known('\n')])
  return { ...line, taints: line.taints | Taint.endless }
}

// `cut -d= -f1`, `sed 's/=.*//'` and `awk -F= '{print $1}'` leave the names of variables.
const ONLY_NAMES = /^g?sed .*s(\W)=\.[*+]\1|^cut (?=.*-d ?=).*-f ?1(?![\d,-])|^[gmn]?awk -F ?=(?!.*\$[02-9])/

/** What a filter prints, which is no secret when it takes the values away. */
export function withoutValues(text: Text, { name, args }: Call): Text {
  if (!has(text, Taint.credential | Taint.token)) return text
  return ONLY_NAMES.test(`${name} ${args.map((arg) => arg.text).join(' ')}`)
    ? { ...text, taints: text.taints & ~(Taint.credential | Taint.token) }
    : text
}

/** The programs of this file by name. */
export const filters: readonly (readonly [string, Handler])[] = [
  ['tr', tr],
  ['sed', (call) => withoutValues(sed(call), call)],
  ['gsed', (call) => withoutValues(sed(call), call)],
  ['cut', (call) => withoutValues(cut(call), call)],
  ['head', ends],
  ['tail', ends],
  ['paste', paste],
  ['dd', dd],
  ['yes', yes],
  ...'sort uniq pv nl less more sponge fold fmt column strings iconv expand unexpand dos2unix unix2dos tac shuf m4 envsubst'
    .split(' ')
    .map((name) => [name, passed] as const),
]
