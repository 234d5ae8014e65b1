import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { inputOf } from '../../../src/runtime/src/kit/bash/simple.ts'
import type { BashCommand, BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { textOf } from '../../_shared/src/git/read-file.ts'
import { pathOf } from '../../_shared/src/shell/folders.ts'
import type { Line } from '../../_shared/src/shell/line.ts'
import type { ClientCall } from './clients.ts'
import { printed } from './shell/printed.ts'

const MOST_BYTES = 2 * 1024 * 1024

/** The SQL that a call runs, as far as it can be read, and whether there is more that cannot. */
export interface Sources {
  readonly texts: readonly string[]
  readonly unknown: boolean
}

/** The SQL of a call: its arguments, its files, and what is on its standard input. */
export function sourcesOf(call: ClientCall, line: Line, index: number): Sources {
  const command = line.view.commands[index]
  const given = call.texts.map(({ text }) => (text.replaceAll(HOLE, '').trim() === '' ? undefined : text))
  const files = call.files.map((file) => fileText(file, line, index))
  const input = command && call.reads ? inputs(command, line, index) : []
  const all = [...given, ...files, ...input]
  return { texts: all.filter((text) => text !== undefined), unknown: all.includes(undefined) }
}

/** What is on standard input; nothing at a terminal, where nobody types. */
function inputs(command: BashCommand, line: Line, index: number): readonly (string | undefined)[] {
  const here = inputOf(command.redirects)
  if (here !== undefined) return [here]
  const file = command.redirects.findLast(
    ({ operator, descriptor }) => operator === '<' && (descriptor ?? 0) === 0,
  )
  if (file) return [fileText(file.target, line, index)]
  return command.pipedFrom.flatMap((place) => {
    const writer = line.view.commands[place]
    if (!writer) return []
    const text = printed(writer, line.view)
    if (text !== undefined) return [text]
    return writer.name === 'cat' ? writer.args.map((word) => fileText(word, line, place)) : [undefined]
  })
}

function fileText(file: BashWord, line: Line, index: number): string | undefined {
  const place = pathOf(file, line.folders[index])
  if (place === undefined) return undefined
  const writers = line.view.commands.filter(
    (command, at) => at < index && writesTo(command, place, line.folders[at]),
  )
  if (writers.length === 0) return textOf(place, MOST_BYTES)
  // A file that the line writes is read from the line, if that is plain.
  const texts = writers.map((writer) => printed(writer, line.view))
  return texts.includes(undefined) ? undefined : texts.join('\n')
}

function writesTo(command: BashCommand, place: string, folder: string | undefined): boolean {
  const targets = command.redirects
    .filter(({ operator }) => operator.includes('>'))
    .map(({ target }) => target)
  const words = /^(?:tee|cp|mv)$/.test(command.name ?? '') ? command.args : []
  return [...targets, ...words].some((word) => pathOf(word, folder) === place)
}
