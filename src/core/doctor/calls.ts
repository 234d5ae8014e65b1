import path from 'node:path'
import type { SeenHook } from '../seen/seen-hook.ts'
import type { Language } from '../validate/code.ts'
import { type SimpleCommand, simpleCommands, type Word } from './shell-line.ts'

/** Folders that a command may name by a variable. */
export interface Folders {
  readonly project: string
  readonly home: string | undefined
  readonly plugin?: string | undefined
}

/** A script as a command names it. */
interface NamedScript {
  /** As it is written, quotes taken away. */
  readonly written: string
  /** Where it is when the session is in the project's folder. */
  readonly file: string
  /** It is looked for in the session's current folder, which follows `cd`. */
  readonly relative: boolean
}

/** One program that a command starts. */
export interface Call {
  readonly program: string
  /** The words behind it. */
  readonly args: readonly string[]
  /** Absent when it runs none, or one that only the shell knows. */
  readonly script?: NamedScript
  /** The script itself is the program. */
  readonly direct: boolean
  /** Code that stands in the command: `node -e …`. */
  readonly inline?: { readonly language: Language; readonly text: string }
  readonly piped: boolean
  readonly redirected: boolean
}

const WRAPPERS = new Set(
  'env exec command nohup nice sudo time xargs stdbuf setsid ionice caffeinate'.split(' '),
)

const INTERPRETERS: Readonly<Record<string, { readonly language: Language; readonly inline: RegExp }>> = {
  node: { language: 'js', inline: /^-(?:[ep]|pe|-eval|-print)$/ },
  bun: { language: 'js', inline: /^-(?:[ep]|-eval|-print)$/ },
  deno: { language: 'js', inline: /^eval$/ },
  tsx: { language: 'js', inline: /^-(?:[ep]|-eval)$/ },
  python: { language: 'python', inline: /^-c$/ },
  python3: { language: 'python', inline: /^-c$/ },
  bash: { language: 'shell', inline: /^-\w*c$/ },
  sh: { language: 'shell', inline: /^-\w*c$/ },
  dash: { language: 'shell', inline: /^-\w*c$/ },
  zsh: { language: 'shell', inline: /^-\w*c$/ },
  ruby: { language: 'ruby', inline: /^-e$/ },
  perl: { language: 'perl', inline: /^-[eE]$/ },
  pwsh: { language: 'powershell', inline: /^-(?:c|command)$/i },
}

/** Options of interpreters that take the next word with them. */
const WITH_VALUE = /^(?:-r|--require|--import|--loader|-X|-W|-I|-o|--env-file|--config|-ExecutionPolicy|-C)$/

/** Every program that a command hook starts, as far as its text shows. */
export function callsOf(
  { handler, type }: Pick<SeenHook, 'handler' | 'type'>,
  folders: Folders,
): readonly Call[] {
  const { command, args } = handler
  if (type !== 'command' || typeof command !== 'string') return []
  if (Array.isArray(args)) {
    const words = [command, ...args.map(String)].map((text) => execWord(text, folders))
    return callIn({ words, piped: false, redirected: false }, folders.project, folders) ?? []
  }
  const calls: Call[] = []
  // Where the command itself has gone; undefined where it is as the session has it.
  let folder: string | undefined
  for (const simple of simpleCommands(command)) {
    const [first, target] = simple.words
    if (first?.text === 'cd') folder = target && expanded(target, folders)
    calls.push(...(callIn(simple, folder, folders) ?? []))
  }
  return calls
}

/** Without a shell, only the client's own words in braces mean something. */
function execWord(text: string, { project, plugin }: Folders): Word {
  const known = text
    .replace(/\$\{CLAUDE_PROJECT_DIR\}/g, () => project)
    .replace(/\$\{CLAUDE_PLUGIN_ROOT\}/g, (all) => plugin ?? all)
  return { text: known, literalDollar: known.includes('$'), open: false }
}

function callIn(
  simple: SimpleCommand,
  folder: string | undefined,
  folders: Folders,
): readonly Call[] | undefined {
  const words = withoutWrappers(simple.words)
  const [program, ...rest] = words
  if (!program || program.text === '' || program.text === 'cd') return undefined
  const { piped, redirected } = simple
  const base = { program: program.text, args: rest.map(({ text }) => text), piped, redirected }
  const located = (word: Word): NamedScript | undefined => scriptAt(word, folder, folders)
  if (/[\\/]/.test(program.text)) {
    const known = INTERPRETERS[path.posix.basename(program.text)]
    const script = located(program)
    if (!known || script?.relative) return [{ ...base, direct: true, ...(script ? { script } : {}) }]
  }
  const name = /^\.$|^source$/.test(program.text) ? 'sh' : path.posix.basename(program.text)
  const interpreter = INTERPRETERS[name.replace(/^(python3)\.\d+$/, '$1')]
  if (!interpreter) return [{ ...base, direct: false }]
  return [{ ...base, direct: false, ...runBy(interpreter, rest, located) }]
}

function runBy(
  { language, inline }: { readonly language: Language; readonly inline: RegExp },
  words: readonly Word[],
  located: (word: Word) => NamedScript | undefined,
): Pick<Call, 'script' | 'inline'> {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as Word
    if (inline.test(word.text)) return { inline: { language, text: words[at + 1]?.text ?? '' } }
    // A module by its name, or options that end the search.
    if (/^-m$|^-$/.test(word.text)) return {}
    if (WITH_VALUE.test(word.text)) at += 1
    else if (!/^-|^(?:run|\w+=.*)$/.test(word.text)) {
      const script = located(word)
      return script ? { script } : {}
    }
  }
  return {}
}

function withoutWrappers(words: readonly Word[]): readonly Word[] {
  let at = 0
  for (; at < words.length; at++) {
    const { text } = words[at] as Word
    if (/^[A-Za-z_]\w*=/.test(text)) continue
    if (text === 'timeout') {
      at += 1
      while (/^-/.test(words[at]?.text ?? '')) at += 1
      continue
    }
    if (!WRAPPERS.has(text)) break
    while (/^-/.test(words[at + 1]?.text ?? '')) at += 1
  }
  return words.slice(at)
}

function scriptAt(word: Word, folder: string | undefined, folders: Folders): NamedScript | undefined {
  const text = expanded(word, folders)
  if (text === undefined || text === '' || text.startsWith('/dev/')) return undefined
  const relative = !isAbsolute(text)
  if (relative && !/[\\/.]/.test(text)) return undefined
  const file = relative ? path.resolve(folder ?? folders.project, text) : path.normalize(text)
  return { written: word.text, file, relative: relative && folder === undefined }
}

function isAbsolute(text: string): boolean {
  return path.isAbsolute(text)
}

/** A word with the variables that are known; undefined when it has others. */
function expanded(
  { text, open, literalDollar }: Word,
  { project, home, plugin }: Folders,
): string | undefined {
  if (open || literalDollar) return undefined
  const names: Readonly<Record<string, string | undefined>> = {
    CLAUDE_PROJECT_DIR: project,
    CLAUDE_PLUGIN_ROOT: plugin,
    HOME: home,
    USERPROFILE: home,
  }
  const known = text
    .replace(/^~(?=[\\/]|$)/, home ?? '~')
    .replace(
      /\$(?:\{(\w+)(?::-[^}]*)?\}|(\w+))/g,
      (all, braced?: string, bare?: string) => names[braced ?? bare ?? ''] ?? all,
    )
  return /[$`]|^~/.test(known) ? undefined : known
}
