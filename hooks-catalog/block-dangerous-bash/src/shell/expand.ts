import type { DoubleQuotedChild, Word, WordPart } from 'unbash'
import { alternatives } from '../../../../src/runtime/src/kit/bash/braces.ts'
import { TooComplex } from '../../../../src/runtime/src/kit/bash/limits.ts'
import { parseBash } from '../../../../src/runtime/src/kit/bash/parse.ts'
import { fixedText } from '../../../../src/runtime/src/kit/bash/text.ts'
import { arithmetic } from './arithmetic.ts'
import { substitute } from './parameter.ts'
import { nested, type Scope, spend } from './scope.ts'
import { isKnown, join, known, Taint, type Text, taintsOf, unknown } from './text.ts'
import { lookup } from './variables.ts'

// A piece of a word: text that stays together, text that is split at $IFS, or a field boundary.
type Piece = { readonly text: Text; readonly split: boolean } | 'boundary'

/** Runs the commands of a substitution and gives back what they print; set by the module that runs commands. */
interface Runner {
  output(script: object | undefined, scope: Scope): Text
  stream(script: object | undefined, scope: Scope, operator: '<' | '>'): Text
  walk(node: object, scope: Scope): void
}

/** The functions that expansion needs from the reader; filled in once at start to avoid an import cycle. */
export const runner: { current: Runner | undefined } = { current: undefined }

const MOST_FIELDS = 256

/** The fields a word becomes as arguments of a command. */
export function expandWord(word: Word, scope: Scope): Text[] {
  if (!word.parts) return [known(word.value)]
  let variants: Piece[][] = [[]]
  for (const part of word.parts) {
    const options = part.type === 'BraceExpansion' ? braced(part.text, scope) : [pieces(part, scope, false)]
    if (variants.length * options.length > MOST_FIELDS) throw new TooComplex('it expands to too many words')
    const [only] = options
    if (options.length === 1 && only) for (const variant of variants) variant.push(...only)
    else variants = variants.flatMap((variant) => options.map((option) => [...variant, ...option]))
  }
  return variants.flatMap((variant) => fields(variant, scope))
}

/** The one text a word becomes where the shell does not split, as in an assignment. */
export function expandText(word: Word, scope: Scope): Text {
  if (!word.parts) return known(word.value)
  return joined(word.parts, scope)
}

/** The text of a here-document's body or of any other list of parts. */
export function joined(parts: readonly WordPart[], scope: Scope): Text {
  const texts = parts.map((part) =>
    part.type === 'BraceExpansion' ? known(part.text) : flat(pieces(part, scope, true)),
  )
  return join(texts)
}

function flat(list: readonly Piece[]): Text {
  return join(list.map((piece) => (piece === 'boundary' ? known(' ') : piece.text)))
}

