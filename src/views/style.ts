/** Colours, or the texts as they are. Colour never carries a meaning alone. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
}

/** The styles for a terminal that shows colours, or for anything else. */
export function styleFor(colours: boolean): Style {
  const wrap = (code: number, end: number) => (text: string) =>
    colours ? `\u001B[${code}m${text}\u001B[${end}m` : text
  return { bold: wrap(1, 22), dim: wrap(2, 22), red: wrap(31, 39), green: wrap(32, 39), yellow: wrap(33, 39) }
}

const PLAIN = /^[\t\x20-\x7E]*$/

/** What a terminal acts on, and what is there and cannot be seen; only the two forms of an emoji may stay. */
const HIDDEN = /(?!\t|\uFE0E|\uFE0F)[\p{C}\p{Zl}\p{Zp}\p{DI}]/gu

/**
 * A text from outside (a pack, a registry, a settings file) that is safe to print, in one line: what is hidden or acts on
 * the terminal is spelled out, such as `\u{1b}`.
 */
export function printable(text: string): string {
  return PLAIN.test(text) ? text : text.replace(HIDDEN, spelledOut)
}

function spelledOut(character: string): string {
  return `\\u{${character.codePointAt(0)?.toString(16)}}`
}

/** What `styleFor` writes. */
const OWN_STYLES = /(\u001B\[(?:1|2|22|31|32|33|39)m)/

/**
 * The last look at a line that is about to be written, whoever has made it: nothing in it acts on the terminal but, where
 * there are colours, our own; and it stays one line.
 */
export function safeLine(line: string, colours: boolean): string {
  if (!colours || PLAIN.test(line)) return printable(line)
  return line
    .split(OWN_STYLES)
    .map((part, at) => (at % 2 === 1 ? part : printable(part)))
    .join('')
}

/** A value as JSON in which nothing acts on a terminal; readers of JSON get the same value. */
export function jsonText(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(HIDDEN, (character) =>
    character === '\n' ? character : character.split('').map(escaped).join(''),
  )
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** A `type` of a JSON Schema in words. */
export function typeText(type: unknown): string {
  return typeof type === 'string' ? type : Array.isArray(type) ? type.join(' | ') : 'any'
}

/** A text cut to `width` characters. */
export function clipped(text: string, width: number): string {
  const line = printable(text)
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`
}

/** A text in at most so many lines, broken between words where it can be. The last line says when more was cut off. */
export function wrapped(text: string, width: number, most: number): readonly string[] {
  const lines: string[] = []
  let rest = text
  while (rest !== '') {
    if (lines.length >= most - 1 || rest.length <= width) return [...lines, clipped(rest, width)]
    const space = rest.lastIndexOf(' ', width)
    const end = space > width / 2 ? space : width
    lines.push(rest.slice(0, end))
    rest = rest.slice(end).trimStart()
  }
  return lines
}

/** Rows in columns, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>((wide, row) => {
    row.forEach((cell, at) => {
      wide[at] = Math.max(wide[at] ?? 0, cell.length)
    })
    return wide
  }, [])
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
