import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { complete, type Known } from '../../src/core/completion/complete.ts'
import type { Grammar, Kind } from '../../src/core/completion/grammar.ts'

const manifest = path.resolve(import.meta.dirname, '../../oclif.manifest.json')
const grammar = JSON.parse(readFileSync(manifest, 'utf8')) as Grammar

const NAMES: Partial<Record<Kind, readonly string[]>> = {
  pack: ['format-on-edit', 'block-dangerous-bash'],
  installed: ['block-dangerous-bash', 'evil;name', '$(id)', 'a b', '@acme/x'],
  hook: ['block-dangerous-bash', 'block-dangerous-bash/guard'],
  event: ['PreToolUse', 'PostToolUse'],
  shell: ['bash', 'zsh'],
}
const known: Known = (kind) => (NAMES[kind] ?? []).map((value) => ({ value, summary: '' }))

const values = (...words: readonly string[]): readonly string[] =>
  complete(words, grammar, known).candidates.map(({ value }) => value)

describe('completion', () => {
  test('completes commands, flags that were not given yet, and their values', () => {
    expect(values('rem')).toEqual(['remove'])
    expect(values('add', '--sc')).toEqual(['--scope'])
    expect(values('add', '--scope', 'user', '--sc')).toEqual([])
    expect(values('add', '--set', 'a=1', '--se')).toEqual(['--set'])
    expect(values('add', '-s', 'pro')).toEqual(['project'])
    expect(values('logs', '--event', 'Pre')).toEqual(['PreToolUse'])
    expect(values('logs', '--event=Po')).toEqual(['--event=PostToolUse'])
    expect(values('logs', '--hook', 'block')).toEqual(NAMES.hook)
  })

  test('completes packs of the registry where one is added, installed ones where one is removed', () => {
    expect(values('add', '--yes', 'f')).toEqual(['format-on-edit'])
    expect(values('remove', '--scope', 'user', 'b')).toEqual(['block-dangerous-bash'])
  })

  test('leaves folders and archives to the shell', () => {
    expect(complete(['add', './my'], grammar, known)).toEqual({ candidates: [], paths: 'file' })
    expect(complete(['test', 'my'], grammar, known)).toEqual({ candidates: [], paths: 'folder' })
  })

  test('gives nothing that a shell would read as more than a word', () => {
    expect(values('remove', '')).toEqual(['block-dangerous-bash', '@acme/x'])
  })

  test('has nothing to say to a command that does not exist, and behind --', () => {
    expect(values('nope', '')).toEqual([])
    expect(values('publish', '--', '')).toEqual([])
  })
})
