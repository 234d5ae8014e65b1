import { argumentKind, type Grammar, type Kind, valueKind } from './grammar.ts'

/** Something that can stand where the cursor is. */
export interface Candidate {
  readonly value: string
  readonly summary: string
}

/** Candidates, and whether names of files or folders can stand there as well. */
export interface Completion {
  readonly candidates: readonly Candidate[]
  readonly paths?: 'file' | 'folder' | undefined
}

/** Gives what there is of a kind; asked only when it matters. */
export type Known = (kind: Kind) => readonly Candidate[]

/** What can stand for the last of the words, which may be empty; the words are those after the program's name. */
export function complete(words: readonly string[], grammar: Grammar, known: Known): Completion {
  const [current = '', ...before] = words.toReversed()
  const [command, ...given] = before.toReversed()
  if (command === undefined) return matching(current, commands(grammar))
  const flags = grammar.commands[command]?.flags
  if (given.includes('--')) return NOTHING
  if (!flags) return command === 'help' ? ofKind('command', current, { grammar, known }) : NOTHING
  const opened = openFlag(given.at(-1), flags)
  if (opened !== undefined) return valuesOf(opened, current, { grammar, known, command })
  const [, name = '', typed] = /^--([\w-]+)=(.*)$/s.exec(current) ?? []
  if (typed !== undefined) return prefixed(`--${name}=`, valuesOf(name, typed, { grammar, known, command }))
  if (current.startsWith('-')) return matching(current, flagsOf(flags, given))
  const at = argumentsIn(given, flags)
  const kind = argumentKind(command, at)
  return kind === undefined ? NOTHING : ofKind(kind, current, { grammar, known })
}

const NOTHING: Completion = { candidates: [] }

type Flags = Grammar['commands'][string]['flags']

interface Asked {
  readonly grammar: Grammar
  readonly known: Known
}

function commands({ commands: all }: Grammar): readonly Candidate[] {
  return Object.entries(all)
    .filter(([, { hidden }]) => hidden !== true)
    .map(([value, { summary = '' }]) => ({ value, summary }))
}

/** The name of the flag whose value comes next, if the word is one. */
function openFlag(word: string | undefined, flags: Flags): string | undefined {
  if (word === undefined) return undefined
  return Object.entries(flags).find(
    ([name, { char, type }]) =>
      type === 'option' && (word === `--${name}` || (char !== undefined && word === `-${char}`)),
  )?.[0]
}

function valuesOf(name: string, typed: string, asked: Asked & { readonly command: string }): Completion {
  const options = asked.grammar.commands[asked.command]?.flags[name]?.options
  if (options)
    return matching(
      typed,
      options.map((value) => ({ value, summary: '' })),
    )
  const kind = valueKind(name)
  return kind === undefined ? NOTHING : ofKind(kind, typed, asked)
}

/** Flags that were not given yet, or can be given again. */
function flagsOf(flags: Flags, given: readonly string[]): readonly Candidate[] {
  const all = Object.entries(flags)
    .filter(
      ([name, { char, multiple }]) =>
        multiple === true ||
        !given.some((word) => word.split('=')[0] === `--${name}` || word === `-${char ?? ''}`),
    )
    .map(([name, { summary = '' }]) => ({ value: `--${name}`, summary }))
  return [...all, { value: '--help', summary: 'flags and examples of this command' }]
}

function argumentsIn(given: readonly string[], flags: Flags): number {
  return given.filter((word, at) => !word.startsWith('-') && openFlag(given[at - 1], flags) === undefined)
    .length
}

function ofKind(kind: Kind, typed: string, { grammar, known }: Asked): Completion {
  if (kind === 'file' || kind === 'folder') return { candidates: [], paths: kind }
  // A pack can be a folder or an archive as well.
  if (kind === 'pack' && /^[.~/\\]/.test(typed)) return { candidates: [], paths: 'file' }
  return matching(typed, kind === 'command' ? commands(grammar) : known(kind))
}

/** What no shell reads as anything but itself. Names of packs come from files that others have written. */
const HARMLESS = /^[\w@./:+=^~-]{1,250}$/

function matching(typed: string, candidates: readonly Candidate[]): Completion {
  return {
    candidates: candidates.filter(({ value }) => value.startsWith(typed) && HARMLESS.test(value)),
  }
}

/** Without names of files: shells complete these for whole words only. */
function prefixed(prefix: string, { candidates }: Completion): Completion {
  return { candidates: candidates.map(({ value, summary }) => ({ value: prefix + value, summary })) }
}
