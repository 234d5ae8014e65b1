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

/** A text from outside (a pack, a settings file) that is safe to print: no control or direction characters. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\u2028\u2029]/gu, (char) => (char === '\t' ? char : '\uFFFD'))
}

/** A text cut to `width` characters. */
export function clipped(text: string, width: number): string {
  const line = printable(text)
  return line.length <= width ? line : `${line.slice(0, width - 1)}…`
}

/** Rows in columns, two spaces apart; the last column is not padded. */
export function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = rows.reduce<number[]>(
    (wide, row) => row.map((cell, at) => Math.max(wide[at] ?? 0, cell.length)),
    [],
  )
  return rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd(),
  )
}
