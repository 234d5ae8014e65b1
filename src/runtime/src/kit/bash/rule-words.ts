import type { Assignment, ParsedScript, Word, WordPart } from 'unbash'

/** What a variable of the line holds: a fixed word, the output of a command, or another value in each round of a loop. */
export type Assigned = 'fixed' | 'output' | 'changing'

/** A word as the client compares it with rules, how far it could be read, and the scripts that stand in it. */
export interface WordRead {
  readonly text: string
  /** Of `name=value` what is behind the sign. */
  readonly value?: string
  readonly reading: 'whole' | 'loose' | 'none'
  readonly scripts: readonly ParsedScript[]
}

type Variables = ReadonlyMap<string, Assigned>

/** Variables that the client takes for known inside of quotes. */
const KNOWN: ReadonlySet<string> = new Set(
  'HOME PWD OLDPWD USER LOGNAME PATH SHELL TMPDIR HOSTNAME UID EUID PPID RANDOM SECONDS IFS LINENO SHLVL'.split(
    ' ',
  ),
)

/** A word of a command. */
export function wordRead({ parts, value, text }: Word, variables: Variables): WordRead {
  if (!parts) return { text: value, reading: 'whole', scripts: [] }
  const [only] = parts
  if (parts.length === 1 && only) return alone(only, variables)
  const reads = parts.map((part) => joined(part, variables))
  const read: WordRead = together(reads)
  return read.scripts.length > 0 ? { ...read, text, reading: worse(read.reading, 'loose') } : read
}

/** A word that is the value of a variable: a substitution without quotes is read there. */
export function valueRead(word: Word, variables: Variables): WordRead {
  const [only, ...more] = word.parts ?? []
  if (only?.type === 'CommandExpansion' && more.length === 0)
    return {
      text: only.text,
      reading: only.script ? 'whole' : 'none',
      scripts: only.script ? [only.script] : [],
    }
  const read = wordRead(word, variables)
  return read.reading === 'loose' ? { ...read, reading: 'none' } : read
}

/** `name=value`, before a program or behind it. */
export function argumentRead(entry: Assignment, variables: Variables): WordRead {
  const { name, value, index } = entry
  if (value.type !== 'Word' || index) return { text: entry.text, reading: 'none', scripts: [] }
  const read = valueRead(value, variables)
  return { ...read, value: read.text, text: `${name}${entry.append ? '+' : ''}=${read.text}` }
}

function together(reads: readonly WordRead[]): WordRead {
  return {
    text: reads.map(({ text }) => text).join(''),
    reading: reads.map(({ reading }) => reading).reduce(worse, 'whole'),
    scripts: reads.flatMap(({ scripts }) => scripts),
  }
}

function worse(one: WordRead['reading'], other: WordRead['reading']): WordRead['reading'] {
  return [one, other].find((reading) => reading === 'none') ?? (one === 'loose' ? one : other)
}

/** A part that is the whole word. */
function alone(part: WordPart, variables: Variables): WordRead {
  if (part.type === 'SimpleExpansion') {
    const name = part.text.slice(1)
    const fixed = name === 'HOME' || variables.get(name) === 'fixed'
    return { text: part.text, reading: fixed ? 'whole' : 'loose', scripts: [] }
  }
  if (part.type === 'CommandExpansion')
    return part.script
      ? { text: part.text, reading: 'loose', scripts: [part.script] }
      : { text: part.text, reading: 'none', scripts: [] }
  return joined(part, variables)
}

/** A part of a word that has others. */
function joined(part: WordPart, variables: Variables): WordRead {
  switch (part.type) {
    case 'Literal':
    case 'Glob':
    case 'SingleQuoted':
      return { text: part.value, reading: 'whole', scripts: [] }
    case 'DoubleQuoted':
      return quoted(part.parts, part.text, variables)
    case 'SimpleExpansion': {
      const name = part.text.slice(1)
      const fixed = name === 'HOME' || variables.get(name) === 'fixed'
      return { text: part.text, reading: fixed ? 'whole' : 'none', scripts: [] }
    }
    case 'CommandExpansion':
      return {
        text: part.text,
        reading: part.script ? 'loose' : 'none',
        scripts: part.script ? [part.script] : [],
      }
    case 'ArithmeticExpansion':
      return {
        text: part.text,
        reading: /[A-Za-z_$`]/.test(part.text.slice(1)) ? 'none' : 'whole',
        scripts: [],
      }
    default:
      return { text: part.text, reading: 'none', scripts: [] }
  }
}

/**
 * What stands between double quotes. Substitutions in it are read when something fixed stands there too, apart from
 * them; variables when their value is known, or when they hold an output and something fixed stands there.
 */
function quoted(parts: readonly WordPart[], text: string, variables: Variables): WordRead {
  const reads = parts.map((part) => insideQuotes(part, variables))
  const read = together(reads)
  const fixed = parts.some(
    (part) => (part.type === 'Literal' && part.value.trim() !== '') || part.type === 'ArithmeticExpansion',
  )
  const variable = parts.filter((part) => part.type === 'SimpleExpansion').map((part) => part.text.slice(1))
  const certain = variable.some((name) => name === 'HOME' || variables.get(name) === 'fixed')
  if (variable.length > 0 && !fixed && !certain) return { ...read, reading: 'none' }
  if (read.scripts.length === 0) return read
  const apart =
    (fixed || certain) &&
    parts.every((part, at) => part.type !== 'CommandExpansion' || standsApart(parts, at))
  return { ...read, text: text.slice(1, -1), reading: worse(read.reading, apart ? 'whole' : 'loose') }
}

function standsApart(parts: readonly WordPart[], at: number): boolean {
  const before = parts[at - 1]
  const after = parts[at + 1]
  return (
    (before?.type !== 'Literal' || /\s$/.test(before.value)) &&
    (after?.type !== 'Literal' || /^\s/.test(after.value))
  )
}

function insideQuotes(part: WordPart, variables: Variables): WordRead {
  if (part.type === 'CommandExpansion')
    return {
      text: part.text,
      reading: part.script ? 'whole' : 'none',
      scripts: part.script ? [part.script] : [],
    }
  if (part.type !== 'SimpleExpansion') return joined(part, variables)
  const name = part.text.slice(1)
  const assigned = variables.get(name)
  const known = KNOWN.has(name) || assigned === 'fixed' || assigned === 'output'
  return { text: part.text, reading: known ? 'whole' : 'none', scripts: [] }
}
