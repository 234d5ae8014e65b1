import { stripVTControlCharacters } from 'node:util'
import { redact } from '../../../src/runtime/src/kit/redact.ts'

/** How much of a text is shown. */
export interface Extent {
  readonly lines: number
  readonly characters: number
}

const LONGEST_LINE = 300

/** The lines of a program's output that say something: no colours, control characters, progress, or empty lines. */
function plainLines(output: string, root: string): readonly string[] {
  const text = stripVTControlCharacters(output).replace(/\r\n/g, '\n')
  const short = root === '' ? text : text.replaceAll(`${root}/`, '').replaceAll(`${root}\\`, '')
  return short
    .split('\n')
    .map((line) => line.slice(line.lastIndexOf('\r') + 1).replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, ''))
    .map((line) => line.replace(/[━─═⎯]{4,}/g, '').trimEnd())
    .filter((line) => line.trim() !== '')
    .map((line) => (line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line))
}

/** The end of an output, where programs say what went wrong, without secrets. */
function tailOf(output: string, root: string, { lines, characters }: Extent): string {
  const all = plainLines(redact(output), root)
  let kept = all.slice(-lines)
  while (kept.length > 1 && kept.join('\n').length > characters) kept = kept.slice(1)
  return kept.length < all.length ? ['…', ...kept].join('\n') : kept.join('\n')
}

/** The ends of both streams of a program: some name the failure in one of them and fill the other. */
export function tailOfRun(
  { stdout, stderr }: { readonly stdout: string; readonly stderr: string },
  root: string,
  { lines, characters }: Extent,
): string {
  const [out, err] = [stdout, stderr].map((stream) => Math.min(plainLines(stream, root).length, lines))
  if (!out || !err) return tailOf(out ? stdout : stderr, root, { lines, characters })
  const half = Math.ceil(lines / 2)
  const forOut = Math.max(1, Math.min(out, Math.max(half, lines - err)))
  const forErr = Math.max(1, lines - forOut)
  const part = characters / 2
  return [
    tailOf(stdout, root, { lines: forOut, characters: part }),
    tailOf(stderr, root, { lines: forErr, characters: part }),
  ].join('\n')
}

/** The first lines of an output, where programs say why they cannot start, without secrets. */
export function headOf(output: string, root: string, lines: number): string {
  const all = plainLines(redact(output), root)
  return all.length > lines ? [...all.slice(0, lines), '…'].join('\n') : all.join('\n')
}

/** A text from outside as a part of one short line. */
export function oneLine(text: string, longest = 200): string {
  const line = stripVTControlCharacters(text)
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ')
    .trim()
  return line.length > longest ? `${line.slice(0, longest)}…` : line
}
