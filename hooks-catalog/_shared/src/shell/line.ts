import { HOLE } from '../../../../src/runtime/src/kit/bash/hole.ts'
import { type BashView, bashView } from '../../../../src/runtime/src/kit/bash/view.ts'
import type { BashCommand, BashWord } from '../../../../src/runtime/src/kit/bash/view-types.ts'
import { foldersOf } from './folders.ts'
import { settled } from './settled.ts'

/** Where a line is run. */
export interface Start {
  readonly cwd: string
  readonly projectDir: string
  readonly home: string
}

/** A command line that was read: its commands, and the folder of each as far as it is known. */
export interface Line {
  readonly view: BashView
  readonly folders: readonly (string | undefined)[]
}

/** Reads a command line; never throws. */
export function readLine(source: string, { cwd, projectDir, home }: Start): Line {
  const text = settled(source, { HOME: home, PWD: cwd, CLAUDE_PROJECT_DIR: projectDir })
  const view = bashView(text)
  return { view, folders: foldersOf(text, view, cwd) }
}

/** The value of a variable that a command is started with, as far as the line sets it for this command. */
export function variableOf({ view }: Line, index: number, name: string): BashWord | undefined {
  for (let at: number | undefined = index; at !== undefined; at = above(view, at)) {
    const command: BashCommand | undefined = view.commands[at]
    const own = command?.assignments.findLast((entry) => entry.name === name)?.values[0]
    if (own) return own
    const word = at === index ? undefined : command?.args.find(({ text }) => text.startsWith(`${name}=`))
    if (word) return { ...word, text: word.text.slice(name.length + 1) }
  }
  return exported(view, index, name)
}

function above(view: BashView, at: number): number | undefined {
  const { via, parent } = view.commands[at] ?? {}
  return via === 'wrapper' || via === 'code' ? parent : undefined
}

function exported(view: BashView, before: number, name: string): BashWord | undefined {
  const words = view.commands.slice(0, before).flatMap((command) => {
    if (command.name !== 'export' && command.name !== 'declare' && command.name !== 'typeset') return []
    return command.args.filter(({ text }) => text.startsWith(`${name}=`))
  })
  const last = words.at(-1)
  return last && { ...last, text: last.text.slice(name.length + 1) }
}

/** The commands directly inside the substitutions of a command. */
export function substitutedIn({ view }: Line, index: number): readonly BashCommand[] {
  return view.commands.filter(({ parent, via }) => parent === index && via === 'substitution')
}

/** A word that is one part which only the shell knows, and nothing else. */
export function isHole({ text }: BashWord): boolean {
  return text === HOLE
}
