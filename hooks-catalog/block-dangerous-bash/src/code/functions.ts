import { decodeBase64, decodeHex } from '../programs/decode.ts'
import { HOLE } from '../shell/text.ts'

/** What an expression stands for: a text, or a list of texts; a hole where nobody knows. */
export type Value = string | readonly string[]

/** The elements of a value. */
export function elements(value: Value | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value
}

/** A value as one text. */
export function textOf(value: Value | undefined): string {
  return value === undefined ? HOLE : typeof value === 'string' ? value : value.join(' ')
}

/** A call of a function that gives back a value. */
export interface Applied {
  readonly name: string
  /** The dotted name, as far as it is one. */
  readonly path: string
  /** What stands before the dot. */
  readonly self: Value | undefined
  readonly args: readonly Value[]
}

type Function = (call: Applied) => Value

const first: Function = ({ self, args }) => args[0] ?? self ?? HOLE
const itself: Function = ({ self, args }) => (self === undefined || self === HOLE ? (args[0] ?? HOLE) : self)

function onText(change: (text: string) => string | undefined): Function {
  return ({ self, args }) => {
    const text = textOf(args[0] ?? self)
    return text.includes(HOLE) ? HOLE : (change(text) ?? HOLE)
  }
}

// `" ".join(list)`, `list.join(" ")`, `join(" ", …)` and the ones for paths.
function join({ path, self, args }: Applied): Value {
  if (/(?:^|\.)(?:path|File|filepath|posix|win32|Path)\.join$/.test(path) || path === 'resolve')
    return joinedPath(args.flatMap(elements))
  if (self === HOLE) return joinedPath(args.flatMap(elements))
  if (self === undefined) {
    const [separator, ...parts] = args.flatMap(elements)
    return parts.join(separator ?? '')
  }
  return typeof self === 'string' ? elements(args[0]).join(self) : self.join(textOf(args[0] ?? ','))
}

/** The parts of a path put together; an absolute one starts again. */
export function joinedPath(parts: readonly string[]): string {
  return parts.reduce(
    (path, part) => (/^[/~]/.test(part) || path === '' ? part : `${path.replace(/\/$/, '')}/${part}`),
    '',
  )
}

/** A template with `{}`, `{0}` or `%s` in which the arguments are put. */
export function formatted(template: string, args: readonly string[]): string {
  let next = 0
  return template.replace(/\{(\d*)[^{}]*\}|%[-\d.]*[sdriq]/g, (_, index?: string) => {
    const at = index ? Number(index) : next
    next += 1
    return args[at] ?? HOLE
  })
}

function fromCodes({ args }: Applied): Value {
  const codes = args.flatMap(elements)
  return codes.every((code) => /^\d+$/.test(code)) && codes.length > 0
    ? codes.map((code) => String.fromCodePoint(Math.min(Number(code), 0x10ffff))).join('')
    : HOLE
}

function buffer({ args, path }: Applied): Value {
  const [content, encoding] = args
  const text = textOf(content)
  if (!/Buffer/.test(path)) return content ?? HOLE
  if (Array.isArray(content)) return fromCodes({ name: '', path, self: undefined, args: [content] })
  if (encoding === 'base64' || encoding === 'base64url') return decodeBase64(text) ?? HOLE
  return encoding === 'hex' ? (decodeHex(text) ?? HOLE) : text
}

function pack({ args: [template, value] }: Applied): Value {
  const text = textOf(value)
  if (/^[Hh]\*?$/.test(textOf(template))) return decodeHex(text) ?? HOLE
  return /^(?:m0?|u)$/.test(textOf(template)) ? (decodeBase64(text) ?? HOLE) : HOLE
}

function decode({ self, args, path }: Applied): Value {
  const encoding = textOf(args.at(-1))
  const text = self === undefined || /(?:^|\.)codecs\./.test(path) ? textOf(args[0]) : textOf(self)
  if (/^rot.?13$/.test(encoding)) return rotated(text)
  if (encoding === 'hex') return decodeHex(text) ?? HOLE
  if (encoding === 'base64') return decodeBase64(text) ?? HOLE
  return self ?? args[0] ?? HOLE
}

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })
}

function reversed({ self, args }: Applied): Value {
  const value = args[0] ?? self ?? HOLE
  return typeof value === 'string' ? [...value].reverse().join('') : [...value].reverse()
}

