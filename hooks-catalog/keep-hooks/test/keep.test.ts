import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { driftsIn } from '../src/drift.ts'
import { healOf } from '../src/heal.ts'
import { type Place, placesOf } from '../src/scopes.ts'

const ENTRY = {
  event: 'PreToolUse',
  matcher: 'Bash',
  handler: { type: 'command', command: 'node runtime.cjs x/guard', timeout: 5 },
  hooks: ['x/guard'],
}

/** A project scope in which one hook is installed. */
function installed(settings: unknown, changes: { lock?: unknown } = {}): Place {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-keep-')))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const folder = path.join(root, 'hookpack')
  mkdirSync(folder)
  const put = (name: string, value: unknown): void =>
    writeFileSync(path.join(root, name), typeof value === 'string' ? value : JSON.stringify(value))
  put('hookpack/lock.json', changes.lock ?? { entries: [ENTRY] })
  for (const name of ['runtime.cjs', 'table.json']) put(`hookpack/${name}`, '')
  put('settings.json', settings)
  return { scope: 'project', settings: path.join(root, 'settings.json'), folder }
}

const { event, matcher, handler } = ENTRY
const AS_INSTALLED = { hooks: { [event]: [{ matcher, hooks: [handler] }] } }

describe('what is not as it was installed', () => {
  test.each<[what: string, settings: unknown, says: readonly string[]]>([
    ['nothing', AS_INSTALLED, []],
    [
      'nothing, with the keys in another order',
      {
        hooks: {
          [event]: [
            { hooks: [{ timeout: handler.timeout, command: handler.command, type: handler.type }], matcher },
          ],
        },
      },
      [],
    ],
    ['an entry is gone', { model: 'opus' }, ['the PreToolUse entry of x/guard is gone']],
    ['the file is empty', '', ['the PreToolUse entry of x/guard is gone']],
    [
      'an entry was changed',
      { hooks: { [event]: [{ matcher, hooks: [{ ...handler, timeout: 1 }] }] } },
      ['the PreToolUse entry of x/guard was changed'],
    ],
    [
      'hooks are off',
      { ...AS_INSTALLED, disableAllHooks: true },
      ['`disableAllHooks` switches all hooks off'],
    ],
    ['the file is broken', '{', ['the settings are not valid JSON, so Claude Code ignores all of them']],
  ])('%s', (_, settings, says) => {
    expect(driftsIn([installed(settings)]).flatMap(({ what }) => what)).toEqual(says)
  })

  test('the lockfile cannot be read', () => {
    expect(driftsIn([installed({}, { lock: '{' })])).toMatchObject([
      { what: ['its lockfile cannot be read'] },
    ])
  })

  test('our own files are gone', () => {
    const place = installed(AS_INSTALLED)
    rmSync(path.join(place.folder, 'runtime.cjs'))
    expect(driftsIn([place])).toMatchObject([{ what: ['runtime.cjs is gone'] }])
  })

  test('nothing is installed where there is no lockfile', () => {
    const place = installed({})
    rmSync(path.join(place.folder, 'lock.json'))
    expect(driftsIn([place])).toEqual([])
  })
})

describe('the places of a session', () => {
  test('are three', () => {
    expect(placesOf('/p', { HOME: '/h' }).map(({ settings }) => settings)).toEqual([
      path.join('/h/.claude/settings.json'),
      path.join('/p/.claude/settings.json'),
      path.join('/p/.claude/settings.local.json'),
    ])
  })

  test('are one where the project is the home folder', () => {
    expect(placesOf('/h', { HOME: '/h' }).map(({ scope }) => scope)).toEqual(['user'])
  })

  test('follow CLAUDE_CONFIG_DIR', () => {
    expect(placesOf('/p', { HOME: '/h', CLAUDE_CONFIG_DIR: '/c' })[0]?.folder).toBe(path.join('/c/hookpack'))
  })
})

describe('what is done about it', () => {
  test('is what the option says, or more if a policy says more', () => {
    const place = installed({})
    const none = path.join(place.folder, 'managed.json')
    expect(healOf('report', [place], none)).toBe('report')
    expect(healOf('restore', [place], none)).toBe('restore')
    writeFileSync(path.join(place.folder, 'hookpack.json'), JSON.stringify({ policy: { heal: 'restore' } }))
    expect(healOf('report', [place], none)).toBe('restore')
    expect(healOf('report', [], path.join(place.folder, 'hookpack.json'))).toBe('restore')
  })
})
