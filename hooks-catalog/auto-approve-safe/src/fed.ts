import type { BashCommand, BashView } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { outerOf, wordsOf } from './starters.ts'

/** The `xargs` that adds words from its input to a command, directly or through other starters. */
export function feederOf(command: BashCommand, view: BashView): BashCommand | undefined {
  const outer = outerOf(command, view)
  return outer === undefined || outer.name === 'xargs' ? outer : feederOf(outer, view)
}

/**
 * Whether what is piped into a command are names of files as a search found them. Anything else can be made to be an
 * option: `echo --files0-from=.env | xargs wc` prints what is in the file.
 */
export function getsNames({ pipedFrom }: BashCommand, view: BashView): boolean {
  return pipedFrom.length > 0 && pipedFrom.every((at) => givesNames(view.commands[at], view))
}

function givesNames(source: BashCommand | undefined, view: BashView): boolean {
  if (!source) return false
  const words = wordsOf(source).slice(1)
  const has = (form: RegExp) => words.some((word) => form.test(word))
  switch (source.name) {
    case 'find':
      return !words.includes('-printf')
    case 'git':
      return words.includes('ls-files') || words.includes('--name-only')
    case 'ls':
      return true
    case 'rg':
      return has(/^--files|^-\w*l/)
    case 'grep':
      return has(/^-\w*[lL]\w*$|^--files-with/) || (!has(/^-\w*o|^--only/) && getsNames(source, view))
    case 'sort':
    case 'uniq':
    case 'head':
    case 'tail':
      // With a file of their own they would print that.
      return getsNames(source, view) && words.every((word) => /^-|^\d+$/.test(word))
    default:
      return false
  }
}