function split({ self, args }: Applied): Value {
  const text = textOf(self === undefined || self === HOLE ? args[0] : self)
  if (self === HOLE) return text.split(/\s+/).filter(Boolean)
  const separator = args[0] === undefined ? undefined : textOf(args[0])
  return separator === undefined || separator === ' '
    ? text.split(/\s+/).filter(Boolean)
    : text.split(separator)
}

function replace({ self, args }: Applied): Value {
  const [from, to] = args.map(textOf)
  return self === undefined || !from || from.includes(HOLE) ? HOLE : textOf(self).replaceAll(from, to ?? '')
}

const ENVIRONMENT: Readonly<Record<string, string>> = {
  HOME: '~',
  USERPROFILE: '~',
  PWD: '.',
  CLAUDE_PROJECT_DIR: '.',
}

/** What a variable of the environment holds, as far as that is known. */
export function environment(name: string): string {
  return ENVIRONMENT[name] ?? HOLE
}

// `Pathname.new(path)` is the path.
const made: Function = ({ path, args }) =>
  /^(?:Pathname|Path|File|URI)\b/.test(path) ? (args[0] ?? HOLE) : HOLE
const home: Function = () => '~'
const here: Function = () => '.'
const variable: Function = ({ args }) => environment(textOf(args[0]))
const below: Function = ({ self, args, name }) => {
  if (self === undefined || self === HOLE || /^(?:glob|fs|Dir|os)$/.test(textOf(self)))
    return first({ name, path: '', self, args })
  return joinedPath([textOf(self), textOf(args[0] ?? '*')])
}
const children: Function = ({ self, args }) => `${textOf(args[0] ?? self).replace(/\/$/, '')}/*`

const rows: readonly (readonly [names: string, Function])[] = [
  ['join', join],
  [
    'format sprintf',
    ({ self, args }) =>
      self === undefined || self === HOLE
        ? formatted(textOf(args[0]), args.slice(1).flatMap(elements))
        : formatted(textOf(self), args.flatMap(elements)),
  ],
  [
    'chr fromCharCode fromCodePoint bytes bytearray',
    (call) =>
      call.name === 'bytes' && typeof call.args[0] === 'string' && !/^\d+$/.test(call.args[0])
        ? call.args[0]
        : fromCodes(call),
  ],
  ['from', buffer],
  ['pack', pack],
  ['fromhex unhexlify a2b_hex hex2bin', onText(decodeHex)],
  [
    'b64decode urlsafe_b64decode decode64 strict_decode64 urlsafe_decode64 base64_decode decode_base64 atob a2b_base64 standard_b64decode',
    onText(decodeBase64),
  ],
  ['decode', decode],
  ['str_rot13', onText(rotated)],
  ['reverse reversed strrev', reversed],
  ['split words explode', split],
  ['replace replaceAll gsub sub', replace],
  ['lower toLowerCase downcase lc strtolower', onText((text) => text.toLowerCase())],
  ['upper toUpperCase upcase uc strtoupper', onText((text) => text.toUpperCase())],
  ['new', made],
  ['homedir home', home],
  ['cwd getcwd pwd', here],
  ['getenv fetch', variable],
  ['glob iglob rglob globSync', below],
  ['readdirSync readdir listdir scandir iterdir walk children entries', children],
  [
    'compile toString strip trim rstrip lstrip chomp encode to_s read as_posix then valueOf concat flat sort sorted list tuple Array filter shellsplit',
    itself,
  ],
  [
    'str String Path PurePath PosixPath Pathname fspath realpath abspath normpath resolve normalize expanduser expand_path file_name shlex parse quote absolute text raw',
    (call) =>
      call.name === 'resolve' && call.args.length > 1
        ? joinedPath(call.args.flatMap(elements))
        : itself(call),
  ],
]

const FUNCTIONS: ReadonlyMap<string, Function> = new Map(
  rows.flatMap(([names, run]) => names.split(' ').map((name): [string, Function] => [name, run])),
)

/** What a call gives back; a hole for every function that is not known. */
export function apply(call: Applied): Value {
  if (call.name === 'get' && /(?:environ|env|ENV)$/.test(call.path.replace(/\.get$/, '')))
    return variable(call)
  return FUNCTIONS.get(call.name)?.(call) ?? HOLE
}
