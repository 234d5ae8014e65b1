import { expect, test } from 'vitest'
import { fillOptions } from '../../src/core/fill-options.ts'

const options = { url: 'https://a.example/x', level: 3, strict: true, list: ['a'], toString: 'own' }

test.each([
  ['{url}', 'https://a.example/x'],
  ['level {level}, {strict}', 'level 3, true'],
  ['{list} and {unknown} stay', '{list} and {unknown} stay'],
  ['{"url": "{url}"}', '{"url": "https://a.example/x"}'],
  ['{constructor} {toString}', '{constructor} own'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the client, which must stay
  ['$ARGUMENTS ${HOME} {}', '$ARGUMENTS ${HOME} {}'],
])('%s becomes %s', (text, wanted) => {
  expect(fillOptions(text, options)).toBe(wanted)
})

test('a text from an option is not filled again', () => {
  expect(fillOptions('{a}', { a: '{b}', b: 'no' })).toBe('{b}')
})

test('texts at any depth are filled, keys and other values stay', () => {
  expect(fillOptions({ '{url}': ['{url}', 1, null, { a: '{level}' }] }, options)).toEqual({
    '{url}': ['https://a.example/x', 1, null, { a: '3' }],
  })
})
