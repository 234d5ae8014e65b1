import { posix as path } from 'node:path'
import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call, Handler } from '../shell/call.ts'
import { readFile, writeFile } from '../shell/files.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { has, known, Taint, type Text, taintsOf, unknown } from '../shell/text.ts'

const CURL = spec(
  'o: O output= output-dir= remote-name remote-name-all d: data= H: header= X: request= A: u: user= e: T: F: b: c: m: w: x: K: E: s S L f k v i I J j',
)
const WGET = spec(
  'O: o: P: q U: i: a: e: t: T: user-agent= output-document= output-file= header= post-data= post-file= body-file= method= directory-prefix=',
)

/** A program that prints or saves what it gets from the network. */
function download({ name, args, stdin, scope }: Call): Text {
  const taints = Taint.download | ((stdin.taints | taintsOf(args)) & Taint.secret)
  if (!SAVING.test(name)) return unknown(taints)
  const parsed = parseOptions(args, name === 'wget' ? WGET : CURL)
  const file = name === 'wget' ? lastValue(parsed, 'O', 'output-document') : lastValue(parsed, 'o', 'output')
  if (file && file.text !== '-') {
    writeFile(file, unknown(taints), scope)
    return known('')
  }
  const saves = /^(?:wget|aria2c)$/.test(name) ? !file : any(parsed, 'O', 'remote-name', 'remote-name-all')
  if (!saves) return unknown(taints)
  const folder = lastValue(parsed, 'P', 'directory-prefix', 'output-dir')
  for (const address of parsed.rest) {
    const base = path.basename(address.text.replace(/[?#].*$/, ''))
    writeFile(known(folder ? path.join(folder.text, base) : base), unknown(taints), scope)
  }
  return known('')
}

const COPY = spec(
  'e: i: P: F: o: c: l: S: t: rsh= target-directory= exclude= include= port= f r a R p v n u s b d D L H T z q C',
)
const SAVING = /^(?:curl|wget|fetch|aria2c|http|https|xh)$/
const REMOTE = /^[\w.@-]+:/

/** A program that copies files: what the line knows about the source it then knows about the target. */
function copy({ name, args, scope }: Call): Text {
  const parsed = parseOptions(args, COPY)
  const folder = lastValue(parsed, 't', 'target-directory')
  const sources = folder ? parsed.rest : parsed.rest.slice(0, -1)
  const target = folder ?? parsed.rest.at(-1)
  if (!target) return known('')
  for (const source of sources) {
    copyProgram(source, target, scope)
    const text = REMOTE.test(source.text) ? unknown(Taint.download) : readFile(source, scope, name !== 'mv')
    // A file that the line did not write says nothing about its copy.
    if (has(text, Taint.local)) continue
    writeFile(target, text, scope)
    writeFile(known(`${target.text}/${path.basename(source.text.replace(REMOTE, ''))}`), text, scope)
  }
  return known('')
}

// A program under another name is still that program.
function copyProgram(source: Text, target: Text, scope: Scope): void {
  if (!/(?:^|\/)[\w.-]*bin\/[^/]+$/.test(source.text)) return
  const full = resolve(target, scope)
  if (full === undefined) return
  const base = path.basename(source.text)
  scope.programs.set(full, base)
  scope.programs.set(path.join(full, base), base)
}

const USED = Taint.local | Taint.terminal | Taint.token | Taint.credential

// A client of a service that prints what the service holds.
function remote({ name, args, stdin }: Call): Text {
  const words = args.map((arg) => arg.text)
  const prints =
    /^(?:dig|host|nslookup)$/.test(name) ||
    (name === 'gh' && /^(?:api|release|gist|run)$/.test(words[0] ?? '')) ||
    (name === 'aws' && words[0] === 's3' && words.at(-1) === '-') ||
    (/^(?:gsutil|mc|rclone|gcloud)$/.test(name) && words.includes('cat'))
  return unknown(prints ? Taint.download : stdin.taints & ~USED)
}

/** A program that packs files: the archive is as secret as the worst of them. */
const PACKS = /^(?:tar|gtar|zip|7z|cpio|git)$/

function pack({ name, args, stdin, scope }: Call): Text {
  const secret = args.some(
    (arg) =>
      /[./~\w]/.test(arg.text) && !arg.text.startsWith('-') && has(readFile(arg, scope, true), Taint.secret),
  )
  return unknown(
    (secret ? Taint.secret : Taint.none) | (PACKS.test(name) ? Taint.archive : stdin.taints & Taint.archive),
  )
}

/** The programs of this file by name. */
export const transfers: readonly (readonly [string, Handler])[] = [
  ...'iwr irm invoke-webrequest invoke-restmethod curl wget fetch aria2c http https xh lynx links w3m nc ncat netcat socat telnet grpcurl websocat ftp tftp sftp'
    .split(' ')
    .map((name) => [name, download] as const),
  ...'dig host nslookup gh aws gsutil mc rclone'.split(' ').map((name) => [name, remote] as const),
  ...'cp mv install ln link scp rsync'.split(' ').map((name) => [name, copy] as const),
  ...'tar zip gzip bzip2 xz zstd 7z'.split(' ').map((name) => [name, pack] as const),
]
