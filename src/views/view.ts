import path from 'node:path'
import { clipped, printable, type Style } from './style.ts'

/** How results are shown: the style, and the folders that paths are shortened by. */
export interface View {
  readonly style: Style
  readonly cwd: string
  readonly home: string | undefined
}

/** Terminals have at least so many columns. */
export const WIDTH = 80

/** A file as people write it: relative inside of the current folder, with `~` inside of the home folder. */
export function shownPath(file: string, { cwd, home }: Pick<View, 'cwd' | 'home'>): string {
  const inside = path.relative(cwd, file)
  if (inside !== '' && !inside.startsWith('..') && !path.isAbsolute(inside)) return printable(inside)
  if (home === undefined || home === '') return printable(file)
  if (file === home) return '~'
  return printable(file.startsWith(home + path.sep) ? `~${file.slice(home.length)}` : file)
}

/** What stands in backquotes stays together, if it is short enough. */
const WORD = /\s*(?:\S?`[^`\s][^`]{0,38}`\S*|\S+)/g

/** Colours take no room. */
const COLOUR = /\u001B\[\d+m/g

/** Diffs and trees do not start with a word at the margin; an error, a note and a receipt do. */
const WORD_FIRST = /^[\p{L}`]/u
const COLUMNS = /\S {2}/

/** A line for a terminal: prose breaks between words and not within; everything else is the terminal's to break. */
export function proseFolded(line: string): string {
  const plain = line.replace(COLOUR, '')
  const prose = WORD_FIRST.test(plain) && !COLUMNS.test(plain)
  return plain.length <= WIDTH || !prose ? line : folded(line, 2).join('\n')
}

function widthOf(text: string): number {
  return text.includes('\u001B') ? text.replace(COLOUR, '').length : text.length
}

/** A text over lines of at most the width, the later ones indented; a word that is longer has a line of its own. */
export function folded(text: string, indent: number): readonly string[] {
  if (widthOf(text) <= WIDTH) return [text]
  const lines: string[] = []
  const lead = /^ */.exec(text)?.[0] ?? ''
  let current = ''
  for (const [word] of text.trimStart().matchAll(WORD)) {
    const before = current === '' ? lead.length : widthOf(current)
    if (current.trim() !== '' && before + widthOf(word) > WIDTH) {
      lines.push(current)
      current = ' '.repeat(indent) + word.trimStart()
    } else current = current === '' ? lead + word : current + word
  }
  return [...lines, current]
}

/** A name and the file it is about; the file below where both are too long for one line. */
export function titleLines(name: string, file: string, style: Style): readonly string[] {
  return name.length + file.length + 2 <= WIDTH
    ? [`${style.bold(name)}  ${style.dim(file)}`]
    : [style.bold(name), `  ${style.dim(file)}`]
}

/** A sentence in which files of these folders are written as people write them. */
export function shownText(text: string, { cwd, home }: Pick<View, 'cwd' | 'home'>): string {
  const short = cwd === path.parse(cwd).root ? text : text.replaceAll(cwd + path.sep, '')
  const said = home === undefined || home === '' ? short : short.replaceAll(home + path.sep, `~${path.sep}`)
  return clipped(said, LONGEST_SENTENCE)
}

/** What is longer was made to be so. */
const LONGEST_SENTENCE = 1000
