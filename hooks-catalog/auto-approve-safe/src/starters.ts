import type { BashCommand, BashView } from '../../../src/runtime/src/kit/bash/view-types.ts'

/** The command that starts this one. */
export function outerOf({ via, parent }: BashCommand, { commands }: BashView): BashCommand | undefined {
  return via === 'wrapper' && parent !== undefined ? commands[parent] : undefined
}

/** Its words, the program first. */
export function wordsOf({ program, args }: BashCommand): readonly string[] {
  return [program?.text ?? '', ...args.map(({ text }) => text)]
}

/** Programs that only start another one, which is a command of its own in the view. */
export function starts(
  name: string,
  words: readonly string[],
  command: BashCommand,
  view: BashView,
): boolean {
  if (name === 'command' && words.length === 2 && /^-[vV]$/.test(words[0] ?? '')) return true
  const started = startedBy(name, words)
  // The view has to say the same of what is started.
  return (
    started !== undefined &&
    view.commands.some((one) => {
      const own = outerOf(one, view) === command && wordsOf(one)
      return own && own.length === started.length && own.every((word, at) => word === started[at])
    })
  )
}

/** The words of the command that a program starts; `undefined` when its own options are not harmless. */
function startedBy(name: string, words: readonly string[]): readonly string[] | undefined {
  const [first = ''] = words
  if (name === 'timeout') return /^\d+(?:\.\d+)?[smh]?$/.test(first) ? words.slice(1) : undefined
  if (name === 'nice' || name === 'command') return /^[^-]/.test(first) ? words : undefined
  return name === 'xargs' ? xargsStart(words) : undefined
}

const XARGS = /^(?:-[0rt]+|-n\d{1,4}|-L\d{1,4}|-P\d{1,2}|--null|--no-run-if-empty)$/

function xargsStart(words: readonly string[]): readonly string[] | undefined {
  let at = 0
  while (
    at < words.length &&
    (XARGS.test(words[at] ?? '') ||
      (/^-[nLP]$/.test(words[at] ?? '') && /^\d{1,4}$/.test(words[at + 1] ?? '')))
  )
    at += /^-[nLP]$/.test(words[at] ?? '') ? 2 : 1
  return /^[a-z]/.test(words[at] ?? '') ? words.slice(at) : undefined
}
