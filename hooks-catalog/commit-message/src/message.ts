import path from 'node:path'
import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { allValues, parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import { inputOf } from '../../../src/runtime/src/kit/bash/simple.ts'
import type { BashCommand, BashView, BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import type { GitCall } from '../../_shared/src/git/call.ts'
import { textOf } from '../../_shared/src/git/read-file.ts'
import { pathOf } from '../../_shared/src/shell/folders.ts'
import type { Line } from '../../_shared/src/shell/line.ts'

const OPTIONS = spec(
  'm: F: C: c: t: a p e i o n v q s z S u message= file= reuse-message= reedit-message= template= author= date= cleanup= fixup= squash= trailer= pathspec-from-file= all patch amend edit dry-run verify verbose quiet signoff status porcelain short long branch allow-empty allow-empty-message reset-author only include null untracked-files gpg-sign',
)
// Behind these letters comes a value, if anything does.
const OPTIONAL_VALUE = /^(-[aepiovqszn]*[Su]).+$/

/** The message of a commit as far as the command line tells it; holes stand for what only the shell knows. */
export interface Message {
  readonly text: string
  /** Trailers that options add. */
  readonly trailers: readonly string[]
}

/** The message that `git commit` is given; `undefined` when it comes from an editor, another commit, or is not known. */
export function messageOf(call: GitCall, line: Line): Message | undefined {
  const args = call.args.map((word) => ({ ...word, text: word.text.replace(OPTIONAL_VALUE, '$1') }))
  const parsed = parseOptions(args, OPTIONS)
  const { flags } = parsed
  if (
    ['C', 'c', 'reuse-message', 'reedit-message', 'fixup', 'squash', 'dry-run'].some((flag) =>
      flags.has(flag),
    )
  )
    return undefined
  const trailers = [
    ...allValues(parsed, 'trailer').map(({ text }) => text),
    ...(flags.has('s') || flags.has('signoff') ? ['Signed-off-by'] : []),
  ]
  const given = allValues(parsed, 'm', 'message')
  const file = allValues(parsed, 'F', 'file').at(-1)
  const written = filler(call, line)
  if (given.length > 0) return { text: given.map((word) => written(word.text)).join('\n\n'), trailers }
  const text = file && fileText(file, call, line)
  return text === undefined ? undefined : { text, trailers }
}

/** Puts what the substitutions of the command print into its holes, where all of them can be told apart. */
function filler(call: GitCall, { view }: Line): (text: string) => string {
  const prints = view.commands
    .filter(({ parent, via }) => parent === call.index && via === 'substitution')
    .map((command) => printed(command, view)?.replace(/\n+$/, ''))
  const holes = call.command.args.reduce((sum, { text }) => sum + text.split(HOLE).length - 1, 0)
  if (prints.length !== holes) return (text) => text
  let next = 0
  const fills = new Map<string, string>()
  for (const { text } of call.command.args) {
    const start = next
    if (!text.includes(HOLE)) continue
    const filled = text.replaceAll(HOLE, () => prints[next++] ?? HOLE)
    if (start !== next) fills.set(text, filled)
  }
  // An option may hold its value in the same word: `--message=…`, `-am…`.
  return (text) =>
    fills.get(text) ??
    [...fills].flatMap(([from, to]) =>
      from.endsWith(text) ? [to.slice(from.length - text.length)] : [],
    )[0] ??
    text
}

/** What a simple command prints, where that is plain: `cat` of a here-document, `echo`, `printf` of one text. */
function printed({ name, args, redirects, pipedFrom }: BashCommand, view: BashView): string | undefined {
  if (args.some(({ known }) => !known)) return undefined
  const words = args.map(({ text }) => text)
  if (name === 'echo')
    return `${(words[0] === '-n' || words[0] === '-e' ? words.slice(1) : words).join(' ')}\n`
  if (name === 'printf') {
    const [format = '', ...values] = words
    const plain = format.replaceAll('\\n', '\n')
    if (values.length === 0 && !plain.includes('%')) return plain
    return /^%s(?:\n)?$/.test(plain)
      ? values.map((value) => plain.replace('%s', () => value)).join('')
      : undefined
  }
  if (name !== 'cat' || words.some((word) => word !== '-')) return undefined
  const input = inputOf(redirects)
  if (input !== undefined) return input
  const writer = pipedFrom.length === 1 ? view.commands[pipedFrom[0] ?? -1] : undefined
  return writer && printed(writer, view)
}

function fileText(file: BashWord, call: GitCall, line: Line): string | undefined {
  const { view } = line
  if (file.text === '-') return inputOf(call.command.redirects) ?? pipedText(call.command, view)
  const place = pathOf(file, call.folder)
  if (place === undefined) return undefined
  // A file that the line itself writes is not there yet, or holds something older.
  const writers = view.commands.filter((command, index) => {
    const targets = command.redirects
      .filter(({ operator }) => operator.includes('>'))
      .map(({ target }) => target)
    const words = command.name === 'tee' || command.name === 'cp' || command.name === 'mv' ? command.args : []
    return (
      index < call.index && [...targets, ...words].some((word) => pathOf(word, line.folders[index]) === place)
    )
  })
  if (writers.length === 0) return textOf(path.resolve(place))
  const [writer] = writers
  const whole = writers.length === 1 && writer?.redirects.every(({ operator }) => operator !== '>>')
  return whole && writer ? printed(writer, view) : undefined
}

function pipedText({ pipedFrom }: BashCommand, view: BashView): string | undefined {
  const writer = pipedFrom.length === 1 ? view.commands[pipedFrom[0] ?? -1] : undefined
  return writer && printed(writer, view)
}
