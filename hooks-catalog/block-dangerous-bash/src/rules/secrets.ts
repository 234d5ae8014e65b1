import {
  any,
  lastValue,
  type Parsed,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { readFile } from '../shell/files.ts'
import { HOLE, has, known, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { isSecret, secretRead } from './secret-paths.ts'

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
  if (!/^(?:jq|yq)$/.test(call.name) && asksForName(parsed)) return undefined
  const given =
    ['e', 'f', 'regexp', 'file'].some((name) => parsed.values.has(name)) || parsed.flags.has('files')
  const named = ['f', 'file', 'exclude-from'].flatMap((name) => parsed.values.get(name) ?? [])
  const files = [...named, ...(given ? parsed.rest : parsed.rest.slice(1))]
  const secret = files.find((file) => isSecret(file, call.scope))
  return secret && secretRead(secret)
}

const SECRET_FIELD = /passw|secret|token|private_?key|api_?key|credential/i

// Passwords of what an infrastructure tool has built.
function fromState(call: Call): Found | undefined {
  const files = call.args.map((arg) => readFile(arg, call.scope, true))
  const state = [call.stdin, ...files].some((text) => has(text, Taint.state))
  return state && call.args.some(({ text }) => SECRET_FIELD.test(text))
    ? dumped('prints passwords of what has been built')
    : undefined
}

// Whether a variable is set, not what it holds.
function asksForName(parsed: Parsed<Text>): boolean {
  const pattern = lastValue(parsed, 'e', 'regexp') ?? parsed.rest[0]
  return (
    any(parsed, 'q', 'quiet', 'silent') &&
    pattern !== undefined &&
    /^\^?\w*=?$/.test(pattern.text.replaceAll(HOLE, 'X'))
  )
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

// `docker cp file container:path`
function copiesInto(call: Call): Found | undefined {
  const at = call.args.findIndex((arg) => arg.text === 'cp')
  const source =
    at < 0 || at > 1 ? undefined : call.args.slice(at + 1).find((arg) => !arg.text.startsWith('-'))
  return source && !/^[\w.-]+:/.test(source.text) && isSecret(source, call.scope)
    ? secretRead(source)
    : undefined
}

/** Reading and printing keys, tokens and passwords. */
export const secrets: readonly Rule[] = [
  { programs: READERS, check: readsFiles },
  { programs: 'sqlite3', check: database },
  { programs: 'openssl', check: inputOption },
  { programs: 'jq yq', check: grep },
  { programs: 'jq yq grep rg', check: fromState },
  { programs: 'cp install ln link', check: writesOnly },
  { programs: 'grep egrep fgrep rg ag ack zgrep ugrep', check: grep },
  { programs: 'sed gsed awk gawk mawk nawk perl', check: script },
  { programs: 'printenv', check: environment },
  { programs: 'security', check: keychain },
  { programs: 'gpg gpg2', check: exportsKeys },
  { programs: 'docker podman nerdctl', check: copiesInto },
]
