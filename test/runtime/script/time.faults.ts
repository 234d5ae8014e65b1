import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { beforeAll, describe, expect, test } from 'vitest'
import { runScript } from '../../../src/runtime/src/script/run.ts'
import { decisionsFrom, eventually, folder, isAlive, runOf, written } from './fixture.ts'

/** How much longer than its limit a run may take in a test: the machine may be busy; a real hang is 30 s. */
const TOLERANCE_MS = 5000

let notes = 0
/** A file in which a script leaves process ids. */
const newNote = (): string => path.join(folder, `note${++notes}`)
const pidsIn = (note: string): readonly number[] =>
  existsSync(note) ? readFileSync(note, 'utf8').trim().split(/\s+/).map(Number) : []
const complete = (note: string, count: number) => (): boolean =>
  existsSync(note) && readFileSync(note, 'utf8').endsWith('\n') && pidsIn(note).length === count

describe('at its limit', () => {
  test.each([
    ['sleeps', 'x.sh', 'sleep 30', ''],
    ['ignores SIGTERM', 'x.sh', "trap '' TERM", 'sleep 30'],
    ['needs long to clean up', 'x.sh', "trap 'sleep 30; exit 0' TERM", 'sleep 30'],
    ['loops', 'x.py', 'import os, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)', 'while True: pass'],
    [
      'has children that ignore SIGTERM',
      'x.sh',
      '(trap \'\' TERM; echo $BASHPID >> "$NOTE"; sleep 30) &',
      'sleep 30',
    ],
  ])('a script that %s is ended with all that it has started', async (_, name, begin, rest) => {
    const note = newNote()
    const pid =
      name === 'x.py' ? 'open(os.environ["NOTE"], "a").write(f"{os.getpid()}\\n")' : 'echo $$ >> "$NOTE"'
    const text = begin.startsWith('sleep') ? `${pid}\n${begin}` : `${begin}\n${pid}\n${rest}`
    const started = performance.now()
    const env = { PATH: process.env['PATH'], NOTE: note }
    await expect(decisionsFrom(name, text, { env, limitMs: 1000 })).rejects.toThrow(
      new Error('it did not end within 1 s'),
    )
    expect(performance.now() - started).toBeLessThan(1000 + TOLERANCE_MS)
    expect(pidsIn(note).length).toBeGreaterThan(0)
    for (const one of pidsIn(note)) expect(await eventually(() => !isAlive(one))).toBe(true)
  })

  test('a script may clean up at once', async () => {
    const note = newNote()
    const env = { PATH: process.env['PATH'], NOTE: note }
    const text = 'trap \'echo 1 > "$NOTE"; exit\' TERM; sleep 30 & wait'
    await expect(decisionsFrom('x.sh', text, { env, limitMs: 500 })).rejects.toThrow('0.5 s')
    expect(await eventually(() => existsSync(note))).toBe(true)
  })

  test('a refusal that was printed before counts', async () => {
    const text = 'echo \'{"decision":"block","reason":"no"}\'; sleep 30'
    expect(await decisionsFrom('x.sh', text, { limitMs: 1000 })).toEqual([{ kind: 'deny', reason: 'no' }])
  })
})

describe('what a script leaves running', () => {
  test.each(['sleep 12 &', 'setsid sleep 12 &', '(sleep 12; echo late) & disown'])(
    'does not delay the result, although it holds stdout: %s',
    async (background) => {
      const started = performance.now()
      expect(await decisionsFrom('x.sh', `echo words; ${background}`, { event: 'SessionStart' })).toEqual([
        { kind: 'context', text: 'words' },
      ])
      expect(performance.now() - started).toBeLessThan(TOLERANCE_MS)
    },
  )

  test('runs on', async () => {
    const note = newNote()
    const env = { PATH: process.env['PATH'], NOTE: note }
    await decisionsFrom('x.sh', 'sleep 2 > /dev/null 2>&1 & echo $! > "$NOTE"', { env })
    const [pid = 0] = pidsIn(note)
    expect(isAlive(pid)).toBe(true)
    process.kill(pid)
  })
})

