import { HOLE } from '../../../../src/runtime/src/kit/bash/hole.ts'
import {
  type BashCommand,
  type BashRedirect,
  type BashView,
  bashView,
} from '../../../../src/runtime/src/kit/bash/view.ts'
import type { Access } from '../files/rule.ts'
import { type Operand, operandsOf } from './programs.ts'
import { isSpecial, specialOperandsOf } from './special-programs.ts'
import { withValues } from './variables.ts'

/** A word of a command line that names a file. */
export interface Target extends Operand {
  /** The command it stands in, for people. */
  readonly by: string
  /** Folders that the command may be run in: the first, and what `cd` made of it; a word may have a hole. */
  readonly folders: readonly string[]
}

/** What a command line does to files, as far as it can be read. */
export interface Targets {
  readonly targets: readonly Target[]
  /** Why it could not be read to its end. */
  readonly unclear?: string
}

const MOST_FOLDERS = 8

/** The files that a Bash command line reads, writes and removes. Never throws. */
export function targetsIn(command: string): Targets {
  const view = bashView(withValues(command))
  const folders: string[] = []
  const targets = view.commands.flatMap((one) => {
    const found = [...one.redirects.flatMap(redirected), ...programOperands(one, view)]
    const goal = /^(?:cd|pushd)$/.test(one.name ?? '')
      ? one.args.findLast(({ text }) => text !== '--')?.text
      : undefined
    const here = found.map((operand) => ({
      ...operand,
      by: one.text,
      folders: [...folders, ...gitFolder(one)],
    }))
    if (goal !== undefined && goal !== '-' && folders.length < MOST_FOLDERS) folders.push(goal)
    return here
  })
  const unclear = view.tooComplex ?? view.broken
  return unclear === undefined ? { targets } : { targets, unclear }
}

function redirected({ operator, target }: BashRedirect): readonly Operand[] {
  if (operator.startsWith('<<') || /^[\d-]*-?$/.test(target.text)) return []
  const access: Access = operator.startsWith('<') && operator !== '<>' ? 'read' : 'write'
  return operator === '<&' ? [] : [{ word: target.text, access }]
}

function programOperands(command: BashCommand, view: BashView): readonly Operand[] {
  const { name, via, parent } = command
  if (name === undefined) return []
  const started = via === 'wrapper' && parent !== undefined ? fromParent(command, view) : command.args
  const args = [...started, ...substituted(command, view), ...scriptOf(command)]
  if (/^g?find$/.test(name) && args.some(({ text }) => text === '-delete'))
    return found(command).map(({ text }) => ({ word: text, access: 'remove' as const }))
  return isSpecial(name)
    ? specialOperandsOf(name, args)
    : [...operandsOf(name, args), ...specialOperandsOf(name, args)]
}

type Words = BashCommand['args']

/** `xargs` and `find` give the commands they start words that come from elsewhere on the line. */
function fromParent(command: BashCommand, view: BashView): Words {
  const parent = view.commands[command.parent ?? -1]
  if (parent?.name === 'find' || parent?.name === 'gfind') return [...command.args, ...found(parent)]
  if (parent?.name !== 'xargs' && parent?.name !== 'parallel') return command.args
  return [...command.args, ...parent.pipedFrom.flatMap((place) => printed(view.commands[place]))]
}

/** `cat $(find . -name .env)`: what the command in a word that is not known prints. */
function substituted(command: BashCommand, view: BashView): Words {
  if (!command.args.some(({ text }) => text === HOLE)) return []
  const place = view.commands.indexOf(command)
  return view.commands
    .filter(({ parent, via }) => parent === place && via === 'substitution')
    .flatMap((inner) => printed(inner))
}

/** A program that an interpreter is given as its input, as if it had been an option. */
function scriptOf({ name, redirects }: BashCommand): Words {
  if (name === undefined || !INTERPRETERS.test(name)) return []
  return redirects
    .filter(({ operator }) => operator.startsWith('<<'))
    .flatMap(({ target }) => [{ text: '-c', known: true }, target])
}

const INTERPRETERS = /^(?:python[\d.]*|node|nodejs|deno|bun|ruby|perl|php)$/

/** Words that a command prints as names of files. */
function printed(command: BashCommand | undefined): Words {
  if (!command || !/^(?:echo|printf|ls|find|gfind|fd)$/.test(command.name ?? '')) return []
  const words = command.args.filter(({ text }) => !text.startsWith('-'))
  return [...words, ...findNames(command)]
}

/** What a `find` finds: the names it asks for, also in the folders it starts in, or all that is in these. */
function found(command: BashCommand): Words {
  const names = findNames(command)
  const end = command.args.findIndex(({ text }) => /^[-!(]/.test(text))
  const starts = command.args.slice(0, end < 0 ? undefined : end)
  if (names.length === 0) return starts
  const inner = starts.flatMap((start) =>
    names.map((name) => ({ ...name, text: `${start.text}/${name.text}`, known: start.known && name.known })),
  )
  return [...names, ...inner]
}

function findNames({ args }: BashCommand): Words {
  return args.filter((_, at) => /^-i?(?:name|path|wholename)$/.test(args[at - 1]?.text ?? ''))
}

/** `git -C folder` is a `cd` of its own. */
function gitFolder({ name, args }: BashCommand): readonly string[] {
  if (name !== 'git' && name !== 'tar') return []
  const at = args.findIndex(({ text }) => text === '-C')
  const folder = at < 0 ? undefined : args[at + 1]?.text
  return folder === undefined ? [] : [folder]
}
