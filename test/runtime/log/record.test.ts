import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { record } from '../../../src/runtime/src/log/record.ts'
import { entry, instead, logFiles, logged, logLines, modeOf, newLogFolder } from './fixture.ts'

describe('a record', () => {
  test('is one line with its fields in their order, in a private file in a private folder', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    expect(logLines(folder)).toEqual([
      '{"v":1,"time":"2026-11-21T08:30:00.123Z","event":"PreToolUse","hook":"guard/one","outcome":"decided","decision":"deny","reason":"no","ms":1.8,"tool":"Bash","project":"/project","scope":"/project/.claude/hookpack","session":"s1","pid":123}',
    ])
    if (process.platform === 'win32') return
    expect(modeOf(folder)).toBe(0o700)
    expect(modeOf(path.dirname(folder))).toBe(0o700)
    expect(modeOf(path.join(folder, 'runs.jsonl'))).toBe(0o600)
  })

  test('is appended to those before', () => {
    const folder = newLogFolder()
    record([entry({ hook: 'a/1' }), entry({ hook: 'a/2' })], folder)
    record([entry({ hook: 'a/3' })], folder)
    expect(logged(folder).map(({ hook }) => hook)).toEqual(['a/1', 'a/2', 'a/3'])
  })

  test('has no secret in its reason', () => {
    const folder = newLogFolder()
    record([entry({ reason: 'ran `deploy --token abc`' })], folder)
    expect(logged(folder)[0]?.reason).toBe('ran `deploy --token [redacted]`')
  })

  test.each([
    ['long', 'word '.repeat(5000)],
    ['long without a space', 'x'.repeat(300_000)],
    ['made of characters of several bytes', '🙂ü\u2028'.repeat(2000)],
    ['made of characters that JSON escapes', '\u0000"\\\n'.repeat(5000)],
    ['made of half characters', '\ud83d'.repeat(5000)],
    ['mixed', `${'a'.repeat(1990)}${'\u0001'.repeat(3000)}`],
  ])('with a reason that is %s stays one line of at most 4,000 bytes', (_, reason) => {
    const folder = newLogFolder()
    const long = 'p\u0001/'.repeat(2000)
    record(
      [
        entry({ reason }),
        entry({ reason, hook: long, tool: long, project: long, scope: long, session: long }),
      ],
      folder,
    )
    const lines = logLines(folder)
    expect(lines).toHaveLength(2)
    for (const line of lines) {
      expect(Buffer.byteLength(line) + 1).toBeLessThanOrEqual(4000)
      expect(JSON.parse(line).reason).toMatch(/…$/)
    }
    expect(JSON.parse(lines[0] ?? '').reason.length).toBeGreaterThan(300)
  })

  test('in no folder is no fault', () => {
    record([entry()], '')
    record([], newLogFolder())
  })
})

describe('rotation', () => {
  test('gives the file another name when it is over the limit, and keeps the newest segments', () => {
    const folder = newLogFolder()
    for (let at = 0; at < 60; at++)
      record([entry({ hook: `a/${at}` })], folder, { bytes: 600, segments: 5, most: 1e6 })
    expect(logFiles(folder)).toHaveLength(6)
    const hooks = logged(folder).map(({ hook }) => hook)
    expect(hooks).toEqual(Array.from({ length: hooks.length }, (_, at) => `a/${60 - hooks.length + at}`))
    expect(readdirSync(folder)).not.toContain('rotating')
  })

  test('keeps the order when the clock is set back', () => {
    const folder = newLogFolder()
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    for (let at = 0; at < 9; at++) {
      vi.setSystemTime(new Date(Date.UTC(2026, 10, 21) - at * 3_600_000))
      record([entry({ hook: `a/${at}` })], folder, { bytes: 1, segments: 5, most: 1e6 })
    }
    expect(logged(folder).map(({ hook }) => hook)).toEqual(['a/3', 'a/4', 'a/5', 'a/6', 'a/7', 'a/8'])
  })

  test('leaves other files in the folder alone', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    const other = ['runs.txt', 'runs.1.jsonl', 'runs.20261121T083000123Z-1-0.jsonl.bak', 'notes']
    for (const name of other) writeFileSync(path.join(folder, name), 'mine')
    for (let at = 0; at < 9; at++) record([entry()], folder, { bytes: 1, segments: 2, most: 1e6 })
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(other))
    expect(logFiles(folder)).toHaveLength(3)
  })

  test('goes on when a process was killed in the middle of one', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    const guard = path.join(folder, 'rotating')
    writeFileSync(guard, '')
    record([entry()], folder, { bytes: 1, segments: 5, most: 1e6 })
    expect(logFiles(folder)).toEqual(['runs.jsonl'])
    utimesSync(guard, 1, 1)
    record([entry()], folder, { bytes: 1, segments: 5, most: 1e6 })
    record([entry()], folder, { bytes: 1, segments: 5, most: 1e6 })
    expect(logFiles(folder)).toHaveLength(2)
    expect(logged(folder)).toHaveLength(4)
  })

  test('that cannot be done still lets records be written, up to a second limit', () => {
    const folder = newLogFolder()
    instead('renameSync', () => {
      throw Object.assign(new Error('busy'), { code: 'EPERM' })
    })
    for (let at = 0; at < 100; at++) record([entry()], folder, { bytes: 1000, segments: 5, most: 8000 })
    expect(logFiles(folder)).toEqual(['runs.jsonl'])
    const { size } = statSync(path.join(folder, 'runs.jsonl'))
    expect(size).toBeGreaterThan(8000)
    expect(size).toBeLessThan(9000)
  })
})
