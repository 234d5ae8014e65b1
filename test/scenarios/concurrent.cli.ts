import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { commandsOf, packFolder, put, readJson, refused, scratch, snapshot } from './cli.ts'

const ADD = ['add', 'block-dangerous-bash', '--yes']

/** The id of a process that has just ended. */
async function deadPid(): Promise<number> {
  const child = execa(process.execPath, ['-e', ''])
  await child
  return child.pid ?? 0
}

describe('several commands at once', () => {
  test('eight adds and removes of different packs all succeed, and nobody loses a change', async () => {
    const at = scratch()
    put(at.settings, '{\n  "model": "opus"\n}\n')
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((letter) => `pack-${letter}`)
    const folders = names.map((name) => packFolder(at.root, name))
    const before = snapshot(at.root)
    await at.done(['add', ...folders.slice(0, 4), '--yes'])
    const ended = await Promise.all([
      ...names.slice(0, 4).map((name) => at.run(['remove', name, '--yes'])),
      ...folders.slice(4).map((folder) => at.run(['add', folder, '--yes'])),
    ])
    for (const { status, stderr } of ended) expect(status, stderr).toBe(0)
    const kept = names.slice(4)
    expect(Object.keys(readJson<{ packs: object }>(path.join(at.folder, 'lock.json')).packs)).toEqual(kept)
    expect(Object.keys(readJson<{ hooks: object }>(path.join(at.folder, 'table.json')).hooks)).toEqual(
      kept.map((name) => `${name}/one`),
    )
    expect(commandsOf(at.settings, 'PreToolUse')).toEqual([
      expect.stringMatching(new RegExp(`${kept.map((name) => `${name}/one`).join(' ')}$`)),
    ])
    await at.done(['remove', ...kept, '--yes'])
    expect(snapshot(at.root)).toEqual(before)
  })
})

describe('a mutex that was left over', () => {
  test('by a process that has died is taken over', async () => {
    const at = scratch()
    put(path.join(at.folder, '.mutex'), JSON.stringify({ pid: await deadPid(), host: hostname() }))
    await at.done(ADD)
    expect(existsSync(path.join(at.folder, '.mutex'))).toBe(false)
  })

  test('with a takeover that has died too is taken over', async () => {
    const at = scratch()
    const holder = JSON.stringify({ pid: await deadPid(), host: hostname() })
    for (const name of ['.mutex', '.mutex.takeover']) put(path.join(at.folder, name), holder)
    await at.done(ADD)
    const left = Object.keys(snapshot(at.folder)).filter((name) => name.startsWith('.'))
    expect(left).toEqual([])
  })

  test('empty, by a process that was killed before it wrote its name, is taken over', async () => {
    const at = scratch()
    put(path.join(at.folder, '.mutex'), '')
    await at.done(ADD)
  })
})

describe('a journal that was left over', () => {
  test('is rolled forward by the next command that writes, which says so', async () => {
    const at = scratch()
    const after = '{\n  "model": "opus"\n}\n'
    put(path.join(at.folder, 'journal.json'), { v: 1, writes: [{ path: at.settings, before: null, after }] })
    const { stderr } = await at.done(['add', 'notify-done', '--yes'])
    expect(stderr).toContain('finished an earlier change')
    expect(readJson<object>(at.settings)).toMatchObject({ model: 'opus', hooks: { Stop: expect.any(Array) } })
    expect(existsSync(path.join(at.folder, 'journal.json'))).toBe(false)
  })

  test('is refused when a file was edited since', async () => {
    const at = scratch()
    put(at.settings, '{ "mine": true }\n')
    put(path.join(at.folder, 'journal.json'), {
      v: 1,
      writes: [{ path: at.settings, before: null, after: '{}\n' }],
    })
    await refused(at, ADD, {
      code: 'interrupted-change',
      says: [at.settings, 'edited since'],
      hint: 'journal.json',
    })
  })

  test('is refused when it names a file outside of the scope', async () => {
    const at = scratch()
    const outside = path.join(at.home, '.bashrc')
    put(path.join(at.folder, 'journal.json'), {
      v: 1,
      writes: [{ path: outside, before: null, after: 'evil\n' }],
    })
    await refused(at, ADD, {
      code: 'interrupted-change',
      says: ['not a journal of this scope'],
      hint: 'remove it',
    })
  })

  test.each(['', '{', '{"v":1}', '{"v":1,"writes":[null]}'])('is refused when it says %j', async (text) => {
    const at = scratch()
    put(path.join(at.folder, 'journal.json'), text)
    await refused(at, ADD, { code: 'interrupted-change', says: ['journal.json'], hint: 'remove it' })
  })
})