function braced(text: string, scope: Scope): Piece[][] {
  return alternatives(text).flatMap((option): Piece[][] => {
    if (!/[$`'"\\{]/.test(option)) return [[whole(known(option))]]
    spend(scope)
    const [statement] = parseBash(`: ${option}`).commands
    const command = statement?.command
    const word = command?.type === 'Command' ? command.args[0] : undefined
    if (word?.type !== 'Word') return [[whole(known(option))]]
    const expanded = nested(scope, () => expandWord(word, scope))
    return expanded.length > 0 ? expanded.map((field) => [whole(field)]) : [[whole(known(''))]]
  })
}

function whole(text: Text): Piece {
  return { text, split: false }
}

function pieces(part: WordPart, scope: Scope, quoted: boolean): Piece[] {
  const fixed = fixedText(part)
  if (fixed !== undefined) return [whole(known(fixed))]
  switch (part.type) {
    case 'DoubleQuoted':
    case 'LocaleString':
      return [
        ...part.parts.flatMap((child: DoubleQuotedChild) => pieces(child, scope, true)),
        whole(known('')),
      ]
    case 'SimpleExpansion':
      return values(part.text.slice(1), scope, quoted)
    case 'ParameterExpansion':
      return spread(
        substitute(part, scope),
        { quoted, separator: separator(scope) },
        /^(?:.*\[)?@/.test(wildcard(part)),
      )
    case 'CommandExpansion':
      return [{ text: trimmed(output(part.script, scope)), split: !quoted }]
    case 'ArithmeticExpansion':
      runner.current?.walk(part, scope)
      return [whole(known(String(sum(part.text, scope) ?? 1)))]
    case 'ProcessSubstitution':
      return [whole(runner.current?.stream(part.script, scope, part.operator) ?? unknown())]
    default:
      return [whole(known(part.text))]
  }
}

// The first character of IFS joins elements.
function separator(scope: Scope): string {
  const ifs = scope.vars.has('IFS') ? lookup(scope, 'IFS')?.[0] : undefined
  return ifs && isKnown(ifs) ? ifs.text.slice(0, 1) : ' '
}

function sum(text: string, scope: Scope): number | undefined {
  const inner = /^\$(?:\(\(|\[)(.*?)(?:\)\)|\])$/s.exec(text)?.[1]
  return inner === undefined ? undefined : arithmetic(inner, (name) => numeric(lookup(scope, name)?.[0]))
}

function numeric(text: Text | undefined): string {
  return text && isKnown(text) ? text.text : '1'
}

function wildcard(part: Extract<WordPart, { type: 'ParameterExpansion' }>): string {
  return part.index ? part.index.value : part.parameter
}

function output(script: object | undefined, scope: Scope): Text {
  return runner.current?.output(script, scope) ?? unknown()
}

function trimmed(text: Text): Text {
  return text.text.endsWith('\n') ? known(text.text.replace(/\n+$/, ''), text.taints) : text
}

function values(name: string, scope: Scope, quoted: boolean): Piece[] {
  if (name === '@' || name === '*')
    return spread(scope.args ?? [unknown()], { quoted, separator: separator(scope) }, name === '@')
  if (/^[1-9]$/.test(name)) return spread(positional(scope, Number(name)), quoted, false)
  return spread(lookup(scope, name)?.slice(0, 1) ?? [], quoted, false)
}

/** A positional parameter; those nobody gave are open where nobody knows how many there are. */
export function positional(scope: Scope, index: number): readonly Text[] {
  if (index === 0) return lookup(scope, '0') ?? []
  const given = scope.args?.[index - 1]
  if (given) return [given]
  return scope.args && index > 0 ? [] : [unknown()]
}

interface Spreading {
  readonly quoted: boolean
  /** Between elements that are put into one word. */
  readonly separator?: string
}

function spread(texts: readonly Text[], quoted: boolean | Spreading, apart: boolean): Piece[] {
  const how = typeof quoted === 'boolean' ? { quoted } : quoted
  if (how.quoted && !apart) return [whole(join(texts, how.separator ?? ' '))]
  return texts.flatMap((text, index): Piece[] => {
    const piece: Piece = { text, split: !how.quoted }
    return index === 0 ? [piece] : ['boundary', piece]
  })
}

function fields(variant: readonly Piece[], scope: Scope): Text[] {
  const list: Text[] = []
  let current: Text[] = []
  const flush = () => {
    if (current.length > 0) list.push(join(current))
    current = []
  }
  for (const piece of variant) {
    if (piece === 'boundary') flush()
    else if (!piece.split) current.push(piece.text)
    else {
      const parts = splitAtIfs(piece.text, scope)
      parts.forEach((text, index) => {
        if (index > 0) flush()
        if (text.text !== '') current.push(text)
      })
    }
  }
  flush()
  if (list.length > MOST_FIELDS * 4) return [{ ...unknown(), taints: taintsOf(list) | Taint.given }]
  return list
}

function splitAtIfs(text: Text, scope: Scope): Text[] {
  const ifs = scope.vars.has('IFS') ? lookup(scope, 'IFS')?.[0] : undefined
  const separators = ifs && isKnown(ifs) ? ifs.text : ' \t\n'
  if (separators === '' || ![...separators].some((separator) => text.text.includes(separator))) return [text]
  const parts = ['']
  for (const character of text.text) {
    if (separators.includes(character)) parts.push('')
    else parts[parts.length - 1] += character
  }
  return parts.map((part) => known(part, text.taints))
}
