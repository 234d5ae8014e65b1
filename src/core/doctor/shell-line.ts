/** A word of a shell command, quotes taken away; `$` that the shell would expand stays, any other is `literal`. */
export interface Word {
  readonly text: string
  /** It has a `$` between single quotes or behind a backslash, which the shell leaves as it is. */
  readonly literalDollar: boolean
  /** It has what only the shell knows: a substitution, an unknown expansion, a pattern. */
  readonly open: boolean
}

/** One simple command: its words, and whether another program reads what it prints. */
export interface SimpleCommand {
  readonly words: readonly Word[]
  readonly piped: boolean
  /** Its stdout goes to a file, to nowhere or to stderr. */
  readonly redirected: boolean
}

const KEYWORDS = new Set(
  'if then elif else fi do done while until for in case esac { } ! time function'.split(' '),
)

interface Reading {
  readonly line: string
  at: number
  words: Word[]
  redirected: boolean
  readonly found: SimpleCommand[]
  /** How many substitutions this text is inside of. */
  readonly depth: number
}

/** Nobody nests deeper, or writes more into one command. */
const MOST_DEPTH = 10
const MOST_LETTERS = 50_000

/** The simple commands of a shell text, those in substitutions after the one they are in. A reader, no shell: it may miss some. */
export function simpleCommands(line: string, depth = 0): readonly SimpleCommand[] {
  if (depth > MOST_DEPTH || line.length > MOST_LETTERS) return []
  const reading: Reading = { line, at: 0, words: [], redirected: false, found: [], depth }
  while (reading.at < line.length) step(reading)
  finish(reading, false)
  return reading.found
}

function step(reading: Reading): void {
  const { line, at } = reading
  const char = line[at] as string
  if (/[ \t\r]/.test(char)) reading.at += 1
  else if (char === '#') skipTo(reading, '\n')
  else if (/^(?:&>>?|\d*(?:>>|>\||>&|>|<<<|<&|<))/.test(line.slice(at, at + 6))) redirect(reading)
  else if (';&|()\n'.includes(char)) {
    const two = line.slice(at, at + 2)
    finish(reading, char === '|' && two !== '||')
    reading.at += ['&&', '||', ';;', '|&'].includes(two) ? 2 : 1
  } else if (line.startsWith('\\\n', at)) reading.at += 2
  else reading.words.push(readWord(reading))
}

function skipTo(reading: Reading, mark: string): void {
  const end = reading.line.indexOf(mark, reading.at)
  reading.at = end === -1 ? reading.line.length : end
}

function redirect(reading: Reading): void {
  const [operator = ''] =
    /^(?:&>>?|\d*(?:>>|>\||>&|>|<<<|<&|<))/.exec(reading.line.slice(reading.at, reading.at + 12)) ?? []
  reading.at += operator.length
  while (/[ \t]/.test(reading.line[reading.at] ?? '')) reading.at += 1
  readWord(reading)
  if (/^(?:&|1?>)/.test(operator)) reading.redirected = true
}

function finish(reading: Reading, piped: boolean): void {
  let { words } = reading
  while (words[0] && KEYWORDS.has(words[0].text)) words = words.slice(1)
  if (words.length > 0) reading.found.push({ words, piped, redirected: reading.redirected })
  reading.words = []
  reading.redirected = false
}

function readWord(reading: Reading): Word {
  const { line } = reading
  const word = { text: '', literalDollar: false, open: false }
  while (reading.at < line.length) {
    const char = line[reading.at] as string
    if (/[\s;&|()<>]/.test(char)) break
    if (char === "'") readSingle(reading, word)
    else if (char === '"') readDouble(reading, word)
    else readBare(reading, word, '*?[')
  }
  return word
}

type Making = { -readonly [Key in keyof Word]: Word[Key] }

function readSingle(reading: Reading, word: Making): void {
  const end = reading.line.indexOf("'", reading.at + 1)
  const inside = reading.line.slice(reading.at + 1, end === -1 ? undefined : end)
  word.text += inside
  if (inside.includes('$')) word.literalDollar = true
  reading.at = end === -1 ? reading.line.length : end + 1
}

function readDouble(reading: Reading, word: Making): void {
  reading.at += 1
  while (reading.at < reading.line.length && reading.line[reading.at] !== '"') readBare(reading, word, '')
  reading.at += 1
}

/** One character, escape or expansion. */
function readBare(reading: Reading, word: Making, patterns: string): void {
  const { line, at } = reading
  const char = line[at] as string
  if (char === '\\') {
    word.text += line[at + 1] ?? ''
    if (line[at + 1] === '$') word.literalDollar = true
    reading.at += 2
  } else if (line.startsWith('$(', at) || char === '`') {
    word.open = true
    readSubstitution(reading)
  } else {
    if (patterns.includes(char)) word.open = true
    word.text += char
    reading.at += 1
  }
}

/** What is run in place of a part of a word is a command line as well. */
function readSubstitution(reading: Reading): void {
  const { line, at } = reading
  const quoted = line[at] === '`'
  let end = at + (quoted ? 1 : 2)
  for (let depth = 1; end < line.length && depth > 0; end++) {
    if (line[end] === '\\') end += 1
    else if (quoted && line[end] === '`') depth = 0
    else if (!quoted && line[end] === '(') depth += 1
    else if (!quoted && line[end] === ')') depth -= 1
  }
  const inside = line.slice(at + (quoted ? 1 : 2), end - 1)
  reading.at = end
  // Its output is a part of this word, so it reaches nobody else.
  reading.found.push(...simpleCommands(inside, reading.depth + 1).map((one) => ({ ...one, piped: true })))
}
