import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { piecesOf } from '../../../src/runtime/src/script/json-text.ts'

const objectsIn = (text: string): readonly unknown[] =>
  piecesOf(text).flatMap(({ object }) => (object ? [object] : []))

/** The same by trying every end. */
function slowly(text: string): readonly unknown[] {
  const found: unknown[] = []
  let done = 0
  for (let start = 0; start < text.length; start++) {
    const begins = /(?:^|[\r\n])[ \t\ufeff]*$/.test(text.slice(0, start))
    const follows = found.length > 0 && /^[ \t]*$/.test(text.slice(done, start))
    if (start < done || text[start] !== '{' || !(begins || follows)) continue
    for (let end = start + 1; end <= text.length; end++) {
      try {
        found.push(JSON.parse(text.slice(start, end)))
        done = end
        break
      } catch {
        // Not yet, or never.
      }
    }
  }
  return found
}

describe('the JSON objects in a text', () => {
  test.each([
    ['{"a":1}', [{ a: 1 }]],
    ['x\n  {\n  "a": {\n}\n}x', [{ a: {} }]],
    ['{"a":1}{"b":2} \t{"c":3}', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['x {"a":1}', []],
    ['[{"a":1}]', []],
    ['{"a":"}\\"{"}', [{ a: '}"{' }]],
    ['{"a":\n{"b":[\n{}]}\n', [{ b: [{}] }]],
    ['{"a":\n{"b":1},\n{"c":2}', [{ b: 1 }, { c: 2 }]],
    ['{"a":"\n{"b":1}', [{ b: 1 }]],
    ['{"a":"\\\n{"b":1}', [{ b: 1 }]],
    ['progress\r{"a":1}\r', [{ a: 1 }]],
    ['\ufeff{"a":-0.5e+3}', [{ a: -500 }]],
    ['{"a":1.}\n{"a":01}\n{"a":"\\x"}\n{"a":1,}\n{,}\n{"a"}\n{]', []],
    ['', []],
  ])('%j', (text, objects) => {
    expect(objectsIn(text)).toEqual(objects)
  })

  test('are the ones that a slow search finds, and the pieces are the text', () => {
    const part = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      '\\',
      'a',
      '1',
      ' ',
      '{"a":',
      '{\n',
      '"}\n',
      '\\u00e9',
      '-',
      '0',
      'true',
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 25 }), (parts) => {
        const text = parts.join('')
        expect(objectsIn(text)).toEqual(slowly(text))
        expect(
          piecesOf(text)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })

  test('are found whatever they hold, however they are laid out', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.constantFrom(0, 1, 2, '\t'),
        (object, space) => {
          const expected = JSON.parse(JSON.stringify(object)) as unknown
          expect(objectsIn(`before\n${JSON.stringify(object, null, space)}\nafter`)).toEqual([expected])
        },
      ),
    )
  })

  const MEGABYTE = 1_000_000
  test.each([
    ['braces', '{'],
    ['braces in lines', '{\n'],
    ['objects that never end', '{"a":\n'],
    ['lists and objects that never end', '{"a":[\n'],
    ['strings that never end', '{"\n'],
    ['strings with escaped line ends', '{"a\\\n'],
    ['empty objects', '{}'],
    ['empty objects in lines', '{}\n'],
    ['objects with wrong ends', '{"a":[\n{}}\n'],
    ['blanks', '\n    '],
    ['escapes', '{"\\\\'],
    ['digits', '{"a":1'],
    ['one long number', '{"a":', '1'],
    ['one long string', '{"a":"', '\\"'],
    ['one deep object', '{"a":\n', '{"a":\n'],
  ])('of a hostile megabyte take no more time than its size: %s', (_, begin, repeated = begin) => {
    const text = begin + repeated.repeat(MEGABYTE / repeated.length)
    const started = performance.now()
    const pieces = piecesOf(text)
    // Far from tight: each of these takes minutes when characters are read again for each line.
    expect(performance.now() - started).toBeLessThan(10_000)
    expect(pieces.reduce((sum, piece) => sum + piece.text.length, 0)).toBe(text.length)
  })

  test('are read to any depth', () => {
    const depth = 100_000
    expect(objectsIn(`${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)).toHaveLength(1)
  })
})
