import { parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import { has, known, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { isSecret, secretRead, secretSent } from './secret-paths.ts'

// Programs whose operands are files that they print, copy or pack.
const READERS =
  'cat tac nl less more most bat batcat head tail cut sort uniq fold fmt pr od hexdump xxd strings base64 base32 rev paste join column diff cmp vim vi view nano emacs ed code open xclip pbcopy rsync tar zip gzip bzip2 xz zstd 7z gpg date wc dd split csplit shuf iconv expand unexpand look comm sftp csvcut mlr unshadow john hashcat'

function readsFiles(call: Call): Found | undefined {
  const files = call.args.filter((arg) => !/^-/.test(arg.text) || /[=/.]/.test(arg.text))
  const secret = files.map(fileOf).find((file) => isSecret(file, call.scope))
  return secret && secretRead(secret)
}

// The statements behind the file are no names of files.
function database(call: Call): Found | undefined {
  const file = call.args.find(({ text }) => !text.startsWith('-'))
  return file && isSecret(file, call.scope) ? secretRead(file) : undefined
}

function inputOption(call: Call): Found | undefined {
  const files = call.args.filter((_, index) => /^-(?:in|inkey)$/.test(call.args[index - 1]?.text ?? ''))
  const secret = files.find((file) => isSecret(file, call.scope))
  return secret && secretRead(secret)
}

// `--file=.env`, `if=.env` and `@.env` name the file behind the sign.
function fileOf(arg: Text): Text {
  return known(arg.text.replace(/^(?:--?[\w-]+=|[a-z]+=|-[A-Za-z](?=[./~]))?@?/i, ''), arg.taints)
}

function writesOnly(call: Call): Found | undefined {
  // The last operand is where a copy goes.
  const operands = call.args.filter((arg) => !arg.text.startsWith('-'))
  const sources = operands.slice(0, -1)
  return readsFiles({ ...call, args: operands.length > 1 ? sources : operands })
}

const GREP = spec(
  'e: f: A: B: C: m: d: D: max-count= regexp= file= include= exclude= exclude-from= exclude-dir= after-context= before-context= context= color= colour= files',
)
const RIPGREP = spec(
  'e: f: A: B: C: m: d: g: t: T: M: j: r: E: max-count= regexp= file= ignore-file= glob= type= type-not= after-context= before-context= context= color= max-depth= iglob= replace= encoding= threads= sort= files',
)

function grep(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, /^(?:rg|ag|ack|ugrep)$/.test(call.name) ? RIPGREP : GREP)
  const given =
    ['e', 'f', 'regexp', 'file'].some((name) => parsed.values.has(name)) || parsed.flags.has('files')
  const named = ['f', 'file', 'exclude-from'].flatMap((name) => parsed.values.get(name) ?? [])
  const files = [...named, ...(given ? parsed.rest : parsed.rest.slice(1))]
  const secret = files.find((file) => isSecret(file, call.scope))
  return secret && secretRead(secret)
}

function script(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec('e: f: i E r n s u z l: v: F: expression= file= in-place quiet regexp-extended'),
  )
  const given = ['e', 'f', 'expression', 'file'].some((name) => parsed.values.has(name))
  const files = given ? parsed.rest : parsed.rest.slice(1)
  const secret = files.find((file) => isSecret(file, call.scope))
  return secret && secretRead(secret)
}

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
    return marked && DATA.test(arg.text.replace(/;.*$/, ''))
  })
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

function environment(call: Call): Found | undefined {
  const names = call.args.filter((arg) => !arg.text.startsWith('-'))
  if (call.name === 'printenv' && names.length === 0)
    return dumped('prints every variable of the environment')
  return undefined
}

function dumped(harm: string): Found {
  return {
    group: 'secrets',
    rule: 'print-secrets',
    verdict: 'ask',
    harm,
    safer: 'print the one variable that is needed',
  }
}

function keychain(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  const reads =
    words.some((word) => /^(?:dump-keychain|export)$/.test(word)) ||
    (words.some((word) => /^find-/.test(word)) && words.some((word) => /^-\w*[wg]/.test(word)))
  if (words[0] === 'add-trusted-cert')
    return {
      ...dumped('trusts a certificate for every connection'),
      rule: 'trust',
      safer: 'trust it in the one program that needs it',
    }
  return reads ? dumped('prints passwords of the key chain') : undefined
}

function exportsKeys(call: Call): Found | undefined {
  if (call.args.some((arg) => arg.text.startsWith('--delete-secret')))
    return {
      ...dumped('deletes a secret key; what it has encrypted is lost'),
      rule: 'delete-key',
      safer: 'export the key first',
    }
  return call.args.some((arg) => arg.text.startsWith('--export-secret'))
    ? dumped('prints secret keys')
    : undefined
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

// `docker cp file container:path`
function copiesInto(call: Call): Found | undefined {
  const at = call.args.findIndex((arg) => arg.text === 'cp')
  const source =
    at < 0 || at > 1 ? undefined : call.args.slice(at + 1).find((arg) => !arg.text.startsWith('-'))
  return source && !/^[\w.-]+:/.test(source.text) && isSecret(source, call.scope)
    ? secretRead(source)
    : undefined
}

/** Reading, printing and sending keys, tokens and passwords. */
export const secrets: readonly Rule[] = [
  { programs: READERS, check: readsFiles },
  { programs: 'sqlite3', check: database },
  { programs: 'openssl', check: inputOption },
  { programs: 'jq yq', check: grep },
  { programs: 'cp install ln link', check: writesOnly },
  { programs: 'grep egrep fgrep rg ag ack zgrep ugrep', check: grep },
  { programs: 'sed gsed awk gawk mawk nawk perl', check: script },
  {
    programs:
      'curl wget http https xh httpie nc ncat netcat socat telnet mail mailx sendmail ftp sftp tftp aws gsutil rclone mc',
    check: sends,
  },
  { programs: 'ssh dig nslookup host ping openssl', check: leaks },
  { programs: 'gh', check: gist },
  { programs: 'scp rsync', check: copies },
  { programs: 'printenv', check: environment },
  { programs: 'security', check: keychain },
  { programs: 'gcloud az azcopy s3cmd s5cmd b2', check: uploadsToCloud },
  { programs: 'gpg gpg2', check: exportsKeys },
  { programs: 'docker podman nerdctl', check: copiesInto },
]
