import { describe, expect, it } from 'vitest'
import { cut, oneLine } from '../src/one-line.ts'
import { boundedJson, safeText, safeValue } from '../src/safe-value.ts'

const BOUNDS = { text: 100, items: 3, depth: 3 }
// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `gh${'p_'}${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`

describe('a safe value', () => {
  it('has no secrets, by their form or by the name of their field', () => {
    const value = { command: `curl -H "x: ${TOKEN}"`, api_key: 'two words', password: '', author: 'me' }
    expect(safeValue(value, { ...BOUNDS, items: 9 })).toEqual({
      command: 'curl -H "x: [redacted]"',
      api_key: '[redacted]',
      password: '',
      author: 'me',
    })
  })

  it('has no half of a secret at the place where it was cut', () => {
    const text = safeText(`${'x'.repeat(90)} ${TOKEN} ${'y'.repeat(500)}`, 100)
    expect(text).not.toContain(TOKEN.slice(0, 8))
    expect(text).toMatch(/\[\d+ characters\]$/)
  })

  it('is cut where it is long, wide or deep', () => {
    expect(safeValue([1, 2, 3, 4, 5], BOUNDS)).toEqual([1, 2, 3, '… 2 more'])
    expect(safeValue({ a: 1, b: 2, c: 3, d: 4 }, BOUNDS)).toEqual({ a: 1, b: 2, c: 3, '…': '1 more' })
    expect(safeValue({ a: { b: { c: { d: 1 } } } }, BOUNDS)).toEqual({ a: { b: { c: '…' } } })
  })
})

it('bounded JSON has at most so many bytes', () => {
  const value = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`f${at}`, '\u0000'.repeat(5000)]))
  const text = boundedJson(
    (bounds) => ({ data: safeValue(value, bounds) }),
    { text: 5000, items: 80, depth: 5 },
    4000,
  )
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(4000)
  expect(JSON.parse(text)).toHaveProperty('data')
})

describe('one line', () => {
  it('has no breaks, no control characters, and nothing that hides or turns text round', () => {
    expect(oneLine('a\n\tb\u001b[31mc\u0000\u202ed\u2028e\u200bf', 100)).toBe(
      'a bc d ef'.replace('c d', 'c d'),
    )
  })

  it('is cut between characters', () => {
    expect(cut('ab😀', 3)).toBe('ab…')
    expect(cut('abcd', 3)).toBe('ab…')
    expect(cut('abc', 3)).toBe('abc')
  })
})
