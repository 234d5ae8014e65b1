import { powerShell } from './powershell.ts'

/** What is known of a script before it runs. */
export interface Script {
  /** Absolute. */
  readonly file: string
  /** What the pack names: a program and its arguments, divided by spaces; quotes have no meaning. */
  readonly interpreter?: string | undefined
  /** How the file begins. */
  readonly head: string
  readonly packDir: string
}

/** The machine that it is to run on. */
export interface Machine {
  readonly platform: string
  /** The running Node. */
  readonly nodePath: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** A program by name or path, and its arguments. `verbatim`: on Windows, quoted already. */
export interface Form {
  readonly argv: readonly [string, ...string[]]
  readonly verbatim?: true
}

type Words = readonly [string, ...string[]]

const BY_EXTENSION: ReadonlyMap<string, Words> = new Map([
  ['py', ['python3']],
  ['sh', ['bash']],
  ['bash', ['bash']],
  ['js', ['node']],
  ['cjs', ['node']],
  ['mjs', ['node']],
  ['rb', ['ruby']],
  ['pl', ['perl']],
  ['ps1', ['pwsh']],
])

/**
 * The ways to start a script; the first whose program exists is the one. The interpreter that the pack names, else
 * that of the first line, else that of the extension. None: the file is a program itself.
 */
export function formsOf(script: Script, machine: Machine): readonly Form[] {
  const { file, packDir } = script
  const extension = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? ''
  if (machine.platform === 'win32' && (extension === 'cmd' || extension === 'bat'))
    return [commandForm(file, machine)]
  const words = wordsOf(script.interpreter ?? '') ?? firstLineOf(script.head) ?? BY_EXTENSION.get(extension)
  if (!words) return []
  return variants(words, { ...machine, packDir }).map((variant) => ({ argv: [...variant, file] }))
}

function wordsOf(text: string): Words | undefined {
  const [program, ...args] = text.split(/[ \t]+/).filter((word) => word !== '')
  return program === undefined ? undefined : [program, ...args]
}

/** The words of a `#!` line, without `env`, a byte order mark, or the CR of another system. */
function firstLineOf(head: string): Words | undefined {
  const line = /^\ufeff?#!([^\r\n]*)/.exec(head)?.[1]
  const words = line === undefined ? undefined : wordsOf(line)
  if (!words || nameOf(words[0]) !== 'env') return words
  const rest = words[1] === '-S' ? words.slice(2) : words.slice(1)
  const [program = '-', ...args] = rest
  // Assignments and options are for env itself.
  return /^-|=/.test(program) ? words : [program, ...args]
}

interface Place extends Machine {
  readonly packDir: string
}

function variants(words: Words, place: Place): readonly Words[] {
  const [program, ...args] = words
  const name = nameOf(program)
  const onWindows = place.platform === 'win32'
  if (name === 'node') return [[place.nodePath, ...args]]
  if (name === 'pwsh' || name === 'powershell') return powerShell(args, place)
  if (onWindows && (name === 'bash' || name === 'sh'))
    return gitShell(name, place).map((one) => [one, ...args])
  if (onWindows && /^python3?$/.test(name)) {
    return [
      ['py', '-3', ...args],
      ['python3', ...args],
      ['python', ...args],
    ]
  }
  if (name === 'python') return [words, ['python3', ...args]]
  if (/^\/|^[A-Za-z]:[\\/]/.test(program)) return [words, [name, ...args]]
  return /[\\/]/.test(program) ? [[`${place.packDir}/${program}`, ...args]] : [words]
}

function nameOf(program: string): string {
  return (program.split(/[\\/]/).at(-1) ?? '').replace(/\.exe$/i, '')
}

/** The bash of Git first, as the client does: the one of Windows does not know Windows' paths. */
function gitShell(name: string, { env }: Machine): readonly string[] {
  const local = env['LOCALAPPDATA'] && `${env['LOCALAPPDATA']}\\Programs`
  const folders = [env['ProgramFiles'], env['ProgramFiles(x86)'], local]
  return [
    env['CLAUDE_CODE_GIT_BASH_PATH'],
    ...folders.map((folder) => folder && `${folder}\\Git\\bin\\${name}.exe`),
    name,
  ].filter((one): one is string => one !== undefined && one !== '')
}

function commandForm(file: string, { env }: Machine): Form {
  const shell = env['ComSpec'] ?? 'C:\\Windows\\System32\\cmd.exe'
  return { argv: [shell, '/d', '/s', '/c', `""${file.replaceAll('/', '\\')}""`], verbatim: true }
}

/** True for a shell script with Windows line ends, which no shell understands: they become parts of its words. */
export function hasWrongLineEnds(head: string, [program]: Form['argv']): boolean {
  if (!/^(?:ba|da|z|k|a)?sh$/.test(nameOf(program))) return false
  const [, ...lines] = head.split('\n').slice(0, -1)
  return lines.length > 0 && lines.every((line) => line.endsWith('\r'))
}
