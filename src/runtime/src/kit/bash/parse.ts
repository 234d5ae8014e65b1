/*!
Bundled with this file: unbash, a parser for shell commands.

ISC License

Copyright (c) Lars Kappert

Permission to use, copy, modify, and/or distribute this software for any
purpose with or without fee is hereby granted, provided that the above
copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH
REGARD TO THIS SOFTWARE INCLUDING ALL IMPLIED WARRANTIES OF MERCHANTABILITY
AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM
LOSS OF USE, DATA OR PROFITS, WHETHER IN AN ACTION OF CONTRACT, NEGLIGENCE OR
OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR
PERFORMANCE OF THIS SOFTWARE.
*/
import { type ParsedScript, parse } from 'unbash'
import { TooComplex } from './limits.ts'

/** The syntax tree of a shell text, with `errors` when it is no valid shell; throws for a text that would take too long. */
export function parseBash(source: string): ParsedScript {
  // The parser takes quadratic time for long runs of open parentheses.
  if (/(?:\(\s{0,9}){300}/.test(source)) throw new TooComplex('it nests too deep')
  return parse(source)
}
