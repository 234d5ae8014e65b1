import { execFileSync } from 'node:child_process'
import fs, {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { record } from '../../../src/runtime/src/log/record.ts'
import { entry, logFiles, logged, logLines, newLogFolder, scratchFolder } from './fixture.ts'

const MODES_COUNT = process.platform !== 'win32'
const mode = (file: string): number => statSync(file).mode & 0o777

/** Replaces a function of node:fs until the test ends. */
function instead<K extends 'writeSync' | 'renameSync' | 'fstatSync'>(
  name: K,
  act: (typeof fs)[K],
): (typeof fs)[K] {
  const real = fs[name]
  const restore = () => {
    fs[name] = real
    syncBuiltinESMExports()
  }
  fs[name] = act
  syncBuiltinESMExports()
  onTestFinished(restore)
  return real
}

describe('a record', () => {
  test('is one line with its fields in their order, in a private file in a private folder', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    expect(logLines(folder)).toEqual([
      '{"v":1,"time":"2026-11-21T08:30:00.123Z","event":"PreToolUse","hook":"guard/one","outcome":"decided","decision":"deny","reason":"no","ms":1.8,"tool":"Bash","project":"/project","scope":"/project/.claude/hookpack","session":"s1","pid":123}',
    ])
    if (!MODES_COUNT) return
    expect(mode(folder)).toBe(0o700)
    expect(mode(path.dirname(folder))).toBe(0o700)
    expect(mode(path.join(folder, 'runs.jsonl'))).toBe(0o600)
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
    fs.utimesSync(guard, 1, 1)
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

describe('a log that cannot be written changes nothing and throws nothing:', () => {
  test('its folder is a file', () => {
    const folder = path.join(scratchFolder(), 'log')
    writeFileSync(folder, 'mine')
    record([entry()], folder)
    record([entry()], path.join(folder, 'log'))
    expect(readFileSync(folder, 'utf8')).toBe('mine')
  })

  test('it is a folder', () => {
    const folder = newLogFolder()
    mkdirSync(path.join(folder, 'runs.jsonl'), { recursive: true })
    record([entry()], folder)
    expect(readdirSync(path.join(folder, 'runs.jsonl'))).toEqual([])
  })

  test('it is a link to a file', () => {
    const folder = newLogFolder()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const target = path.join(scratchFolder(), 'precious')
    writeFileSync(target, 'mine')
    symlinkSync(target, path.join(folder, 'runs.jsonl'))
    record([entry()], folder)
    expect(readFileSync(target, 'utf8')).toBe('mine')
  })

  test('it is a link to nothing', () => {
    const folder = newLogFolder()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const target = path.join(scratchFolder(), 'absent')
    symlinkSync(target, path.join(folder, 'runs.jsonl'))
    record([entry()], folder)
    expect(lstatSync(target, { throwIfNoEntry: false })).toBeUndefined()
  })

  test('its folder is a link', () => {
    const elsewhere = scratchFolder()
    const folder = path.join(scratchFolder(), 'log')
    symlinkSync(elsewhere, folder)
    record([entry()], folder)
    expect(readdirSync(elsewhere)).toEqual([])
  })

  test.skipIf(process.platform === 'win32')('it is a pipe that nobody reads', () => {
    const folder = newLogFolder()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    execFileSync('mkfifo', [path.join(folder, 'runs.jsonl')])
    record([entry()], folder)
  })

  test.skipIf(process.getuid?.() !== 0)('its folder belongs to somebody else', () => {
    const folder = newLogFolder()
    mkdirSync(folder, { recursive: true, mode: 0o777 })
    fs.chownSync(folder, 65_534, 65_534)
    record([entry()], folder)
    expect(readdirSync(folder)).toEqual([])
  })

  test.skipIf(process.getuid?.() !== 0)('it belongs to somebody else', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    const file = path.join(folder, 'runs.jsonl')
    fs.chownSync(file, 65_534, 65_534)
    record([entry()], folder)
    expect(logged(folder)).toHaveLength(1)
  })

  test('the disk is full', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    instead('writeSync', () => {
      throw Object.assign(new Error('full'), { code: 'ENOSPC' })
    })
    record([entry(), entry()], folder)
    expect(logged(folder)).toHaveLength(1)
  })
})

test('a line that the full disk cuts off does not spoil the next one', () => {
  const folder = newLogFolder()
  let calls = 0
  const write = instead('writeSync', ((fd: number, data: Buffer | string) =>
    calls++ === 0
      ? write(fd, (data as Buffer).subarray(0, 40))
      : write(fd, data as string)) as typeof fs.writeSync)
  record([entry({ hook: 'a/torn' }), entry({ hook: 'a/whole' })], folder)
  const [torn = '', whole = ''] = logLines(folder)
  expect(torn).toHaveLength(40)
  expect(JSON.parse(whole)).toMatchObject({ hook: 'a/whole' })
})

test.skipIf(!MODES_COUNT)('a folder of this user that others may enter is closed', () => {
  const folder = newLogFolder()
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  record([entry()], folder)
  expect(mode(folder)).toBe(0o700)
  expect(logged(folder)).toHaveLength(1)
})

test('a record whose file is deleted while it is written is written again', () => {
  const folder = newLogFolder()
  record([entry({ hook: 'a/1' })], folder)
  let calls = 0
  const write = instead('writeSync', ((fd: number, data: Buffer) => {
    if (calls++ === 0) rmSync(folder, { recursive: true })
    return write(fd, data)
  }) as typeof fs.writeSync)
  record([entry({ hook: 'a/2' })], folder)
  expect(logged(folder).map(({ hook }) => hook)).toEqual(['a/2'])
})

test('a second name of the file is no reason not to write', () => {
  const folder = newLogFolder()
  record([entry()], folder)
  linkSync(path.join(folder, 'runs.jsonl'), path.join(folder, 'backup'))
  record([entry()], folder)
  expect(logged(folder)).toHaveLength(2)
})
