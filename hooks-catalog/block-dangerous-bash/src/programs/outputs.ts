import { posix as path } from 'node:path'
import type { Part } from '../parts.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { readFile, writeFile } from '../shell/files.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { HOLE, has, isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { lookup } from '../shell/variables.ts'
import { decodeBase32, decodeBase64, decodeEscapes, decodeHex, disguise, formatted } from './decode.ts'
import { changed, encoded, filters } from './filters.ts'
import { processes, RUNTIME } from './processes.ts'
import { transfers } from './transfers.ts'

const BLANK =
  'cd ssh-agent direnv pyenv rbenv nodenv fnm nvm starship zoxide dircolors opam conda mise asdf keychain luarocks thefuck atuin fzf register-python-argcomplete resize tset docker-machine minikube'

// What well-known programs print, as far as commands are made from it.
const outputs = new Map<string, Handler>([
  ...transfers,
  ...filters,
  ...processes,
  // Their output is made to be given to `eval`.
  ...BLANK.split(' ').map((name): [string, Handler] => [name, () => known('')]),
  ['echo', echo],
  ['printf', ({ args }) => formatted(args)],
  ['cat', ({ args, stdin, scope }) => concatenated({ args, stdin, scope })],
  ['tee', tee],
  ['base64', (call) => decodeWith(call, decodeBase64)],
  ['base32', (call) => decodeWith(call, decodeBase32)],
  ['xxd', (call) => decodeWith(call, decodeHex)],
  ['rev', (call) => changed(input(call), reversed)],
  ['openssl', openssl],
  ['gunzip', (call) => encoded(input(call))],
  ['zcat', (call) => encoded(input(call))],
  ['gpg', gpg],
  ...'grep egrep fgrep rg'.split(' ').map((name): [string, Handler] => [name, searched]),
  ['uudecode', (call) => encoded(input(call))],
  ['pwd', ({ scope }) => (scope.cwd === undefined ? unknown() : known(scope.cwd))],
  ['printenv', ({ args, scope }) => variable(args, scope)],
  // What people have typed, passwords among it.
  ['history', () => unknown(Taint.secret)],
  ['whoami', () => known('user')],
  ['id', () => known('1000')],
  ['date', () => known('1')],
  ['seq', () => known('1')],
  ['nproc', () => known('1')],
  ['tree', tree],
  ['brew', packages],
  ...['pip', 'pip3'].map((name): [string, Handler] => [name, packages]),
  ...'pg_dump pg_dumpall mysqldump mariadb-dump mongodump tcpdump'
    .split(' ')
    .map((name): [string, Handler] => [name, () => unknown(Taint.dump)]),
  ['mkfifo', pipe],
  ['mknod', node],
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
  const end = flags.some((flag) => flag.text.includes('n')) ? [] : [known('\n')]
  const text = join([join(first < 0 ? [] : args.slice(first), ' '), ...end])
  if (!flags.some((flag) => flag.text.includes('e'))) return text
  return changed({ ...text, taints: text.taints | disguise(text.text) }, decodeEscapes)
}

// Somebody reads what is written into a pipe with a name; it may be a shell.
function pipe(call: Call): Text {
  for (const path of call.args) if (!path.text.startsWith('-')) openPipe(path, call)
  return known('')
}

// `mknod name p` makes such a pipe as well.
function node(call: Call): Text {
  const [path, kind] = call.args.filter((arg) => !/^-/.test(arg.text))
  if (path && kind?.text === 'p') openPipe(path, call)
  return known('')
}

function openPipe(path: Text, call: Call): void {
  const { scope } = call
  const full = resolve(path, scope)
  if (full !== undefined) scope.files.set(full, unknown(Taint.pipe))
  scope.sinks.set(path.text, (text) => {
    if (full !== undefined) scope.files.set(full, { ...text, taints: text.taints | Taint.pipe })
    runPiped(text, call)
  })
}

function runPiped(text: Text, call: Call): void {
  // A shell that waits at the other end of a pipe runs what comes.
  if (call.scope.world.pipedShell && has(text, Taint.download)) runCode(text, call)
  if (!isKnown(text)) return
  try {
    runCode(text, call)
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotShell')) throw error
  }
}

type Reading = Pick<Call, 'args' | 'stdin' | 'scope'>

function concatenated({ args, stdin, scope }: Reading): Text {
  const paths = args.filter((arg) => !/^-./.test(arg.text))
  if (paths.length === 0) return stdin
  return join(paths.map((file) => (file.text === '-' ? stdin : readFile(file, scope, true))))
}

function input(call: Call): Text {
  const paths = call.args.filter((arg) => !arg.text.startsWith('-'))
  return paths.length === 0 ? call.stdin : join(paths.map((file) => readFile(file, call.scope, true)))
}

// Lets a part of its input through: any line of it may come out.
function searched({ name, args, stdin }: Call): Text {
  const words = args.map(({ text }) => text)
  if (
    name === 'rg' &&
    words.includes('--files') &&
    words.every((word) => /^(?:--files|-0|-u+|--hidden)$/.test(word))
  )
    return known('.', Taint.given | Taint.tree)
  if (namesEverything(name, words)) return known('.', Taint.given | Taint.tree)
  if (words.some((word) => /^-\w*[qc]\w*$|^--(?:quiet|silent|count)$/.test(word))) return unknown()
  const pattern = words.find((word) => !word.startsWith('-')) ?? ''
  if (has(stdin, Taint.secret) && SECRET_NAME.test(pattern) && !/^-\w*v/.test(words[0] ?? ''))
    return { ...stdin, taints: stdin.taints | Taint.credential }
  // A search chooses among processes, unless it only leaves some out.
  if (has(stdin, Taint.all))
    return words.some((word) => /^-\w*v|^--invert-match$/.test(word))
      ? stdin
      : { ...stdin, taints: (stdin.taints & ~Taint.all) | (RUNTIME.test(pattern) ? Taint.runtime : 0) }
  // What is left of a whole folder is no longer the folder.
  if (has(stdin, Taint.tree)) return unknown(stdin.taints & ~Taint.tree)
  return has(stdin, Taint.terminal) ? unknown(Taint.local) : stdin
}

const SECRET_NAME = /passw|passphrase|secret|token|api_?key|private_?key|access_?key|credential/i

// `rg -l ''` names every file below this folder, and so does `grep -rl . .`.
function namesEverything(name: string, words: readonly string[]): boolean {
  const options = words.filter((word) => word.startsWith('-')).join(' ')
  const [pattern, ...paths] = words.filter((word) => !word.startsWith('-'))
  const names = /(?:^|\s)-\w*l|--files-with-matches|--files-without-match/.test(options)
  const below = name === 'rg' || /(?:^|\s)-\w*[rR]|--(?:dereference-)?recursive/.test(options)
  const chooses = /(?:^|\s)-\w*[gtTef]|--(?:glob|type|include|exclude)/.test(
    options.replace(/--files\S*/, ''),
  )
  return (
    names &&
    below &&
    !chooses &&
    /^(?:\.?\*?|\^|\$)$/.test(pattern ?? 'x') &&
    paths.every((path) => /^\.?\/?$/.test(path))
  )
}

// `pip freeze` and `brew list` name every package there is.
function packages({ name, args }: Call): Text {
  const [verb, ...rest] = args.filter(({ text }) => !text.startsWith('-'))
  if (/^(?:freeze|list|ls|leaves)$/.test(verb?.text ?? '') && rest.length === 0) return unknown(Taint.all)
  return name === 'brew' ? known('') : unknown()
}

// `tree -f` prints whole paths of everything.
function tree({ args }: Call): Text {
  const words = args.map(({ text }) => text)
  const paths = words.some((word) => /^-\w*f/.test(word))
  const chooses = words.some((word) => /^-\w*[PIL]|^--(?:matchdirs|prune|filelimit)/.test(word))
  const folders = args.filter(({ text }) => !text.startsWith('-'))
  if (!paths || chooses) return unknown()
  return { ...(folders[0] ?? known('.')), taints: Taint.given | Taint.tree }
}

function variable(args: readonly Text[], scope: Scope): Text {
  const [name] = args.filter((arg) => !arg.text.startsWith('-'))
  return name ? (lookup(scope, name.text)?.[0] ?? known('')) : unknown(Taint.secret)
}

function openssl(call: Call): Text {
  const words = call.args.map((arg) => arg.text)
  const plain = words.some((word) => /^-?(?:base64|a)$/.test(word)) && words.includes('-d')
  const cipher = words.some((word) => /^-(?:aes|des|bf|rc|k|pass|in)/.test(word))
  return plain && !cipher ? decodeWith(call, decodeBase64, call.stdin) : encoded(call.stdin)
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

function decodeWith(
  call: Call,
  decode: (text: string) => string | undefined,
  text: Text = input(call),
): Text {
  const decodes = call.args.some((arg) => /^-\w*[dDr]\w*$|^--d|^-r$/.test(arg.text))
  if (!decodes) return encoded(text)
  const plain = isKnown(text) ? decode(text.text) : undefined
  return plain === undefined ? encoded(text) : known(plain, text.taints | Taint.decoded)
}

function tee({ args, stdin, scope }: Call): Text {
  for (const file of args) if (!file.text.startsWith('-')) writeFile(file, stdin, scope)
  return stdin
}
