import { inputOf } from '../../../../src/runtime/src/kit/bash/simple.ts'
import type { BashCommand, BashView } from '../../../../src/runtime/src/kit/bash/view-types.ts'

/** What a simple command prints, where that is plain: `echo`, `printf` of a text, `cat` of a here-document. */
export function printed(
  { name, args, redirects, pipedFrom }: BashCommand,
  view: BashView,
): string | undefined {
  const words = args.map(({ text }) => text)
  if (name === 'echo') return `${(/^-[neE]+$/.test(words[0] ?? '') ? words.slice(1) : words).join(' ')}\n`
  if (name === 'printf') {
    const [format = '', ...values] = words
    const line = format.replaceAll('\\n', '\n')
    if (values.length === 0) return line
    return /^%s\n?$/.test(line) ? values.map((value) => line.replace('%s', () => value)).join('') : undefined
  }
  if (name !== 'cat' || words.some((word) => word !== '-')) return undefined
  const input = inputOf(redirects)
  if (input !== undefined) return input
  const writer = pipedFrom.length === 1 ? view.commands[pipedFrom[0] ?? -1] : undefined
  return writer && printed(writer, view)
}
