import { spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunRecord, record } from '../../src/runtime/src/log/record.ts'
import { entry, scratchFolder } from '../runtime/log/fixture.ts'
import { BIN, put, refused, type Scratch, scratch, snapshot } from './cli.ts'

interface Shown {
  readonly log: string
  readonly records: readonly RunRecord[]
  readonly left: number
  readonly skippedLines: number
}

const logFolder = (at: Scratch): string => path.join(at.home, '.local/state/hookpack/log')

/** A record of the scratch project. */
function own(at: Scratch, fields: Partial<RunRecord> = {}): RunRecord {
  return entry({ project: at.project, scope: at.folder, ...fields })
}

/** A scratch folder in whose log a few things have happened. */
function busy(): Scratch {
  const at = scratch()
  const user = path.join(at.home, '.claude/hookpack')
  const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString()
  const { decision: _, reason: __, ...none } = own(at, { outcome: 'none', ms: 0.5, time: ago(30) })
  record(
    [
      own(at, { hook: 'guard/one', time: ago(50) }),
      own(at, { hook: 'guard/two', event: 'Stop', outcome: 'failed', reason: 'it broke', time: ago(40) }),
      none,
      own(at, { hook: 'other/one', outcome: 'skipped', reason: 'HOOKS=0', time: ago(20) }),
      entry({ hook: 'mine/all', project: '/elsewhere', scope: user, time: ago(10) }),
      entry({
        hook: 'theirs/one',
        project: '/elsewhere',
        scope: '/elsewhere/.claude/hookpack',
        time: ago(5),
      }),
    ],
    logFolder(at),
  )
  return at
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
      env: { HOME: undefined },
    })
  })
})

describe('hooks stats', () => {
  test('counts per hook, as a table', async () => {
    const at = busy()
    const { stdout, stderr } = await at.done(['stats'])
    expect(stderr).toBe('')
    expect(stdout.split('\n')).toEqual([
      'HOOK                          CALLS   FAILED  SKIPPED   p50 ms   p95 ms   p99 ms',
      'guard/one                         2        0        0      0.5      1.8      1.8',
      '  deny 1, no opinion 1',
      'guard/two                         1        1        0      1.8      1.8      1.8',
      'mine/all                          1        0        0      1.8      1.8      1.8',
      '  deny 1',
      'other/one                         0        0        1        -        -        -',
      '',
    ])
  })

  test('and as JSON, for one pack and a time', async () => {
    const at = busy()
    const { stdout } = await at.done(['stats', '--json', '--hook', 'guard', '--since', '1d', '--all'])
    expect(JSON.parse(stdout)).toEqual({
      log: logFolder(at),
      records: 3,
      hooks: [
        {
          hook: 'guard/one',
          calls: 2,
          decisions: { deny: 1 },
          none: 1,
          failed: 0,
          skipped: 0,
          ms: { p50: 0.5, p95: 1.8, p99: 1.8 },
        },
        {
          hook: 'guard/two',
          calls: 1,
          decisions: {},
          none: 0,
          failed: 1,
          skipped: 0,
          ms: { p50: 1.8, p95: 1.8, p99: 1.8 },
        },
      ],
      skippedLines: 0,
    })
  })

  test('say when only failures were recorded, since the counts are then not of all runs', async () => {
    const at = scratch()
    record([own(at, { outcome: 'failed' })], logFolder(at))
    expect((await at.done(['stats'])).stderr).toContain('HOOKS_LOG=all')
  })
})

/** A `hooks logs --follow` that runs. */
interface Following {
  readonly text: () => string
  /** Waits until the output meets the condition. */
  readonly until: (met: (text: string) => boolean) => Promise<void>
  readonly interrupt: () => void
  readonly closeOutput: () => void
  readonly ended: Promise<{ readonly status: number | null; readonly signal: string | null }>
}

function follow(at: Scratch, args: readonly string[] = []): Following {
  const child = spawn(process.execPath, [BIN, 'logs', '--follow', ...args], { cwd: at.project, env: at.env })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr.resume()
  return {
    text: () => output,
    until: async (met) => {
      const end = Date.now() + 20_000
      while (!met(output)) {
        if (Date.now() > end) throw new Error(`not seen in time; the output is:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    interrupt: () => void child.kill('SIGINT'),
    closeOutput: () => void child.stdout.destroy(),
    ended: new Promise((resolve) => child.on('close', (status, signal) => resolve({ status, signal }))),
  }
}

describe('hooks logs --follow', () => {
  test('shows what there is, then what comes, and ends with status 130 at Ctrl-C', async () => {
    const at = busy()
    const following = follow(at)
    await following.until((text) => text.includes('mine/all'))
    expect(following.text()).toContain('TIME')
    record([own(at, { hook: 'new/one' }), own(at, { hook: 'new/two' })], logFolder(at))
    await following.until((text) => text.includes('new/two'))
    expect(following.text().match(/guard\/two/g)).toHaveLength(1)
    following.interrupt()
    expect(await following.ended).toEqual({ status: 130, signal: null })
  })

  test('waits for a log that does not exist yet, and prints JSON lines', async () => {
    const at = scratch()
    const following = follow(at, ['--json', '--hook', 'a'])
    // It has no line by which to see that it is waiting.
    await new Promise((resolve) => setTimeout(resolve, 300))
    record([own(at, { hook: 'b/no' }), own(at, { hook: 'a/yes', reason: 'x' })], logFolder(at))
    await following.until((text) => text.endsWith('\n'))
    expect(JSON.parse(following.text())).toMatchObject({ hook: 'a/yes', reason: 'x' })
    following.interrupt()
    expect((await following.ended).status).toBe(130)
  })

  test('ends when nobody reads it any more', async () => {
    const at = busy()
    const following = follow(at)
    await following.until((text) => text.includes('mine/all'))
    following.closeOutput()
    record([own(at)], logFolder(at))
    expect((await following.ended).status).toBe(0)
  })

  test('misses no record while several processes write and rotate, and shows none twice', async () => {
    const at = scratch()
    record([own(at, { hook: 'first/0' })], logFolder(at))
    const following = follow(at, ['--json', '--limit', 'all'])
    await following.until((text) => text.includes('first/0'))
    const writers = ['p', 'q', 'r', 's'].map((name) => writeMany(logFolder(at), own(at, { hook: name })))
    await Promise.all(writers)
    await following.until((text) => text.split('\n').length > 801)
    const hooks = following
      .text()
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as RunRecord).hook)
    expect(hooks).toHaveLength(801)
    expect(new Set(hooks).size).toBe(801)
    following.interrupt()
    expect((await following.ended).status).toBe(130)
  })
})

/** Another process that appends 200 records to a log that rotates every 8,000 bytes. */
function writeMany(folder: string, first: RunRecord): Promise<void> {
  const program = path.join(scratchFolder(), 'write.cjs')
  buildSync({
    stdin: {
      contents: `
        import { record } from './record.ts'
        const first = ${JSON.stringify(first)}
        const limits = { bytes: 8000, segments: 100_000, most: 1e9 }
        for (let at = 0; at < 200; at++) record([{ ...first, hook: first.hook + '/' + at }], ${JSON.stringify(folder)}, limits)`,
      resolveDir: path.resolve(import.meta.dirname, '../../src/runtime/src/log'),
      loader: 'ts',
    },
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
  })
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program])
    child.on('error', reject)
    child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`status ${status}`))))
  })
}
