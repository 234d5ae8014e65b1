import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'vitest'
import type { ErrorCode } from '../../src/errors.ts'
import { put, refused, scratch } from './cli.ts'

const ADD = ['add', 'block-dangerous-bash', '--yes']

type Case = readonly [name: string, text: string, code: ErrorCode, says: readonly (string | RegExp)[]]

const TEXTS: readonly Case[] = [
  ['a missing comma', '{\n  "a": 1\n  "b": 2\n}\n', 'settings-not-json', ['line 3, column 3']],
  ['a missing brace, CRLF', '{\r\n  "a": {\r\n', 'settings-not-json', [/line [23], column \d/]],
  ['no JSON at all', 'model = opus\n', 'settings-not-json', ['line 1, column 1']],
  ['bytes that are not UTF-8 text', '', 'settings-not-json', ['UTF-8']],
  ['a comment', '{\n  // mine\n  "a": 1\n}\n', 'settings-commented', ['line 2, column 3']],
  ['a trailing comma', '{\n  "a": 1,\n}\n', 'settings-commented', [/line [23], column \d/]],
  ['an array at the top', '[]\n', 'settings-invalid', [/top level.* array/]],
  [
    'hooks that is an array',
    '{ "hooks": [{}] }\n',
    'settings-invalid',
    [/`hooks` .* array .*line 1, column 12/],
  ],
  ['hooks that is a string', '{ "hooks": "none" }\n', 'settings-invalid', [/`hooks` .* string/]],
  [
    'an event that is an object',
    '{ "hooks": { "PreToolUse": {} } }\n',
    'settings-invalid',
    [/hooks\.PreToolUse` .* object/],
  ],
  [
    'another event that is an object',
    '{ "hooks": { "PreToolUse": { "hooks": [] } } }\n',
    'settings-invalid',
    ['hooks.PreToolUse'],
  ],
  [
    'a bad entry that makes the client drop the file',
    '{ "hooks": { "PreToolUse": [{ "matcher": 7, "hooks": [] }] } }\n',
    'settings-invalid',
    [/hooks\.PreToolUse\.0\.matcher` .*string.* number.*line 1, column 42/],
  ],
  [
    'a handler without a command',
    '{ "hooks": { "PreToolUse": [{ "hooks": [{ "type": "command" }] }] } }\n',
    'settings-invalid',
    ['hooks.PreToolUse.0.hooks.0.command` is missing'],
  ],
]

describe('a settings file with', () => {
  test.each(TEXTS)('%s', async (_, text, code, says) => {
    const at = scratch()
    put(at.settings, text === '' ? Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) : text)
    await refused(at, ADD, { code, says: [at.settings, ...says], hint: /./ })
  })
})

describe('a settings file that is', () => {
  test('a folder', async () => {
    const at = scratch()
    mkdirSync(at.settings, { recursive: true })
    await refused(at, ADD, {
      code: 'settings-not-a-file',
      says: [at.settings, 'folder'],
      hint: 'move it away',
    })
  })

  test('a link to a folder', async () => {
    const at = scratch()
    mkdirSync(path.dirname(at.settings))
    symlinkSync('../.git', at.settings)
    await refused(at, ADD, { code: 'settings-not-a-file', says: ['folder'], hint: 'move it away' })
  })

  test('a dangling link', async () => {
    const at = scratch()
    mkdirSync(path.dirname(at.settings))
    symlinkSync('../gone.json', at.settings)
    await refused(at, ADD, {
      code: 'settings-dangling-link',
      says: [at.settings, '`../gone.json`'],
      hint: 'create the target',
    })
  })

  test('a link to itself', async () => {
    const at = scratch()
    mkdirSync(path.dirname(at.settings))
    symlinkSync('settings.json', at.settings)
    await refused(at, ADD, { code: 'settings-dangling-link', says: [at.settings], hint: /./ })
  })

  test('read-only, even for root', async () => {
    const at = scratch()
    put(at.settings, '{}\n')
    chmodSync(at.settings, 0o444)
    await refused(at, ADD, {
      code: 'settings-read-only',
      says: [at.settings, 'read-only'],
      hint: 'chmod u+w',
    })
  })
})

describe('a scope without rights', () => {
  test('a project folder in which nothing can be created', async () => {
    const at = scratch()
    chmodSync(at.project, 0o555)
    await refused(at, ADD, {
      modesCount: true,
      code: 'scope-unavailable',
      says: ['permission denied'],
      hint: '--scope',
    })
  })

  test('a .claude folder in which nothing can be created', async () => {
    const at = scratch()
    mkdirSync(path.dirname(at.settings))
    chmodSync(path.dirname(at.settings), 0o555)
    await refused(at, ADD, {
      modesCount: true,
      code: 'scope-unavailable',
      says: ['permission denied'],
      hint: '--scope',
    })
  })

  test('a .claude folder that cannot be read', async () => {
    const at = scratch()
    put(at.settings, '{}\n')
    chmodSync(path.dirname(at.settings), 0o000)
    await refused(at, ADD, {
      modesCount: true,
      code: 'scope-unavailable',
      says: ['permission denied'],
      hint: null,
    })
  })

  test('a .claude that is a file', async () => {
    const at = scratch()
    put(path.dirname(at.settings), 'not a folder\n')
    await refused(at, ADD, { code: 'scope-unavailable', says: ['a file is in the way'], hint: null })
  })
})
