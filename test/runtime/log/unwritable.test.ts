import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  type writeSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { record } from '../../../src/runtime/src/log/record.ts'
import { entry, instead, logged, logLines, modeOf, newLogFolder, scratchFolder } from './fixture.ts'

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
    chownSync(folder, 65_534, 65_534)
    record([entry()], folder)
    expect(readdirSync(folder)).toEqual([])
  })

  test.skipIf(process.getuid?.() !== 0)('it belongs to somebody else', () => {
    const folder = newLogFolder()
    record([entry()], folder)
    const file = path.join(folder, 'runs.jsonl')
    chownSync(file, 65_534, 65_534)
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
      : write(fd, data as string)) as typeof writeSync)
  record([entry({ hook: 'a/torn' }), entry({ hook: 'a/whole' })], folder)
  const [torn = '', whole = ''] = logLines(folder)
  expect(torn).toHaveLength(40)
  expect(JSON.parse(whole)).toMatchObject({ hook: 'a/whole' })
})

test.skipIf(process.platform === 'win32')('a folder of this user that others may enter is closed', () => {
  const folder = newLogFolder()
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o755)
  record([entry()], folder)
  expect(modeOf(folder)).toBe(0o700)
  expect(logged(folder)).toHaveLength(1)
})

test('a record whose file is deleted while it is written is written again', () => {
  const folder = newLogFolder()
  record([entry({ hook: 'a/1' })], folder)
  let calls = 0
  const write = instead('writeSync', ((fd: number, data: Buffer) => {
    if (calls++ === 0) rmSync(folder, { recursive: true })
    return write(fd, data)
  }) as typeof writeSync)
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
