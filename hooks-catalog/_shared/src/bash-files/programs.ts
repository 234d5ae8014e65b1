import {
  allValues,
  any,
  parseOptions,
  type Spec,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../../src/runtime/src/kit/bash/view.ts'
import type { Access } from '../files/rule.ts'

/** A word of a command that names a file, and what the command does to the file. */
export interface Operand {
  readonly word: string
  readonly access: Access
  /** The file is one of these in it, if it is a folder. */
  readonly into?: readonly string[]
}

/** How a program takes its files. */
interface Row {
  /** The options that it has; `:` and `=` mark those with a value. */
  readonly options?: string
  /** Operands in front that are no files, such as the script of sed. */
  readonly skip?: number
  /** With one of these options there is no such operand. */
  readonly unless?: readonly string[]
  readonly access?: Access
  /** What happens to the last operand, if that is something else. */
  readonly last?: Access
  /** An option that names the folder in place of the last operand. */
  readonly folder?: readonly string[]
  /** With one of these options the files are changed, not read. */
  readonly changes?: readonly string[]
  /** With one of these options nothing of the files is shown. */
  readonly silent?: readonly string[]
  /** Options whose values are files. */
  readonly reads?: readonly string[]
  readonly writes?: readonly string[]
}

const COPY = 'S: t: Z: suffix= target-directory= m: o: g: mode= owner= group='
const GREP =
  'e: f: A: B: C: m: g: t: T: E: regexp= file= after-context= before-context= context= max-count= include= exclude= exclude-dir= color= glob= type= q quiet silent'

const ROWS: Readonly<Record<string, Row>> = {
  ...rows('cat tac nl less more most bat batcat view strings rev expand unexpand fold fmt pr column', {
    access: 'read',
    options: 'w: l: t: s: n: H: r: language= line-range= style= theme=',
  }),
  // What the values of options are differs: `cut -f 1`, but `tail -f log`. A number taken for a file does no harm.
  ...rows('head tail cut uniq paste join comm cmp xxd hexdump hd od base64 base32 iconv', { access: 'read' }),
  ...rows('sort shuf', { options: 'o: output= k: t: n:', access: 'read', writes: ['o', 'output'] }),
  ...rows('diff sdiff colordiff delta', { access: 'read', options: 'U: C: unified= context=' }),
  ...rows('get-content gc select-string', { access: 'read' }),
  ...rows('grep egrep fgrep rg ag ack ugrep', {
    options: GREP,
    skip: 1,
    unless: ['e', 'f', 'regexp', 'file'],
    access: 'read',
    silent: ['q', 'quiet', 'silent'],
    reads: ['f', 'file', 'g', 'glob', 'include'],
  }),
  ...rows('awk gawk mawk nawk', {
    options: 'F: v: f: i: file= assign= field-separator=',
    skip: 1,
    unless: ['f', 'file'],
    access: 'read',
    changes: ['i'],
  }),
  ...rows('sed gsed', {
    options: 'e: f: l: expression= file= line-length= i in-place n r E s u z quiet',
    skip: 1,
    unless: ['e', 'f', 'expression', 'file'],
    access: 'read',
    changes: ['i', 'in-place'],
  }),
  ...rows('perl ruby', {
    options: 'e: E: I: M: m: F: r: n p i l a 0 w',
    skip: 1,
    unless: ['e', 'E'],
    access: 'read',
    changes: ['i'],
  }),
  ...rows('jq yq', {
    options: 'f: L: from-file= arg: i inplace in-place',
    skip: 1,
    unless: ['f', 'from-file'],
    access: 'read',
    changes: ['i', 'inplace', 'in-place'],
  }),
  ...rows('vi vim nvim nano ed ex emacs pico', { access: 'write' }),
  ...rows('tee sponge', { access: 'write' }),
  ...rows('truncate', { options: 's: r: size= reference=', access: 'write' }),
  ...rows('patch', {
    options: 'p: i: d: o: r: input= output= strip=',
    access: 'write',
    writes: ['o', 'output'],
  }),
  ...rows('rm unlink shred srm grm trash trash-put rimraf del', {
    options: 'n: s: iterations= size=',
    access: 'remove',
  }),
  ...rows('mv gmv', { options: COPY, access: 'remove', last: 'write', folder: ['t', 'target-directory'] }),
  ...rows('cp gcp install ln gln', {
    options: COPY,
    access: 'read',
    last: 'write',
    folder: ['t', 'target-directory'],
  }),
  ...rows('scp rsync', {
    options: 'e: P: i: F: o: c: l: S: J: rsh= exclude= include= filter= files-from= log-file=',
    access: 'read',
    last: 'write',
  }),
  ...rows('gzip gunzip bzip2 xz zstd', { options: 'o:', access: 'read', writes: ['o'] }),
  ...rows('zip 7z', { options: 'x: i:', skip: 1, access: 'read' }),
  ...rows('openssl', { access: 'read' }),
  ...rows('wget', {
    options: 'O: o: P: output-document= output-file= post-file= body-file= header= U: t: T:',
    writes: ['O', 'output-document'],
    reads: ['post-file', 'body-file'],
  }),
}

function rows(names: string, row: Row): Readonly<Record<string, Row>> {
  return Object.fromEntries(names.split(' ').map((name) => [name, row]))
}

/** The files that a program is given, as far as its arguments tell; none for a program that is not known. */
export function operandsOf(name: string, args: readonly BashWord[]): readonly Operand[] {
  const row = Object.hasOwn(ROWS, name) ? ROWS[name] : undefined
  return row ? fromRow(row, args) : []
}

const specs = new Map<string, Spec>()

function specOf(options: string): Spec {
  const known = specs.get(options) ?? spec(options)
  specs.set(options, known)
  return known
}

function fromRow(row: Row, args: readonly BashWord[]): readonly Operand[] {
  const parsed = parseOptions(args, specOf(row.options ?? ''))
  if (any(parsed, ...(row.silent ?? []))) return []
  const values = [
    ...allValues(parsed, ...(row.reads ?? [])).map((word) => operand(word, 'read')),
    ...allValues(parsed, ...(row.writes ?? [])).map((word) => operand(word, 'write')),
  ]
  const access = row.changes && any(parsed, ...row.changes) ? 'write' : row.access
  if (!access) return values
  const files = parsed.rest.slice(any(parsed, ...(row.unless ?? [])) ? 0 : (row.skip ?? 0))
  const folders = allValues(parsed, ...(row.folder ?? []))
  if (!row.last) return [...values, ...files.map((word) => operand(word, access))]
  const goals = folders.length > 0 ? folders : files.slice(-1)
  const sources = folders.length > 0 ? files : files.slice(0, -1)
  const into = sources.map(({ text }) => text.replace(/\/+$/, '').replace(/^.*\//s, ''))
  return [
    ...values,
    ...sources.map((word) => operand(word, access)),
    ...goals.map(({ text }) => ({ word: text, access: row.last ?? access, into })),
  ]
}

function operand({ text }: BashWord, access: Access): Operand {
  return { word: text, access }
}