test('output that is read late counts, although the time is over', async () => {
  const file = written('x.sh', 'echo no >&2; exit 2')
  const run = runScript(runOf(file, { limitMs: 300 }))
  // The script has been started; this process notices nothing of it while it is busy beyond the limit.
  const until = performance.now() + 1000
  while (performance.now() < until);
  expect(await run).toEqual([{ kind: 'deny', reason: 'no' }])
})

describe('when the process of the runtime', () => {
  const built = path.join(folder, 'driver.cjs')

  beforeAll(() => {
    const run = path.resolve(import.meta.dirname, '../../../src/runtime/src/script/run.ts')
    const source = `
      const { runScript } = require(${JSON.stringify(run)})
      const runs = JSON.parse(require('node:fs').readFileSync(process.argv[2])).map((run) => runScript(run).catch((error) => error.message))
      Promise.all(runs).then((results) => console.log(JSON.stringify(results)))
      if (process.argv[3]) setTimeout(() => process.exit(7), Number(process.argv[3]))`
    buildSync({
      stdin: { contents: source, resolveDir: folder },
      outfile: built,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      logLevel: 'warning',
    })
  })

  /** A process that runs scripts which ignore SIGTERM and note their ids. */
  function driver(note: string, count: number, exitAfterMs = ''): ChildProcess {
    const file = written('x.sh', 'trap "" TERM; sleep 30 & echo "$$ $!" >> "$NOTE"; wait; sleep 30')
    const env = { PATH: process.env['PATH'] ?? '', NOTE: note }
    const runs = written(
      'runs.json',
      JSON.stringify(Array.from({ length: count }, () => runOf(file, { env }))),
    )
    return spawn(process.execPath, [built, runs, exitAfterMs], { stdio: ['ignore', 'ignore', 'pipe'] })
  }

  /** Status, signal, and what it said on stderr. */
  const ended = (child: ChildProcess): Promise<readonly [number | null, string | null, string]> => {
    let said = ''
    child.stderr?.on('data', (text) => {
      said += text
    })
    return new Promise((resolve) => child.once('close', (status, signal) => resolve([status, signal, said])))
  }

  test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
    'gets %s, its scripts end first, and it as told',
    async (signal) => {
      const note = newNote()
      const child = driver(note, 12)
      const end = ended(child)
      expect(await eventually(complete(note, 24))).toBe(true)
      child.kill(signal)
      expect(await end).toEqual([null, signal, ''])
      for (const pid of pidsIn(note)) expect(await eventually(() => !isAlive(pid))).toBe(true)
    },
  )

  test('ends by itself, its scripts do not live on', async () => {
    const note = newNote()
    expect(await ended(driver(note, 1, '1500'))).toEqual([7, null, ''])
    expect(pidsIn(note)).toHaveLength(2)
    for (const pid of pidsIn(note)) expect(await eventually(() => !isAlive(pid))).toBe(true)
  })

  test('may give little to its children, they are told the short things', async () => {
    const file = written('x.sh', 'echo "$HOOK_COMMAND $(env | wc -c)" >&2; exit 2')
    const fields = Array.from({ length: 30 }, (_, at) => [`f${at}`, 'x'.repeat(90_000)])
    const toolInput = { command: 'ls', ...Object.fromEntries(fields) }
    const runs = written('runs.json', JSON.stringify([runOf(file, { toolInput })]))
    // A quarter of the stack is what Linux takes for arguments and environment.
    const child = spawn('bash', ['-c', 'ulimit -s 1024; exec "$@"', 'sh', process.execPath, built, runs])
    let printed = ''
    child.stdout.on('data', (text) => {
      printed += text
    })
    expect(await ended(child)).toEqual([0, null, ''])
    const [[decision]] = JSON.parse(printed)
    expect(decision.reason).toMatch(/^ls \d{3,5}$/)
  })
})
