import { LONGEST_COMMAND } from '../../../src/runtime/src/kit/bash/limits.ts'
import { bashView } from '../../../src/runtime/src/kit/bash/view.ts'
import type { BashCommand, BashRedirect, BashView } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { formOf, withoutStatus } from './grammar.ts'
import { readStrictly } from './options.ts'
import { type Bounds, isFolder, isHarmlessPath } from './places.ts'
import type { Call, Program } from './program.ts'
import { FILES } from './programs/files.ts'
import { gitProgram } from './programs/git.ts'
import { TEXT } from './programs/text.ts'
import { toolProgram } from './programs/tools.ts'
import { mayBeSecret } from './secrets.ts'
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

interface Place {
  readonly view: BashView
  readonly leadingPattern: boolean
  readonly bounds: Bounds
  readonly settings: Settings
}

/** All folders that a `cd` of the line may lead to. With git, which runs what a folder says, there may be no `cd`. */
function boundsOf({ commands }: BashView, { cwd, projectDir, outsideProject }: Settings): Bounds | undefined {
  const folders = [cwd]
  for (const { name, args } of commands) {
    if (name !== 'cd') continue
    const target = args.at(-1)?.text
    if (
      target === undefined ||
      commands.some((one) => one.name === 'git' || one.name === 'gh' || one.name === 'npm')
    )
      return undefined
    folders.push(...folders.map((folder) => absolutePath(target, folder)))
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
  const found = programOf(name, words)
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
  if (name === 'diff' && call.operands.some((word) => isFolder(word, place.bounds))) return false
  if (takesMore(command, place.view))
    return takesAny(name, program, call) && pathsAreHarmless(name, program, call, place)
  return pathsAreHarmless(name, program, call, place)
}

function programOf(
  name: string,
  words: readonly string[],
): readonly [Program, readonly string[]] | undefined {
  if (name === 'git') return gitProgram(words)
  for (const table of [TEXT, FILES]) {
    const program = Object.hasOwn(table, name) ? table[name] : undefined
    if (program) return [program, words]
  }
  return toolProgram(name, words)
}

/** xargs adds words from its input. */
function takesMore({ via, parent }: BashCommand, { commands }: BashView): boolean {
  const outer = via === 'wrapper' && parent !== undefined ? commands[parent] : undefined
  return outer !== undefined && (outer.name === 'xargs' || takesMore(outer, { commands }))
}

function takesAny(name: string, program: Program, { flags }: Call): boolean {
  return (
    program.takesAny === true || (name === 'grep' && ['l', 'L', 'c', 'q'].some((flag) => flags.has(flag)))
  )
}

function pathsAreHarmless(name: string, program: Program, call: Call, { bounds }: Place): boolean {
  const values = [...call.values].flatMap(([option, words]) => (isText(option, program) ? [] : words))
  // A pattern given as an option leaves all operands to be files.
  const given = ['e', 'regexp', 'expression', 'files', 'type-list'].some((option) => call.flags.has(option))
  const texts = program.texts === 'all' ? call.operands.length : given ? 0 : (program.texts ?? 0)
  const files = name === 'find' ? findFiles(call.args) : call.operands.slice(texts)
  const names = (program.nameOptions ?? []).flatMap((option) => call.values.get(option) ?? [])
  return (
    [...values, ...files].every((word) => isHarmlessPath(word, bounds)) &&
    names.every((word) => !mayBeSecret(word.replace(/^!/, '')))
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
