import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import type { BashCommand, BashRedirect, BashView } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { feederOf, getsNames } from './fed.ts'
import { type Form, formOf, withoutStatus } from './grammar.ts'
import { readStrictly } from './options.ts'
import { type Bounds, holdsNoSecret, isFolder, isHarmlessPath } from './places.ts'
import type { Call, Program } from './program.ts'
import { FILES, VERSION } from './programs/files.ts'
import { gitProgram } from './programs/git.ts'
import { TEXT } from './programs/text.ts'
import { toolProgram } from './programs/tools.ts'
import { mayMeanSecret } from './secrets.ts'
import { outerOf, starts, wordsOf } from './starters.ts'

/** What the user allows beyond the table, and where. */
export interface Settings {
  readonly also: readonly string[]
  readonly never: readonly string[]
  readonly outsideProject: boolean
  readonly cwd: string
  readonly projectDir: string
}

/** Whether a command line only reads: every command of it, with every option. In doubt it does not. */
export function onlyReads(command: string, settings: Settings): boolean {
  if (command.length > LONGEST_COMMAND / 8 || command.trim() === '') return false
  // Comments, control characters and what looks like a text but is none are read differently by shells.
  if (
    /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u2028-\u202e\ufeff\ue000]|(?:^|\s)#|`|\\\n/.test(command)
  )
    return false
  try {
    const form = formOf(command)
    if (!form.plain) return false
    const view = bashView(withoutStatus(command))
    if (view.broken !== undefined || view.tooComplex !== undefined || view.commands.length === 0) return false
    const bounds = boundsOf(view, settings)
    return (
      bounds !== undefined &&
      view.commands.every((one) => isHarmless(one, { view, bounds, settings, ...form }))
    )
  } catch {
    // What cannot be read is not known to be harmless.
    return false
  }
}

interface Place extends Form {
  readonly view: BashView
  readonly bounds: Bounds
  readonly settings: Settings
}

/**
 * All folders that a `cd` of the line may lead to. With git, which runs what a folder says, that may only be the one the
 * session is in or the project's.
 */
function boundsOf({ commands }: BashView, { cwd, projectDir, outsideProject }: Settings): Bounds | undefined {
  const folders = [cwd]
  const runs = commands.some(({ name }) => name === 'git' || name === 'gh' || name === 'npm')
  for (const { name, args } of commands) {
    if (name !== 'cd') continue
    const target = args.at(-1)?.text
    if (target === undefined) return undefined
    const next = folders.map((folder) => absolutePath(target, folder))
    if (runs && !next.every((folder) => folder === cwd || folder === projectDir)) return undefined
    folders.push(...next)
    if (folders.length > 32) return undefined
  }
  const bounds = { folders, projectDir, outside: outsideProject }
  return folders.every((folder) => isHarmlessPath(relativeTo(folder, projectDir), bounds))
    ? bounds
    : undefined
}

/** A folder as it counts for its name: inside of the project the names above it do not matter. */
function relativeTo(folder: string, projectDir: string): string {
  return folder === projectDir
    ? '.'
    : folder.startsWith(`${projectDir}/`)
      ? folder.slice(projectDir.length + 1)
      : folder
}

function isHarmless(command: BashCommand, place: Place): boolean {
  const { program, args, redirects, assignments, via } = command
  if (via !== undefined && via !== 'wrapper') return false
  if (!redirects.every((one) => isHarmlessRedirect(one, place))) return false
  if (
    !assignments.every(({ name, values }) =>
      isHarmlessVariable(
        name,
        values.map(({ text }) => text),
      ),
    )
  )
    return false
  // A bare redirection around a group; a bare assignment sets what later commands depend on.
  if (!program) return assignments.length === 0
  if (!program.known || !args.every(({ known }) => known)) return false
  const name = exactName(program.text)
  if (name === undefined || place.settings.never.includes(name)) return false
  const words = args.map(({ text }) => text)
  if (words.some((word) => word.startsWith('='))) return false
  const starter = outerOf(command, place.view)
  if (starter && isAlso(wordsOf(starter), place.settings)) return true
  if (isAlso([name, ...words], place.settings)) return true
  return starts(name, words, command, place.view) || isListed(name, words, command, place)
}

const STANDARD = /^(?:\/usr)?(?:\/local)?\/bin\/([\w.-]+)$|^\/opt\/homebrew\/bin\/([\w.-]+)$/

/** The name of a program that the system has; a path of any other folder may be anything. */
function exactName(text: string): string | undefined {
  if (/^[\w.:[\]-]+$/.test(text)) return text
  const match = STANDARD.exec(text)
  return match?.[1] ?? match?.[2]
}

const VARIABLES = /^(?:LC_ALL|LC_CTYPE|LANG|TZ|NO_COLOR|FORCE_COLOR|CLICOLOR|COLUMNS)$/

function isHarmlessVariable(name: string, values: readonly string[]): boolean {
  return (
    VARIABLES.test(name) && values.every((value) => /^[\w.@-]{0,40}$|^[A-Z][a-z]+\/[A-Z]\w+$/.test(value))
  )
}

