import { HOLE } from '../shell/text.ts'
import { placeOf } from './windows-paths.ts'

/** A word of PowerShell, and the pieces of code that stand in it. */
export interface PsWord {
  readonly text: string
  /** Code in round or curly brackets that belongs to the word. */
  readonly code: readonly string[]
  /** Whether the word is a name that can be looked up, and no text in quotes. */
  readonly bare: boolean
  /** The name of the variable that the word begins with. */
  readonly variable?: string
}

/** Commands joined by `|`. */
export type PsPipeline = readonly (readonly PsWord[])[]

/** Text that is no PowerShell, as far as brackets and quotes go. */
class NotPowerShell extends Error {
  override name = 'NotShell'
}

interface Reading {
  readonly source: string
  readonly variables: ReadonlyMap<string, string>
  at: number
}

/**
 * The pipelines of a text of PowerShell, one after another: what a variable holds is asked when a pipeline is read.
 * Code in brackets is left to whoever reads the words.
 */
export function* psPipelines(source: string, variables: ReadonlyMap<string, string>): Generator<PsPipeline> {
  const reading: Reading = { source, variables, at: 0 }
  let pipeline: PsWord[][] = [[]]
  while (reading.at < source.length) {
    const mark = operator(reading)
    // The call operator stands in front of a command; behind one, `&` sends it into the background.
    if (mark === ';' || (mark === '&' && pipeline.at(-1)?.length !== 0)) {
      yield whole(pipeline)
      pipeline = [[]]
    } else if (mark === '|') pipeline.push([])
    else if (mark === undefined) {
      const word = readWord(reading)
      if (word) pipeline.at(-1)?.push(word)
    }
  }
  yield whole(pipeline)
}

function whole(pipeline: readonly (readonly PsWord[])[]): PsPipeline {
  return pipeline.filter((words) => words.length > 0)
}

// Blanks, comments, separators and redirections; undefined where a word begins.
function operator(reading: Reading): string | undefined {
  const found = /[ \t\r]+|`\r?\n|<#[\s\S]*?#>|#[^\n]*|\|\||&&|[;\n]|\||,|&|\d?>>?(?:&\d)?|[)}\]]/y
  found.lastIndex = reading.at
  const [mark] = found.exec(reading.source) ?? []
  if (mark === undefined) return undefined
  reading.at += mark.length
  if (mark === '|' || mark === '&') return mark
  return /^(?:\|\||&&|[;\n])$/.test(mark) ? ';' : ' '
}

function readWord(reading: Reading): PsWord | undefined {
  let text = ''
  let bare = true
  const code: string[] = []
  const { source } = reading
  const from = reading.at
  while (reading.at < source.length && !/[\s;|,)}]/.test(source.charAt(reading.at))) {
    const char = source.charAt(reading.at)
    if (char === '=' && /^(?:\$\{?\w+\}?)?$/.test(source.slice(from, reading.at))) {
      // An assignment needs no blanks.
      if (reading.at === from) {
        reading.at += 1
        return { text: '=', code: [], bare: true }
      }
      break
    }
    if (char === "'" || char === '"' || /^@['"]\r?\n/.test(source.slice(reading.at, reading.at + 3))) {
      if (reading.at === from) bare = false
      text += quoted(reading, code)
    } else if (char === '(' && /^[a-z][\w-]*$/i.test(source.slice(from, reading.at))) break
    else if (/[({]/.test(char) || /^[@$]\(|^@\{/.test(source.slice(reading.at, reading.at + 2))) {
      code.push(bracketed(reading))
      text += HOLE
    } else if (char === '$') text += variable(reading)
    else if (char === '`') {
      text += source.charAt(reading.at + 1)
      reading.at += 2
    } else {
      text += char
      reading.at += 1
    }
  }
  if (reading.at === from) reading.at += 1
  const [, name] = /^\$\{?(\w+)\}?$/.exec(source.slice(from, reading.at)) ?? []
  if (name !== undefined) return { text, code, bare, variable: name.toLowerCase() }
  return text === '' && bare ? undefined : { text, code, bare }
}

function quoted(reading: Reading, code: string[]): string {
  const { source } = reading
  const here = source.charAt(reading.at) === '@'
  const quote = source.charAt(reading.at + (here ? 1 : 0))
  if (here) {
    const end = source.indexOf(`\n${quote}@`, reading.at)
    if (end < 0) throw new NotPowerShell('a text in it has no end')
    const text = source.slice(reading.at + 2, end)
    reading.at = end + 3
    return text
  }
  reading.at += 1
  let text = ''
  for (;;) {
    const char = source.charAt(reading.at)
    if (char === '') throw new NotPowerShell('a text in it has no end')
    if (char === quote && source.charAt(reading.at + 1) === quote) {
      text += quote
      reading.at += 2
    } else if (char === quote) {
      reading.at += 1
      return text
    } else if (quote === '"' && char === '`') {
      text += source.charAt(reading.at + 1)
      reading.at += 2
    } else if (quote === '"' && char === '$' && source.charAt(reading.at + 1) === '(') {
      code.push(bracketed(reading))
      text += HOLE
    } else if (quote === '"' && char === '$') text += variable(reading)
    else {
      text += char
      reading.at += 1
    }
  }
}

const CLOSES: Readonly<Record<string, string>> = { '(': ')', '{': '}' }

// The code between two brackets; quotes in it are passed over.
function bracketed(reading: Reading): string {
  const { source } = reading
  while (!CLOSES[source.charAt(reading.at)]) reading.at += 1
  const from = reading.at + 1
  const open: string[] = []
  for (; reading.at < source.length; reading.at += 1) {
    const char = source.charAt(reading.at)
    if (char === '`') reading.at += 1
    else if (char === "'" || char === '"') {
      quoted(reading, [])
      reading.at -= 1
    } else if (CLOSES[char]) open.push(CLOSES[char])
    else if (char === open.at(-1)) {
      open.pop()
      if (open.length > 0) continue
      reading.at += 1
      return source.slice(from, reading.at - 1)
    }
  }
  throw new NotPowerShell('a bracket in it is never closed')
}

const KNOWN: Readonly<Record<string, string>> = {
  pwd: '.',
  psscriptroot: '.',
  home: '~',
  true: 'true',
  false: 'false',
  null: '',
}

function variable(reading: Reading): string {
  const found = /\$(?:\{([^}]*)\}|((?:\w+:)?\w+|[?$^_]))?/y
  found.lastIndex = reading.at
  const match = found.exec(reading.source)
  const name = (match?.[1] ?? match?.[2] ?? '').toLowerCase()
  reading.at += match?.[0].length ?? 1
  if (name === '') return '$'
  const [, place] = /^env:(.*)$/.exec(name) ?? []
  if (place !== undefined) return placeOf(place) ?? HOLE
  return reading.variables.get(name) ?? KNOWN[name] ?? HOLE
}
