import { allValues, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../../src/runtime/src/kit/bash/view.ts'
import type { Access } from '../files/rule.ts'
import type { Operand } from './programs.ts'

type Reader = (args: readonly BashWord[]) => readonly Operand[]

const CURL = spec(
  'o: d: T: F: H: u: X: b: c: A: e: K: m: w: x: data= data-ascii= data-binary= data-raw= data-urlencode= json= form= output= upload-file= header= user= request= cookie= config= proxy=',
)
const TAR = spec('f: C: T: X: I: file= directory= exclude= files-from= transform=')
const INTERPRETER = spec('c: e: E: p: r: eval= print= W: X: m:')

const SPECIAL: Readonly<Record<string, Reader>> = {
  source: (args) => paths(args.slice(0, 1), 'read'),
  '.': (args) => paths(args.slice(0, 1), 'read'),
  dd: (args) => [...after(args, 'if=', 'read'), ...after(args, 'of=', 'write')],
  openssl: (args) => [...behind(args, '-in', 'read'), ...behind(args, '-out', 'write')],
  'ssh-keygen': (args) => (args.some(({ text }) => text === '-y') ? behind(args, '-f', 'read') : []),
  xargs: (args) => [...behind(args, '-a', 'read'), ...after(args, '--arg-file=', 'read')],
  parallel: (args) => paths(args.slice(args.findIndex(({ text }) => /^:{3,4}$/.test(text)) + 1), 'read'),
  docker: copied,
  podman: copied,
  kubectl: copied,
  curl,
  tar,
  gtar: tar,
  git,
  ...Object.fromEntries(
    ['python', 'python3', 'python2', 'node', 'nodejs', 'deno', 'bun', 'ruby', 'perl', 'php'].map((name) => [
      name,
      code,
    ]),
  ),
}

/** The files of programs that take them in a way of their own. */
export function specialOperandsOf(name: string, args: readonly BashWord[]): readonly Operand[] {
  const plain = /^python\d\.\d+$/.test(name) ? 'python' : name
  return (Object.hasOwn(SPECIAL, plain) ? SPECIAL[plain]?.(args) : undefined) ?? []
}

/** Whether the program does so, and not as those with a row of options. */
export function isSpecial(name: string): boolean {
  return Object.hasOwn(SPECIAL, name) && !/^(?:perl|ruby)$/.test(name)
}

function paths(words: readonly BashWord[], access: Access): readonly Operand[] {
  return words.map(({ text }) => ({ word: text, access }))
}

function after(args: readonly BashWord[], start: string, access: Access): readonly Operand[] {
  return args.flatMap(({ text }) =>
    text.startsWith(start) ? [{ word: text.slice(start.length), access }] : [],
  )
}

function behind(args: readonly BashWord[], option: string, access: Access): readonly Operand[] {
  return args.flatMap(({ text }, at) => (text === option ? paths(args.slice(at + 1, at + 2), access) : []))
}

/** `docker cp file container:place` takes a file away, and the other way round writes one. */
function copied(args: readonly BashWord[]): readonly Operand[] {
  const { rest } = parseOptions(args, spec('n: c: context= namespace= container='))
  const [command, from, to] = rest
  if (command?.text !== 'cp' || !from || !to) return []
  return [...paths([from], 'read'), ...paths([to], 'write')]
}

function curl(args: readonly BashWord[]): readonly Operand[] {
  const parsed = parseOptions(args, CURL)
  const data = [
    'd',
    'data',
    'data-ascii',
    'data-binary',
    'data-urlencode',
    'json',
    'F',
    'form',
    'H',
    'header',
    'b',
  ]
  return [
    ...paths(allValues(parsed, 'o', 'output'), 'write'),
    ...paths(allValues(parsed, 'T', 'upload-file', 'K', 'config'), 'read'),
    ...allValues(parsed, ...data).flatMap(({ text }) => {
      const file = /^(?:[^=@<]{0,100}=)?[@<]([^;]+)/.exec(text)?.[1]
      return file === undefined ? [] : [{ word: file, access: 'read' as const }]
    }),
  ]
}

function tar(args: readonly BashWord[]): readonly Operand[] {
  const [first, ...rest] = args
  const old = first && /^[A-Za-z]+$/.test(first.text)
  const {
    flags,
    values,
    rest: files,
  } = parseOptions(old ? [{ ...first, text: `-${first.text}` }, ...rest] : args, TAR)
  const makes = ['c', 'r', 'u', 'create', 'append', 'update'].some((flag) => flags.has(flag))
  const archives = [...(values.get('f') ?? []), ...(values.get('file') ?? [])]
  return makes ? [...paths(files, 'read'), ...paths(archives, 'write')] : paths(archives, 'read')
}

const GIT = spec('C: c: git-dir= work-tree= exec-path= namespace= m: message= o: output= U:')

function git(args: readonly BashWord[]): readonly Operand[] {
  const { rest } = parseOptions(args, GIT, true)
  const [command, ...words] = rest
  const { rest: files } = parseOptions(words, GIT)
  switch (command?.text) {
    case 'rm':
      return paths(files, 'remove')
    case 'mv':
      return [...paths(files.slice(0, -1), 'remove'), ...paths(files.slice(-1), 'write')]
    // What is in a commit can be shown and pushed.
    case 'add':
    case 'stage':
    case 'diff':
    case 'blame':
    case 'grep':
      return paths(files, 'read')
    case 'show':
    case 'cat-file':
      return files.flatMap(({ text }) => {
        const file = /^[^:]*:(.+)/s.exec(text)?.[1]
        return file === undefined ? [] : [{ word: file, access: 'read' as const }]
      })
    default:
      return []
  }
}

const WRITES =
  /write|unlink|\brm|remove|rename|truncate|copy|append|['"]\s*[wa]\+?b?['"]|open\s*\([^)]{0,200}['"][wa]/i

/** Texts in a line of code that are names of files: what the code does to them is guessed from its words. */
function code(args: readonly BashWord[]): readonly Operand[] {
  const parsed = parseOptions(args, INTERPRETER)
  const sources = allValues(parsed, 'c', 'e', 'E', 'p', 'r', 'eval', 'print').map(({ text }) => text)
  return sources.flatMap((source) => {
    const access: readonly Access[] = WRITES.test(source) ? ['read', 'write'] : ['read']
    const names = [...source.slice(0, 20_000).matchAll(/(["'`])([^"'`\n\\]{1,300})\1/g)].map(
      ([, , name = '']) => name,
    )
    return names.flatMap((word) => access.map((one) => ({ word, access: one })))
  })
}