function isHarmlessRedirect({ operator, descriptor, target }: BashRedirect, { bounds }: Place): boolean {
  if (!target.known || typeof descriptor === 'string') return false
  if (operator === '<<<') return true
  if (operator === '<') return !/[*?[]/.test(target.text) && isHarmlessPath(target.text, bounds)
  if (operator === '>&' || operator === '<&') return /^[0-2]$/.test(target.text)
  return ['>', '>>', '&>', '&>>', '>|'].includes(operator) && target.text === '/dev/null'
}

function isAlso(words: readonly string[], { also }: Settings): boolean {
  const line = words.join(' ')
  if (words.some((word) => /[\s*?[]/.test(word))) return false
  return also.some((entry) =>
    entry.endsWith(' *')
      ? line === entry.slice(0, -2) || line.startsWith(entry.slice(0, -1))
      : line === entry,
  )
}

function isListed(name: string, words: readonly string[], command: BashCommand, place: Place): boolean {
  const found = programOf(name, name === 'git' ? withoutOwnFolder(words, place.settings) : words)
  if (!found) return false
  const [program, own] = found
  const read = readStrictly(
    name === 'find' || name === 'echo' ? own.filter((word) => !word.startsWith('-')) : own,
    program.options,
  )
  if (!read) return false
  const call: Call = { ...read, args: own }
  if (program.check && !program.check(call)) return false
  if (place.leadingPattern && !program.free) return false
  if (name === 'diff' && call.operands.some((word) => isFolder(word, place.bounds) || isPattern(word, place)))
    return false
  const feeder = feederOf(command, place.view)
  if (feeder && !takesAny(name, program, call)) return false
  if (feeder && name === 'wc' && !getsNames(feeder, place.view)) return false
  if (program.searches?.(call) && !searchesOnly(call, place)) return false
  return scriptIsFixed(program, call, place) && pathsAreHarmless(name, program, call, place)
}

/** Whether there are no secrets in the folders that a call prints the contents of. */
function searchesOnly({ flags, operands, values }: Call, { bounds }: Place): boolean {
  const files = operands.slice(flags.has('e') || flags.has('regexp') ? 0 : 1)
  const skipped = values.get('exclude-dir') ?? []
  return (files.length > 0 ? files : ['.']).every((word) => holdsNoSecret(word, bounds, skipped))
}

/** Whether the script of a call is none that the shell makes of the names of files. */
function scriptIsFixed({ script }: Program, { operands, values }: Call, place: Place): boolean {
  if (script === undefined) return true
  const scripts = [operands[script] ?? '', ...(values.get('e') ?? []), ...(values.get('expression') ?? [])]
  return scripts.every((word) => !/[*?]/.test(word) || !isPattern(word, place))
}

function isPattern(word: string, { patterns, spreadPattern }: Form): boolean {
  return patterns.has(word) || (spreadPattern && /[*?[]/.test(word))
}

/** `git -C folder` with the folder that the session is in changes nothing. */
function withoutOwnFolder(words: readonly string[], { cwd }: Settings): readonly string[] {
  return words[0] === '-C' && words[1] !== undefined && absolutePath(words[1], cwd) === cwd
    ? words.slice(2)
    : words
}

function programOf(
  name: string,
  words: readonly string[],
): readonly [Program, readonly string[]] | undefined {
  if (name === 'git') return gitProgram(words)
  for (const table of [TEXT, FILES]) {
    const listed = Object.hasOwn(table, name) ? table[name] : undefined
    const program = listed && words.length === 1 && words[0] === '--version' ? VERSION : listed
    if (program) return [program, words]
  }
  return toolProgram(name, words)
}

function takesAny(name: string, program: Program, { flags }: Call): boolean {
  return (
    program.takesAny === true || (name === 'grep' && ['l', 'L', 'c', 'q'].some((flag) => flags.has(flag)))
  )
}

function pathsAreHarmless(name: string, program: Program, call: Call, place: Place): boolean {
  // git reads patterns itself; other programs get what the shell found.
  const listed =
    name === 'git' ? undefined : (word: string) => !place.spreadPattern && place.patterns.has(word)
  const bounds = { ...place.bounds, ...(listed && { listed }) }
  const values = [...call.values].flatMap(([option, words]) => (isText(option, program) ? [] : words))
  // A pattern given as an option leaves all operands to be files.
  const given = ['e', 'regexp', 'expression', 'files', 'type-list'].some((option) => call.flags.has(option))
  const texts = program.texts === 'all' ? call.operands.length : given ? 0 : (program.texts ?? 0)
  // Of several files that a pattern means, all but the first are no text.
  const spread = call.operands.slice(0, texts).filter((word) => isPattern(word, place))
  const own = name === 'find' ? findFiles(call.args) : call.operands.slice(texts)
  const files = program.texts === 'all' ? own : [...own, ...spread]
  const names = (program.nameOptions ?? []).flatMap((option) => call.values.get(option) ?? [])
  return (
    [...values, ...files].every((word) => isHarmlessPath(word, bounds)) &&
    names.every((word) => !mayMeanSecret(word.replace(/^!/, '')))
  )
}

function isText(option: string, { textOptions = [], nameOptions = [] }: Program): boolean {
  return textOptions.includes(option) || nameOptions.includes(option)
}

/** The folders that find starts in, and the files that it compares with. */
function findFiles(args: readonly string[]): readonly string[] {
  const first = args.findIndex((word) => /^[-!(]/.test(word) && !/^-[HP]$/.test(word))
  const starts = args.slice(0, first < 0 ? undefined : first).filter((word) => !word.startsWith('-'))
  return [
    ...starts,
    ...args.filter((_, at) => /^-(?:newer|anewer|cnewer|samefile)$/.test(args[at - 1] ?? '')),
  ]
}
