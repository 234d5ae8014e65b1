import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exclusively } from '../../src/io/mutex.ts'
import { ourselves } from '../../src/io/process-identity.ts'
import { scratchFolder } from '../registry/fixture.ts'
import { packFolder, put, scratch } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'

const LIMIT_MS = 200

interface Held {
  readonly folder: string
  readonly mutex: string
}

/** A folder whose mutex some process holds. */
function heldBy(holder: object | string): Held {
  const folder = scratchFolder()
  const mutex = path.join(folder, '.mutex')
  writeFileSync(mutex, typeof holder === 'string' ? holder : JSON.stringify(holder))
  return { folder, mutex }
}

async function deadPid(): Promise<number> {
  const child = execa(process.execPath, ['-e', ''])
  await child
  return child.pid ?? 0
}

/** How long it takes until the mutex is had. */
async function msToHave({ folder }: Held): Promise<number> {
  const begun = performance.now()
  let had = Number.POSITIVE_INFINITY
  await exclusively(folder, async () => {
    had = performance.now() - begun
  })
  return had
}

test(`a dead holder is taken over in less than ${LIMIT_MS} ms`, { timeout: 120_000 }, async () => {
  const pid = await deadPid()
  const dead = { ...ourselves(), pid, started: '1' }
  const tried = FULL ? 2000 : 200
  const late: number[] = []
  for (let count = 0; count < tried; count++) {
    const held = heldBy(dead)
    // Every other one has died while it took over from another.
    if (count % 2 === 1) put(`${held.mutex}.takeover`, dead)
    const ms = await msToHave(held)
    if (ms >= LIMIT_MS) late.push(ms)
    expect(existsSync(held.mutex)).toBe(false)
  }
  tally({
    sweep: `a dead holder, taken over within ${LIMIT_MS} ms`,
    tried,
    kept: tried - late.length,
    lost: late.length,
  })
  expect(late).toEqual([])
})

describe.runIf(process.platform === 'linux')('a holder', () => {
  test('whose number another process has now is dead', async () => {
    const other = spawn('sleep', ['60'])
    onTestFinished(() => void other.kill())
    await msToHave(heldBy({ ...ourselves(), pid: other.pid, started: '1' }))
  })

  test('that has ended, though its parent did not notice, is dead', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'])
    onTestFinished(() => void parent.kill())
    const [line] = (await parent.stdout.take(1).toArray()) as [Buffer]
    const pid = Number(String(line))
    while (!readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')) await sleep(5)
    const holder = { pid, host: hostname() }
    await msToHave(heldBy(holder))
  })

  test.each([
    ['that lives', () => ourselves()],
    [
      'in a sandbox with numbers of its own',
      async () => ({ ...ourselves(), pid: await deadPid(), space: 'pid:[1]' }),
    ],
    ['on another machine', async () => ({ ...ourselves(), pid: await deadPid(), host: 'elsewhere.test' })],
  ])('%s is waited for', async (_, holder) => {
    const held = heldBy(await holder())
    const having = msToHave(held)
    expect(await Promise.race([having, sleep(300, 'waiting')])).toBe('waiting')
    writeFileSync(held.mutex, '')
    await having
  })

  test.each(['', '{', 'null', '[]', '{"pid":0,"host":""}', '{"pid":1e99,"host":"x"}'])(
    'that %j names is nobody',
    async (text) => {
      await msToHave(heldBy(text))
    },
  )
})

const DIE_AT = path.resolve(import.meta.dirname, '../scenarios/die-at.cjs')

test('commands that wait for one that is killed all have their turn', { timeout: 120_000 }, async () => {
  const tried = FULL ? 20 : 3
  const lost: unknown[] = []
  for (let round = 0; round < tried; round++) {
    const at = scratch()
    put(at.settings, { model: 'opus' })
    const packs = ['a', 'b', 'c', 'd'].map((name) => packFolder(at.root, name))
    const [first = '', ...others] = packs
    const dies = {
      NODE_OPTIONS: `--require=${DIE_AT}`,
      DIE_AT: String(10 + ((round * 37) % 40)),
      DIE_BY: 'SIGKILL',
    }
    const ended = await Promise.all([
      at.run(['add', first, '--yes'], { env: dies }),
      ...others.map((pack) => at.run(['add', pack, '--yes'])),
    ])
    const again = await at.run(['add', first, '--yes'])
    const frozen = await at.run(['install', '--frozen', '--yes'])
    const failed = [...ended.slice(1), again, frozen].filter(({ status }) => status !== 0)
    const text = readFileSync(at.settings, 'utf8')
    if (failed.length > 0 || !['a', 'b', 'c', 'd'].every((name) => text.includes(`${name}/one`)))
      lost.push({ round, failed, text })
  }
  tally({ sweep: 'a holder killed while others wait', tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
})
