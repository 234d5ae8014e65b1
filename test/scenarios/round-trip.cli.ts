import { lstatSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, put, refused, scratch, snapshot } from './cli.ts'

const GUARD = 'block-dangerous-bash'
const rules = Array.from({ length: 60_000 }, (_, at) => `Bash(npm run task-number-${at} -- --watch)`)

const FILES: readonly (readonly [name: string, text: string])[] = [
  ['an empty file', ''],
  ['an empty object', '{}'],
  ['an empty hooks object', '{ "hooks": { } }\n'],
  ['one line', '{"model":"opus","hooks":{"Stop":[{"hooks":[{"type":"command","command":"x"}]}]}}'],
  ['tabs', '{\n\t"model": "opus",\n\t"env": {\n\t\t"A": "1"\n\t}\n}\n'],
  ['CRLF', '{\r\n  "model": "opus",\r\n  "hooks": {\r\n    "PreToolUse": []\r\n  }\r\n}\r\n'],
  ['a byte order mark', '\uFEFF{\n  "model": "opus"\n}\n'],
  ['no final newline', '{\n    "model": "opus"\n}'],
  [
    'odd spacing',
    '{ "b" :1 ,\n\n   "hooks":{"PreToolUse" : [ {"matcher":"Edit" , "hooks":[ ]} ]}   , "a":[ ] }\n\n\n',
  ],
  ['two megabytes', `${JSON.stringify({ permissions: { allow: rules } }, null, 2)}\n`],
]

describe('remove gives the settings back byte for byte', () => {
  test.each(FILES)('%s', async (_, text) => {
    const at = scratch()
    put(at.settings, text)
    const before = snapshot(at.root)
    await at.done(['add', GUARD, '--yes'])
    expect(commandsOf(at.settings, 'PreToolUse')).toHaveLength(2)
    await at.done(['remove', GUARD, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('a .claude folder without settings stays, without settings', async () => {
    const at = scratch()
    mkdirSync(path.dirname(at.settings))
    const before = snapshot(at.root)
    await at.done(['add', GUARD, '--yes'])
    await at.done(['remove', GUARD, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('a linked file stays a link, and its target gets its bytes back', async () => {
    const at = scratch()
    const target = path.join(at.project, 'config/claude.json')
    put(target, '{\n  "model": "opus"\n}')
    mkdirSync(path.dirname(at.settings))
    symlinkSync('../config/claude.json', at.settings)
    const before = snapshot(at.root)
    await at.done(['add', GUARD, '--yes'])
    expect(lstatSync(at.settings).isSymbolicLink()).toBe(true)
    expect(commandsOf(target, 'PreToolUse')).toHaveLength(2)
    await at.done(['remove', GUARD, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('so does a link out of the project, for those who say that it is theirs', async () => {
    const at = scratch()
    const target = path.join(at.root, 'dotfiles/claude.json')
    put(target, '{\n  "model": "opus"\n}')
    mkdirSync(path.dirname(at.settings))
    symlinkSync('../../dotfiles/claude.json', at.settings)
    const before = snapshot(at.root)
    const outside = {
      code: 'link-outside',
      says: [/settings\.json leads out of the project, to `.*dotfiles\/claude\.json`/],
      hint: /--follow-links/,
    } as const
    await refused(at, ['add', GUARD, '--yes'], outside)
    await refused(at, ['add', GUARD, '--yes', '--force'], outside)
    await at.done(['add', GUARD, '--yes', '--follow-links'])
    expect(lstatSync(at.settings).isSymbolicLink()).toBe(true)
    expect(commandsOf(target, 'PreToolUse')).toHaveLength(2)
    await at.done(['remove', GUARD, '--yes', '--follow-links'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('a link in the user scope may lead anywhere', async () => {
    const at = scratch()
    const target = path.join(at.root, 'dotfiles/claude.json')
    put(target, '{\n  "model": "opus"\n}')
    mkdirSync(path.join(at.home, '.claude'))
    symlinkSync(target, path.join(at.home, '.claude/settings.json'))
    const before = snapshot(at.root)
    await at.done(['add', GUARD, '--scope', 'user', '--yes'])
    expect(commandsOf(target, 'PreToolUse')).toHaveLength(2)
    await at.done(['remove', GUARD, '--scope', 'user', '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })

  test('what the user added meanwhile stays', async () => {
    const at = scratch()
    await at.done(['add', GUARD, '--yes'])
    put(at.settings, readFileSync(at.settings, 'utf8').replace('{\n', '{\n  "model": "opus",\n'))
    await at.done(['remove', GUARD, '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toBe('{\n  "model": "opus"\n}\n')
  })
})
