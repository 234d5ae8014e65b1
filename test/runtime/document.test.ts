import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newDocument, type Progress } from '../../src/runtime/src/document.ts'

/** Feeds the pieces until the document is whole or broken; `undefined` when it never is. */
function feed(pieces: readonly Uint8Array[]): { readonly progress: Progress; readonly used: number } {
  const document = newDocument()
  for (const [at, piece] of pieces.entries()) {
    const progress = document.add(Buffer.from(piece))
    if (progress !== 'incomplete') return { progress, used: at + 1 }
  }
  return { progress: 'incomplete', used: pieces.length }
}

function cut(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const at = [...new Set(cuts.map((cut) => cut % bytes.length))].sort((a, b) => a - b)
  return [0, ...at].map((from, index) => bytes.subarray(from, at[index])).filter((piece) => piece.length > 0)
}

const cuts = fc.array(fc.nat(), { maxLength: 8 })
const objects = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue())

test('any object is read from any pieces, and not before its last byte', () => {
  fc.assert(
    fc.property(objects, cuts, (object, at) => {
      const pieces = cut(Buffer.from(JSON.stringify(object)), at)
      const { progress, used } = feed(pieces)
      expect(JSON.stringify(progress)).toBe(JSON.stringify(object))
      expect(used).toBe(pieces.length)
    }),
  )
})

test('an object without its last brace is never whole', () => {
  fc.assert(
    fc.property(objects, cuts, (object, at) => {
      expect(feed(cut(Buffer.from(JSON.stringify(object).slice(0, -1)), at)).progress).not.toBeTypeOf(
        'object',
      )
    }),
  )
})

test.each(['{]}', '{"a":}', '{}{}', '[{}}', '{"a":1}}'])('%s can never become an object', (text) => {
  expect(feed([Buffer.from(text)]).progress).toBe('broken')
  expect(feed([Buffer.from(text.slice(0, 1)), Buffer.from(text.slice(1))]).progress).toBe('broken')
})

test.each(['', '\n', '[1]', '"}', 'null', '{"a":"}'])('%j is not an object yet', (text) => {
  expect(feed([Buffer.from(text)]).progress).toBe('incomplete')
})

test.each(['{}', '{}\n', ' {"a":1}\r\n\t', '\uFEFF{}'])('%j is an object', (text) => {
  expect(feed([Buffer.from(text)]).progress).toBeTypeOf('object')
})

test('megabytes of braces in many pieces take no more than a moment', () => {
  const bytes = Buffer.from(JSON.stringify({ text: '}'.repeat(8_000_000) }))
  const pieces = Array.from({ length: Math.ceil(bytes.length / 8192) }, (_, at) =>
    bytes.subarray(at * 8192, (at + 1) * 8192),
  )
  const before = performance.now()
  expect(feed(pieces).progress).toBeTypeOf('object')
  expect(performance.now() - before).toBeLessThan(2000)
})
