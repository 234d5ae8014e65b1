import { describe, expect, it } from 'vitest'
import { wordsOf } from '../src/words.ts'

describe('a command', () => {
  it.each([
    ['npm test', ['npm', 'test']],
    ['  npm   run  x ', ['npm', 'run', 'x']],
    [`a 'b c' "d e"`, ['a', 'b c', 'd e']],
    [`a b'c'"d"e`, ['a', 'bcde']],
    [`a ''`, ['a', '']],
    [`a "b\\"c" d\\ e`, ['a', 'b"c', 'd e']],
    [`a '$(x)' "a && b"`, ['a', '$(x)', 'a && b']],
    ['a --x=*.ts', ['a', '--x=*.ts']],
  ])('%s', (command, words) => {
    expect(wordsOf(command, false)).toEqual({ words, env: {} })
  })

  it('has variables in front', () => {
    expect(wordsOf(`A=1 B='x y' c D=2`, false)).toEqual({ words: ['c', 'D=2'], env: { A: '1', B: 'x y' } })
  })

  it('keeps backslashes on Windows', () => {
    expect(wordsOf('C:\\x\\y.exe "a\\b"', true)).toEqual({ words: ['C:\\x\\y.exe', 'a\\b'], env: {} })
  })

  it.each(['a | b', 'a; b', 'a > b', 'a &', '(a)', 'a $X', 'a `b`', `a "b`, `a 'b`, 'a \\', '', 'A=1'])(
    '%s is none',
    (command) => {
      expect(wordsOf(command, false)).toHaveProperty('problem')
    },
  )
})
