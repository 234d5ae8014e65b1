import { posix as path } from 'node:path'
import type { Part } from '../parts.ts'
import type { Call, Handler } from '../shell/call.ts'
import { readFile, writeFile } from '../shell/files.ts'
import { resolve } from '../shell/paths.ts'
import { HOLE, has, isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { decodeBase64, decodeEscapes, decodeHex, formatted } from './decode.ts'
import { transfers } from './transfers.ts'

const BLANK =
  'cd ssh-agent direnv brew pyenv rbenv nodenv fnm nvm starship zoxide dircolors opam conda mise asdf keychain luarocks thefuck atuin fzf register-python-argcomplete resize tset docker-machine minikube'

// What well-known programs print, as far as commands are made from it.
const outputs = new Map<string, Handler>([
  ...transfers,
  // Their output is made to be given to `eval`.
  ...BLANK.split(' ').map((name): [string, Handler] => [name, () => known('')]),
  ['echo', echo],
  ['printf', ({ args }) => formatted(args)],
  ['cat', ({ args, stdin, scope }) => concatenated({ args, stdin, scope })],
  ['tac', ({ args, stdin, scope }) => changed(concatenated({ args, stdin, scope }), (text) => text)],
  ['tee', tee],
  ['base64', (call) => decodeWith(call, decodeBase64)],
  ['base32', (call) => encoded(input(call))],
  ['xxd', (call) => decodeWith(call, decodeHex)],
  ['rev', (call) => changed(input(call), reversed)],
  ['tr', (call) => encoded(call.stdin)],
  ['openssl', (call) => encoded(call.stdin)],
  ['gunzip', (call) => encoded(input(call))],
  ['zcat', (call) => encoded(input(call))],
  ['gpg', gpg],
  ...'head tail sort uniq grep egrep fgrep pv nl less more sponge'
    .split(' ')
    .map((name): [string, Handler] => [name, passed]),
  ['cut', (call) => encoded(call.stdin)],
  ['paste', (call) => encoded(call.stdin)],
  ['uudecode', (call) => encoded(input(call))],
  ['sed', (call) => encoded(call.stdin)],
  ['pwd', ({ scope }) => (scope.cwd === undefined ? unknown() : known(scope.cwd))],
  ['printenv', ({ args }) => unknown(args.length === 0 ? Taint.secret : Taint.none)],
  ['whoami', () => known('user')],
  ['id', () => known('1000')],
  ['date', () => known('1')],
  ['seq', () => known('1')],
  ['nproc', () => known('1')],
  ['mktemp', () => known(`/tmp/tmp.${HOLE}`)],
  ['basename', ({ args }) => mapped(args, (text) => path.basename(text))],
  ['dirname', ({ args }) => mapped(args, (text) => path.dirname(text))],
  ['realpath', absolute],
  ['readlink', absolute],
  ['which', ({ args }) => args.at(-1) ?? unknown()],
])

/** Programs whose output is known. */
export const part: Part = { prints: outputs }

function mapped(args: readonly Text[], change: (text: string) => string): Text {
  const [first] = args.filter((arg) => !arg.text.startsWith('-'))
  return first && isKnown(first) ? known(change(first.text), first.taints) : unknown(first?.taints)
}

function absolute({ args, scope }: Call): Text {
  const target = args.findLast((arg) => !arg.text.startsWith('-'))
  const resolved = target && resolve(target, scope)
  return resolved === undefined ? unknown() : known(resolved)
}

function echo({ args }: Call): Text {
  const first = args.findIndex((arg) => !/^-[neE]+$/.test(arg.text))
  const flags = args.slice(0, first < 0 ? args.length : first)
  const text = join([join(first < 0 ? [] : args.slice(first), ' '), known('\n')])
  return flags.some((flag) => flag.text.includes('e')) ? changed(text, decodeEscapes) : text
}

type Reading = Pick<Call, 'args' | 'stdin' | 'scope'>

function concatenated({ args, stdin, scope }: Reading): Text {
  const paths = args.filter((arg) => !/^-./.test(arg.text))
  if (paths.length === 0) return stdin
  return join(paths.map((file) => (file.text === '-' ? stdin : readFile(file, scope))))
}

function input(call: Call): Text {
  const paths = call.args.filter((arg) => !arg.text.startsWith('-'))
  return paths.length === 0 ? call.stdin : join(paths.map((file) => readFile(file, call.scope)))
}

// A text after a change the guard does not follow: whatever runs it, runs something unread.
function encoded(text: Text): Text {
  return unknown((text.taints & ~(Taint.local | Taint.terminal)) | Taint.decoded)
}

function changed(text: Text, change: (text: string) => string): Text {
  return isKnown(text) ? known(change(text.text), text.taints) : encoded(text)
}

// Programs that let a part of their input through: any line of it may come out.
function passed({ stdin }: Call): Text {
  return has(stdin, Taint.terminal) ? unknown(Taint.local) : stdin
}

function gpg(call: Call): Text {
  const exports = call.args.some((arg) => arg.text.startsWith('--export-secret'))
  return exports ? unknown(Taint.secret) : encoded(input(call))
}

function reversed(text: string): string {
  return text
    .split('\n')
    .map((line) => [...line].reverse().join(''))
    .join('\n')
}

function decodeWith(call: Call, decode: (text: string) => string | undefined): Text {
  const decodes = call.args.some((arg) => /^-\w*[dDr]\w*$|^--d|^-r$/.test(arg.text))
  const text = input(call)
  if (!decodes) return encoded(text)
  const plain = isKnown(text) ? decode(text.text) : undefined
  return plain === undefined ? encoded(text) : known(plain, text.taints | Taint.decoded)
}

function tee({ args, stdin, scope }: Call): Text {
  for (const file of args) if (!file.text.startsWith('-')) writeFile(file, stdin, scope)
  return stdin
}
