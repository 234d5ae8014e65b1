import { parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { has, known, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { isSecret, secretSent } from './secret-paths.ts'

function sends(call: Call): Found | undefined {
  if ([call.stdin, ...call.args].some((text) => has(text, Taint.secret))) return secretSent()
  const names = call.args.flatMap((arg) => uploads(arg))
  if (names.some((name) => isSecret(name, call.scope) || isWrittenSecret(name, call))) return secretSent()
  if (/^s?ftp$/.test(call.name) && puts(call)) return secretSent()
  return sendsMuch(call) ? dataSent() : undefined
}

// A file or a stream that the line itself filled with a secret.
function isWrittenSecret(name: Text, { scope }: Call): boolean {
  const path = resolve(name, scope)
  const written = path === undefined ? undefined : scope.files.get(path)
  return written !== undefined && has(written, Taint.secret)
}

// `put file` in the input of a program for file transfers.
function puts({ stdin, scope }: Call): boolean {
  const files = stdin.text.matchAll(/^\s*m?put\s+(?:-\w+\s+)*(\S+)/gm)
  return [...files].some(([, file = '']) => isSecret(known(file), scope))
}

const DATA = /\.(?:sqlite3?|db|sql|dump|bak|mdb|rdb|pgdump|tfstate)(?:\.(?:gz|bz2|xz|zst))?$/i
const LOCAL = /(?:^|\/\/|@)(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|0\.0\.0\.0)(?:[:/]|$)/

// Whether a whole folder or a database goes to another machine.
function sendsMuch(call: Call): boolean {
  if (call.args.some((arg) => LOCAL.test(arg.text))) return false
  if (has(call.stdin, Taint.archive) && call.args.length > 0) return true
  // A storage of one's own is where backups belong.
  if (has(call.stdin, Taint.dump) && /^(?:curl|wget|https?|xh|nc|ncat|netcat|telnet)$/.test(call.name))
    return true
  return call.args.some((arg, at) => {
    const before = call.args[at - 1]?.text ?? ''
    const marked =
      /(?:^|=)[@<](?=.)/.test(arg.text) || /^(?:-T|--upload-file|--post-file|--body-file)$/.test(before)
    const file = arg.text.replace(/;.*$/, '')
    return marked && (DATA.test(file) || isPacked(file.replace(/^.*?[@<]/, ''), call.scope))
  })
}

// An archive that the line itself has made.
function isPacked(name: string, scope: Scope): boolean {
  const path = resolve(known(name), scope)
  const written = path === undefined ? undefined : scope.files.get(path)
  return written !== undefined && has(written, Taint.archive)
}

function dataSent(): Found {
  return {
    group: 'secrets',
    rule: 'send-data',
    verdict: 'ask',
    harm: 'sends a whole folder or a database to another machine',
    safer: 'let a person transfer data',
  }
}

function leaks(call: Call): Found | undefined {
  if (call.name === 'openssl' && call.args[0]?.text !== 's_client') return undefined
  return [call.stdin, ...call.args].some((text) => has(text, Taint.secret)) ? secretSent() : undefined
}

function gist(call: Call): Found | undefined {
  const [noun, verb, ...files] = call.args
  if (noun?.text !== 'gist' || verb?.text !== 'create') return undefined
  return files.some((file) => isSecret(file, call.scope)) ? secretSent() : undefined
}

const CERTIFICATE =
  /^--?(?:cacert|cert|key|E|proxy-cacert|capath|ca-certificate|certificate|private-key|i|o|output|O)$/

function uploads(arg: Text): Text[] {
  if (CERTIFICATE.test(arg.text)) return []
  const text = arg.text.replace(/^(?:--?[\w-]+=|-[dFT])/, '')
  return text
    .split(/[=;,]/)
    .map((piece) =>
      known(piece.replace(/^[@<]/, '').replace(/^(?:OPEN|FILE|GOPEN|CREAT|EXEC):/i, ''), arg.taints),
    )
}

function copies(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('i: P: F: o: c: l: S: J: p r q C v B 3 4 6'))
  const remote = parsed.rest.some((operand) => /^[\w.@-]+:/.test(operand.text))
  const secret = parsed.rest.find(
    (operand) => isSecret(operand, call.scope) && !/^[\w.@-]+:/.test(operand.text),
  )
  return remote && secret ? secretSent() : undefined
}

// Copies into the storage of a cloud.
function uploadsToCloud(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  const copies = words.some((word) =>
    /^(?:cp|copy|mv|put|sync|rsync|upload|upload-batch|upload-file|move)$/.test(word),
  )
  const source =
    copies && call.args.find((arg) => !/^[a-z0-9]+:/i.test(arg.text) && isSecret(arg, call.scope))
  return source ? secretSent() : undefined
}

/** Keys, tokens, passwords and whole databases on their way to other machines. */
export const secretsSent: readonly Rule[] = [
  {
    programs:
      'curl wget http https xh httpie nc ncat netcat socat telnet mail mailx sendmail ftp sftp tftp aws gsutil rclone mc',
    check: sends,
  },
  { programs: 'ssh dig nslookup host ping openssl', check: leaks },
  { programs: 'gh', check: gist },
  { programs: 'scp rsync', check: copies },
  { programs: 'gcloud az azcopy s3cmd s5cmd b2', check: uploadsToCloud },
]
