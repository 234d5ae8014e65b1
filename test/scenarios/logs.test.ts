import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type RunRecord, record } from '../../src/runtime/src/log/record.ts'
import { entry } from '../runtime/log/fixture.ts'
import { put, refused, type Scratch, scratch, snapshot } from './cli.ts'
import { busy, logFolder, own } from './run-log.ts'

interface Shown {
  readonly log: string
  readonly records: readonly RunRecord[]
  readonly left: number
  readonly skippedLines: number
}

async function hooksOf(at: Scratch, args: readonly string[]): Promise<readonly string[]> {
  const shown = JSON.parse((await at.done(['logs', '--json', ...args])).stdout) as Shown
  return shown.records.map(({ hook }) => hook)
}

describe('hooks logs', () => {
  test('without a log says what is recorded and how to record everything, and makes nothing', async () => {
    const at = scratch()
    const before = snapshot(at.root)
    const { stdout, stderr } = await at.done(['logs'])
    expect(stdout).toContain('only hooks that fail or are skipped are recorded')
    expect(stdout).toContain('"env": { "HOOKS_LOG": "all" }')
    expect(stderr).toBe('')
    expect((await at.done(['stats'])).stdout).toBe(stdout)
    expect(JSON.parse((await at.done(['logs', '--json'])).stdout)).toEqual({
      log: logFolder(at),
      records: [],
      left: 0,
      skippedLines: 0,
    })
    expect(snapshot(at.root)).toEqual(before)
  })

  test('shows what happened in this project and in the user scope as a table', async () => {
    const at = busy()
    const { stdout, stderr } = await at.done(['logs'])
    expect(stderr).toBe('')
    expect(stdout).not.toContain('theirs')
    const rows = stdout.trimEnd().split('\n')
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(80)
    const table = rows.map((row) => row.replace(/^\d\d-\d\d \d\d:\d\d:\d\d/, 'MM-DD hh:mm:ss'))
    expect(table).toEqual([
      'TIME            HOOK                                  DECISION            MS',
      'MM-DD hh:mm:ss  guard/one                             deny               1.8',
      '                PreToolUse Bash: no',
      'MM-DD hh:mm:ss  guard/two                             failed: deny       1.8',
      '                Stop Bash: it broke',
      'MM-DD hh:mm:ss  guard/one                             -                  0.5',
      'MM-DD hh:mm:ss  other/one                             skipped              -',
      '                PreToolUse Bash: HOOKS=0',
      'MM-DD hh:mm:ss  mine/all                              deny               1.8',
      '                PreToolUse Bash: no',
    ])
  })

  test('gives the records as one JSON document', async () => {
    const at = busy()
    const shown = JSON.parse((await at.done(['logs', '--json', '--failed'])).stdout) as Shown
    expect(shown).toMatchObject({ log: logFolder(at), left: 0, skippedLines: 0 })
    expect(shown.records).toEqual([
      expect.objectContaining({ v: 1, hook: 'guard/two', reason: 'it broke', ms: 1.8 }),
    ])
  })

  test.each([
    [[], ['guard/one', 'guard/two', 'guard/one', 'other/one', 'mine/all']],
    [['--all'], ['guard/one', 'guard/two', 'guard/one', 'other/one', 'mine/all', 'theirs/one']],
    [
      ['--hook', 'guard'],
      ['guard/one', 'guard/two', 'guard/one'],
    ],
    [['--hook', 'guard/two'], ['guard/two']],
    [['--event', 'Stop'], ['guard/two']],
    [['--failed'], ['guard/two']],
    [
      ['--since', '25m'],
      ['other/one', 'mine/all'],
    ],
    [['--since', '2999-01-01'], []],
    [
      ['--limit', '2'],
      ['other/one', 'mine/all'],
    ],
    [['-n', 'all', '-a', '--since=1h', '--hook=theirs'], ['theirs/one']],
  ])('with %j shows only those', async (args, hooks) => {
    expect(await hooksOf(busy(), args)).toEqual(hooks)
  })

  test('says how many it leaves out, and how to write a name', async () => {
    const at = busy()
    expect((await at.done(['logs', '--limit', '1'])).stderr).toBe(
      'note: 4 older records not shown; `--limit all` shows every one\n',
    )
    expect((await at.done(['logs', '--hook', 'gaurd'])).stdout).toBe(
      'none of the 5 records matches; did you mean `guard`?\n',
    )
  })

  test('is about the project in whose folder it is called, also through a link', async () => {
    const at = busy()
    const inner = path.join(at.project, 'src')
    mkdirSync(inner)
    symlinkSync(at.project, path.join(at.root, 'link'))
    const here = async (cwd: string) =>
      (JSON.parse((await at.done(['logs', '--json'], { cwd })).stdout) as Shown).records.length
    expect(await here(inner)).toBe(5)
    expect(await here(path.join(at.root, 'link'))).toBe(5)
    const other = path.join(at.root, 'other project')
    mkdirSync(other)
    expect(await here(other)).toBe(1)
    expect((await at.done(['logs', '--hook', 'x'], { cwd: other })).stdout).toContain('none of the 1 record')
  })

  test('tells of other projects when there is nothing here', async () => {
    const at = scratch()
    record([entry({ project: '/elsewhere', scope: '/elsewhere/x' })], logFolder(at))
    expect((await at.done(['logs'])).stdout).toMatch(/no run is recorded here; `--all` shows .*\(1 record\)/)
  })

  test('looks where HOOKPACK_STATE_DIR says', async () => {
    const at = scratch()
    const state = path.join(at.root, 'state')
    record([own(at, { hook: 'a/1' })], path.join(state, 'log'))
    const { stdout } = await at.done(['logs'], { env: { HOOKPACK_STATE_DIR: state } })
    expect(stdout).toContain('a/1')
  })

  test('skips lines that are no records and counts them on stderr', async () => {
    const at = busy()
    const file = path.join(logFolder(at), 'runs.jsonl')
    const [first = ''] = readFileSync(file, 'utf8').split('\n')
    appendFileSync(file, `hello\n{"v":2}\n${first.slice(0, 50)}${first}\n${first.slice(0, 30)}`)
    const { stdout, stderr } = await at.done(['logs', '--json'])
    expect(stderr).toBe(`note: 4 lines in ${logFolder(at)} are no record (cut off, or of another version)\n`)
    expect(JSON.parse(stdout)).toMatchObject({ skippedLines: 4 })
    expect((JSON.parse(stdout) as Shown).records).toHaveLength(6)
  })

  test('reads rotated segments, oldest first', async () => {
    const at = scratch()
    const limits = { bytes: 500, segments: 5, most: 1e6 }
    for (let n = 0; n < 9; n++) record([own(at, { hook: `a/${n}` })], logFolder(at), limits)
    expect(await hooksOf(at, [])).toEqual(Array.from({ length: 9 }, (_, n) => `a/${n}`))
  })

  test.each([
    [['--since', 'soon'], ['--since soon'], /30m/],
    [['--limit', '0'], ['--limit 0'], /`all`/],
    [['--event', 'PreToolUs'], ['PreToolUs'], /`PreToolUse`/],
    [['--faild'], ['--faild'], /`--failed`/],
    [['more'], ['more'], /--help/],
  ])('%j is refused', async (args, says, hint) => {
    await refused(scratch(), ['logs', ...args], { code: 'usage', says, hint })
  })

  test('a log that cannot be read is an error that says so', async () => {
    const at = scratch()
    put(path.join(at.root, 'precious'), 'x\n')
    mkdirSync(logFolder(at), { recursive: true })
    symlinkSync(path.join(at.root, 'precious'), path.join(logFolder(at), 'runs.jsonl'))
    await refused(at, ['logs'], {
      code: 'log-unreadable',
      says: ['runs.jsonl', 'it is a link'],
      hint: /move it away/,
    })
    rmSync(logFolder(at), { recursive: true })
    put(logFolder(at), 'a file')
    await refused(at, ['stats'], {
      code: 'log-unreadable',
      says: ['a file is in the way'],
      hint: /move it away/,
    })
  })

  test('without a home folder there is no log', async () => {
    await refused(scratch(), ['logs'], {
      code: 'no-home',
      says: ['run log'],
      hint: /HOOKPACK_STATE_DIR/,
      env: { HOME: undefined, HOOKPACK_STATE_DIR: undefined },
    })
  })
})
