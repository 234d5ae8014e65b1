import { describe, expect, test } from 'vitest'
import { innerPath, lineWithFiles, placesInPack } from '../../src/core/import/carried.ts'

const FILES = placesInPack(['.claude/hooks/x.sh', '.claude/hooks/lib/x.sh'])
const HERE = '$HOOK_PACK_DIR'

describe('a command that names a carried file', () => {
  test.each([
    ['sh .claude/hooks/x.sh -v', `sh "${HERE}"/files/x.sh -v`],
    ['"$CLAUDE_PROJECT_DIR"/.claude/hooks/x.sh', `"${HERE}"/files/x.sh`],
    ['"$CLAUDE_PROJECT_DIR/.claude/hooks/lib/x.sh"', `"${HERE}/files/lib/x.sh"`],
    [`bash -c 'sh "$HOME/.claude/hooks/x.sh"'`, `bash -c 'sh "${HERE}/files/x.sh"'`],
    [`''"$CLAUDE_PROJECT_DIR"'/.claude/hooks/x.sh'`, `''"${HERE}"'/files/x.sh'`],
    [`python3 '.claude/hooks/x.sh' a`, `python3 "${HERE}"/files/x.sh a`],
    ['a="./.claude/hooks/x.sh"; b=~/.claude/hooks/x.sh', `a="${HERE}/files/x.sh"; b="${HERE}"/files/x.sh`],
    ['echo \\" .claude/hooks/x.sh', `echo \\" "${HERE}"/files/x.sh`],
    ['echo done', 'echo done'],
  ])('names that of the pack: %s', (line, expected) => {
    expect(lineWithFiles(line, FILES)).toBe(expected)
  })

  test.each([
    `bash -c 'sh .claude/hooks/x.sh'`,
    'sh "$ELSEWHERE/.claude/hooks/x.sh"',
    'sh .claude/hooks/x.sh.bak',
    `sh .claude/hooks/x.sh ${'a'.repeat(20_000)}`,
  ])('is given up when it would not be found there: %.40s', (line) => {
    expect(lineWithFiles(line, FILES)).toBeUndefined()
  })
})

test('paths that leave their folder are none, on any system', () => {
  const bad = [
    '',
    '.',
    '..',
    '/x',
    '\\x',
    'C:x',
    'a/../b',
    'a//b',
    'a\\..\\b',
    '~/../x',
    'a\0b',
    'a\nb',
    7,
    undefined,
  ]
  expect(bad.filter((one) => innerPath(one) !== undefined)).toEqual([])
  expect(['./a/b.sh', '~/a/b.sh', '././a/b.sh'].map(innerPath)).toEqual(Array(3).fill('a/b.sh'))
})

test('files lie to each other in the pack as they did', () => {
  const places = placesInPack(['.claude/hooks/a b.sh', '.claude/lib/.env', '.claude/hooks/c.py'])
  expect(places.map((one) => one.path)).toEqual(['files/hooks/a-b.sh', 'files/lib/env', 'files/hooks/c.py'])
})
