import { posix as path } from 'node:path'
import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call, Handler } from '../shell/call.ts'
import { readFile, writeFile } from '../shell/files.ts'
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
  const parsed = parseOptions(args, name === 'wget' ? WGET : CURL)
  const file = name === 'wget' ? lastValue(parsed, 'O', 'output-document') : lastValue(parsed, 'o', 'output')
  if (file && file.text !== '-') {
    writeFile(file, unknown(taints), scope)
    return known('')
  }
  const saves = name === 'wget' ? !file : any(parsed, 'O', 'remote-name', 'remote-name-all')
  if (!saves) return unknown(taints)
  for (const address of parsed.rest) writeFile(known(path.basename(address.text)), unknown(taints), scope)
  return known('')
}

const COPY = spec(
  'e: i: P: F: o: c: l: S: t: rsh= target-directory= exclude= include= port= f r a R p v n u s b d D L H T z q C',
)
const REMOTE = /^[\w.@-]+:/

/** A program that copies files: what the line knows about the source it then knows about the target. */
function copy({ args, scope }: Call): Text {
  const parsed = parseOptions(args, COPY)
  const folder = lastValue(parsed, 't', 'target-directory')
  const sources = folder ? parsed.rest : parsed.rest.slice(0, -1)
  const target = folder ?? parsed.rest.at(-1)
  if (!target) return known('')
  for (const source of sources) {
    const text = REMOTE.test(source.text) ? unknown(Taint.download) : readFile(source, scope)
    // A file that the line did not write says nothing about its copy.
    if (has(text, Taint.local)) continue
    writeFile(target, text, scope)
    writeFile(known(`${target.text}/${path.basename(source.text)}`), text, scope)
  }
  return known('')
}

/** A program that packs files: the archive is as secret as the worst of them. */
function pack({ args, scope }: Call): Text {
  const secret = args.some(
    (arg) => /[./~\w]/.test(arg.text) && !arg.text.startsWith('-') && has(readFile(arg, scope), Taint.secret),
  )
  return unknown(secret ? Taint.secret : Taint.none)
}

/** The programs of this file by name. */
export const transfers: readonly (readonly [string, Handler])[] = [
  ...'curl wget fetch aria2c http https xh lynx links w3m nc ncat netcat socat telnet grpcurl websocat ftp tftp sftp'
    .split(' ')
    .map((name) => [name, download] as const),
  ...'cp mv install ln link scp rsync'.split(' ').map((name) => [name, copy] as const),
  ...'tar zip gzip bzip2 xz zstd 7z'.split(' ').map((name) => [name, pack] as const),
]
