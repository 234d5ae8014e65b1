import { structuredPatch } from 'diff'
import { printable, type Style } from './style.ts'

/** Longer lines are shown around their change only. */
const WIDTH = 1000

/** A unified diff of one file; null stands for no file. Empty when nothing changes. */
export function diffLines(
  file: string,
  { before, after }: { before: string | null; after: string | null },
  style: Style,
): readonly string[] {
  if (before === after) return []
  const patch = structuredPatch(file, file, shown(before), shown(after), '', '', { context: 3 })
  const header = [
    style.bold(`--- ${before === null ? '/dev/null' : printable(file)}`),
    style.bold(`+++ ${after === null ? '/dev/null' : printable(file)}`),
  ]
  const body = patch.hunks.flatMap((hunk) => [
    style.dim(`@@ -${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines} @@`),
    ...clippedHunk(hunk.lines).map((line) => coloured(line, style)),
  ])
  return [...header, ...body]
}

function shown(text: string | null): string {
  return (text ?? '').replace('\uFEFF', '').replaceAll('\r\n', '\n')
}

function coloured(line: string, style: Style): string {
  if (line.startsWith('+')) return style.green(line)
  return line.startsWith('-') ? style.red(line) : line
}

/** Cuts very long lines to the part that differs, so that a settings file on one line stays readable. */
function clippedHunk(lines: readonly string[]): readonly string[] {
  const changed = lines.filter((line) => /^[+-]/.test(line)).map((line) => line.slice(1))
  const [first = '', second = ''] = changed
  const start = Math.max(0, commonPrefix(first, second) - 60)
  return lines.map((line) => {
    if (line.length <= WIDTH) return printable(line)
    const text = printable(line.slice(1))
    const from = /^[+-]/.test(line) ? start : 0
    return `${line[0]}${from > 0 ? '…' : ''}${text.slice(from, from + WIDTH)}${from + WIDTH < text.length ? '…' : ''}`
  })
}

function commonPrefix(a: string, b: string): number {
  let at = 0
  while (at < a.length && a[at] === b[at]) at++
  return at
}
