/** The languages whose code can be looked at. */
export type Language = 'js' | 'python' | 'shell' | 'ruby' | 'perl' | 'powershell'

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  js: 'js',
  cjs: 'js',
  mjs: 'js',
  ts: 'js',
  cts: 'js',
  mts: 'js',
  py: 'python',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  rb: 'ruby',
  pl: 'perl',
  ps1: 'powershell',
}

const BY_PROGRAM: readonly (readonly [RegExp, Language])[] = [
  [/\bnode\b|\bdeno\b|\bbun\b/, 'js'],
  [/python/, 'python'],
  [/\b(?:ba|da|z|k)?sh\b/, 'shell'],
  [/\bruby\b/, 'ruby'],
  [/\bperl\b/, 'perl'],
  [/\bpwsh\b|powershell/, 'powershell'],
]

/** The language of a file: by what runs it, its extension, its first line; undefined for what is no code. */
export function languageOf(path: string, text: string, interpreter = ''): Language | undefined {
  const [first = ''] = text.slice(0, 200).split('\n')
  const extension = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
  return (
    byProgram(interpreter) ??
    BY_EXTENSION[extension] ??
    (first.startsWith('#!') ? byProgram(first) : undefined)
  )
}

function byProgram(text: string): Language | undefined {
  return BY_PROGRAM.find(([pattern]) => pattern.test(text))?.[1]
}

/** What of the code is kept; the rest becomes spaces, so that every offset stays. */
type Kept = 'code' | 'code and strings'

/** The code without its comments, and if wanted without what stands in quotes. Good enough for a guess, no parser. */
export function bare(text: string, language: Language, kept: Kept): string {
  const parts: string[] = []
  let from = 0
  for (const { start, end, comment } of skippable(text, language)) {
    if (!comment && kept === 'code and strings') continue
    parts.push(text.slice(from, start), text.slice(start, end).replace(/[^\n]/g, ' '))
    from = end
  }
  return parts.join('') + text.slice(from)
}

interface Stretch {
  readonly start: number
  readonly end: number
  readonly comment: boolean
}

function skippable(text: string, language: Language): readonly Stretch[] {
  return language === 'js' ? inScript(text) : inHashLanguage(text, language)
}

/** A comment begins with `#` at the start of a word; in Python a text in three quotes is mostly one as well. */
function inHashLanguage(text: string, language: Language): readonly Stretch[] {
  const triple = language === 'python' ? `'''[\\s\\S]*?(?:'''|$)|"""[\\s\\S]*?(?:"""|$)|` : ''
  const single = language === 'shell' ? `'[^']*'` : `'(?:[^'\\\\\\n]|\\\\[\\s\\S])*'`
  const pattern = new RegExp(`\\\\.|(?<![^\\s;&|(])#.*|${triple}"(?:[^"\\\\]|\\\\[\\s\\S])*"|${single}`, 'g')
  return [...text.matchAll(pattern)]
    .filter(([found]) => !found.startsWith('\\'))
    .map(({ 0: found, index }) => ({
      start: index,
      end: index + found.length,
      comment: /^(?:#|'''|""")/.test(found),
    }))
}

/** Words after which a slash begins a regular expression. */
const BEFORE_PATTERN = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|do|else|yield|await)$/

const IN_SCRIPT =
  /\/\/.*|\/\*[\s\S]*?(?:\*\/|$)|"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|`|[{}]|\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*|\//g

function inScript(text: string): readonly Stretch[] {
  const found: Stretch[] = []
  /** How many braces are open in each `${…}` that is being read, innermost last. */
  const open: number[] = []
  const pattern = new RegExp(IN_SCRIPT)
  const readTemplate = (start: number): void => {
    const end = templateEnd(text, start)
    found.push({ start, end, comment: false })
    pattern.lastIndex = end
    if (text.startsWith('${', end - 2) && text[end - 1] === '{') open.push(0)
  }
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [piece] = match
    const { index } = match
    if (piece === '`') readTemplate(index)
    else if (piece === '{') open.push((open.pop() ?? 0) + 1)
    else if (piece === '}' && open.at(-1) === 0) {
      open.pop()
      readTemplate(index)
    } else if (piece === '}') open.push((open.pop() ?? 1) - 1)
    else if (/^\/[/*]/.test(piece)) found.push({ start: index, end: index + piece.length, comment: true })
    else if (!piece.startsWith('/')) found.push({ start: index, end: index + piece.length, comment: false })
    else if (isDivision(text, index)) pattern.lastIndex = index + 1
    else found.push({ start: index, end: index + piece.length, comment: false })
  }
  return found
}

/** Where the text of a template that begins, or goes on, at `start` ends: after its quote, or after `${`. */
function templateEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '`') return at + 1
    else if (text[at] === '$' && text[at + 1] === '{') return at + 2
  }
  return text.length
}

function isDivision(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - 40), at).trimEnd()
  return /[\w$)\]]$/.test(before) && !BEFORE_PATTERN.test(before)
}
