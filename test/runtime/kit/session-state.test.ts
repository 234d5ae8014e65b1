import { spawn } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { safeName } from '../../../src/runtime/src/kit/safe-name.ts'
import { readState, type StatePlace, updateState } from '../../../src/runtime/src/kit/session-state.ts'
import { bundled, newScratch } from './scratch.ts'

const folder = newScratch()
let count = 0

interface Count {
  readonly count: number
}

/** A place whose state folder is new. */
function newPlace(session_id = 's1', name = 'pack/hook'): StatePlace & { readonly folder: string } {
  const state = path.join(folder, `state ${++count}`)
  return {
    event: { session_id },
    name,
    env: { HOOKPACK_STATE_DIR: state },
    folder: path.join(state, 'sessions'),
  }
}

const increase = (old: Count | undefined): Count => ({ count: (old?.count ?? 0) + 1 })

/** The file of a place's state. */
function fileOf(place: StatePlace & { readonly folder: string }): string {
  const [file = ''] = readdirSync(place.folder).filter((name) => name.endsWith('.json'))
  return path.join(place.folder, file)
}

describe('a state', () => {
  test('is what the last update made of it', () => {
    const place = newPlace()
    expect(readState(place)).toBeUndefined()
    expect(updateState<Count>(place, increase)).toEqual({ ok: true, state: { count: 1 } })
    expect(updateState<Count>(place, increase)).toEqual({ ok: true, state: { count: 2 } })
    expect(readState(place)).toEqual({ count: 2 })
  })

  test('is another one for another session and another name', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    expect(readState({ ...place, event: { session_id: 's2' } })).toBeUndefined()
    expect(readState({ ...place, name: 'pack/other' })).toBeUndefined()
  })

  test.skipIf(process.platform === 'win32')('can be read by nobody else', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    const modes = [fileOf(place), place.folder, path.dirname(place.folder)].map(
      (one) => statSync(one).mode & 0o777,
    )
    expect(modes).toEqual([0o600, 0o700, 0o700])
  })

  test('leaves no other file behind', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    updateState<Count>(place, increase)
    expect(readdirSync(place.folder).filter((name) => name !== '.swept')).toHaveLength(1)
  })

  test.each([
    ['one that leads out of the folder', '../../x'],
    ['one with a zero byte', 'a\0b'],
    ['an empty one', ''],
    ['a very long one', 'x'.repeat(10_000)],
    ['one that Windows does not take', 'con'],
    ['one with every kind of letter', 'Aä/\\:*?"<>|. 😀'],
  ])('stays in its folder for a session id like %s', (_, id) => {
    const place = newPlace(id, id)
    expect(updateState<Count>(place, increase).ok).toBe(true)
    expect(readState(place)).toEqual({ count: 1 })
    const [name = ''] = readdirSync(place.folder).filter((one) => one.endsWith('.json'))
    expect(name).toMatch(/^s-[a-z0-9_~=-]*\.[a-z0-9_~=-]*\.json$/)
    expect(name.length).toBeLessThan(200)
  })

  test('begins anew when its file is broken or gone', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    writeFileSync(fileOf(place), '{"count":')
    expect(readState(place)).toBeUndefined()
    expect(updateState<Count>(place, increase)).toEqual({ ok: true, state: { count: 1 } })
    rmSync(path.dirname(place.folder), { recursive: true })
    expect(updateState<Count>(place, increase)).toEqual({ ok: true, state: { count: 1 } })
  })

  test('is kept as it was when the new one is too large or cannot be written as JSON', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    const large = updateState<object>(place, () => ({ text: 'x'.repeat(300_000) }))
    expect(large).toEqual({ ok: false, why: expect.stringContaining('larger than 262144 bytes') })
    expect(updateState<unknown>(place, () => undefined).ok).toBe(false)
    expect(updateState<unknown>(place, () => 1n).ok).toBe(false)
    expect(readState(place)).toEqual({ count: 1 })
  })

  test('is kept as it was when the update throws, and the next one need not wait', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    const fault = new Error('of the author')
    const failing = () => {
      throw fault
    }
    expect(() => updateState<Count>(place, failing)).toThrow(fault)
    expect(updateState<Count>(place, increase)).toEqual({ ok: true, state: { count: 2 } })
  })

  test('that has no folder is not kept, and nothing is thrown', () => {
    const place = { event: { session_id: 's' }, name: 'x', env: {} }
    expect(updateState<Count>(place, increase)).toEqual({ ok: false, why: expect.stringContaining('HOME') })
    expect(readState(place)).toBeUndefined()
    const file = path.join(folder, 'a file')
    writeFileSync(file, '')
    const blocked = updateState<Count>({ ...place, env: { HOOKPACK_STATE_DIR: file } }, increase)
    expect(blocked).toEqual({ ok: false, why: expect.stringContaining('cannot be kept') })
  })
})

describe('the mutex', () => {
  const worker = bundled(
    folder,
    'worker',
    `import { updateState } from '#kit/session-state.ts'
     const [name, times] = process.argv.slice(2)
     const place = { event: { session_id: 's1' }, name, waitMs: 20_000 }
     for (let i = 0; i < Number(times); i++) {
       const kept = updateState(place, (old: any) => ({ count: (old?.count ?? 0) + 1 }))
       if (!kept.ok) console.log(kept.why)
     }`,
  )

  function work(place: StatePlace, times: number): Promise<string> {
    const child = spawn(process.execPath, [worker, place.name, String(times)], {
      env: { ...place.env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text
    })
    return new Promise((resolve) => child.once('close', () => resolve(printed)))
  }

  test('loses none of the updates of eight processes at once', async () => {
    const place = newPlace()
    const printed = await Promise.all(Array.from({ length: 8 }, () => work(place, 25)))
    expect(printed.join('')).toBe('')
    expect(readState(place)).toEqual({ count: 200 })
    expect(readdirSync(place.folder).filter((name) => name !== '.swept')).toHaveLength(1)
  })

  /** Leaves the mutex as a holder of that number does, and gives its path. */
  function heldBy(place: StatePlace & { readonly folder: string }, pid: number | string): string {
    updateState<Count>(place, increase)
    const mutex = `${fileOf(place)}.mutex`
    writeFileSync(mutex, `${pid} x`)
    return mutex
  }

  /** The number of a process that has ended. */
  async function deadPid(): Promise<number> {
    const child = spawn(process.execPath, ['-e', ''])
    await new Promise((resolve) => child.once('exit', resolve))
    return child.pid ?? 0
  }

  test('is taken over from a holder that has died', async () => {
    const place = newPlace()
    const mutex = heldBy(place, await deadPid())
    expect(updateState<Count>(place, increase)).toEqual({ ok: true, state: { count: 2 } })
    expect(existsSync(mutex)).toBe(false)
  })

  test('is taken over when the one that wanted to take it over has died as well', async () => {
    const place = newPlace()
    const mutex = heldBy(place, await deadPid())
    writeFileSync(`${mutex}.takeover`, readFileSync(mutex))
    expect(updateState<Count>(place, increase)).toMatchObject({ ok: true })
  })

  test('is taken over by one of many, of which none loses an update', async () => {
    const place = newPlace()
    heldBy(place, await deadPid())
    const printed = await Promise.all(Array.from({ length: 6 }, () => work(place, 5)))
    expect(printed.join('')).toBe('')
    expect(readState(place)).toEqual({ count: 31 })
  })

  test('is taken over when its content is not one of ours', () => {
    const place = newPlace()
    heldBy(place, '')
    expect(updateState<Count>(place, increase)).toMatchObject({ ok: true })
  })

  test('is taken over when it is so old that another process must have its number', () => {
    const place = newPlace()
    const mutex = heldBy(place, process.pid)
    const old = Date.now() / 1000 - 60
    utimesSync(mutex, old, old)
    expect(updateState<Count>(place, increase)).toMatchObject({ ok: true })
  })

  test('of a living holder is waited for, but not for ever', () => {
    const place = newPlace()
    heldBy(place, process.pid)
    const started = performance.now()
    expect(updateState<Count>({ ...place, waitMs: 300 }, increase)).toEqual({
      ok: false,
      why: expect.stringContaining('another process'),
    })
    expect(performance.now() - started).toBeGreaterThan(250)
    expect(readState(place)).toEqual({ count: 1 })
  })

  test('that somebody took over meanwhile keeps an update from being written', () => {
    const place = newPlace()
    updateState<Count>(place, increase)
    const mutex = `${fileOf(place)}.mutex`
    const late = updateState<Count>(place, (old) => {
      writeFileSync(mutex, `${process.pid} another`)
      return increase(old)
    })
    expect(late).toEqual({ ok: false, why: expect.stringContaining('stopped for too long') })
    expect(readState(place)).toEqual({ count: 1 })
    expect(existsSync(mutex)).toBe(true)
  })
})

describe('old states', () => {
  const days = (count: number) => Date.now() / 1000 - count * 24 * 60 * 60

  function withOld(age: number): { readonly place: ReturnType<typeof newPlace>; readonly old: string } {
    const place = newPlace()
    mkdirSync(place.folder, { recursive: true })
    const old = path.join(place.folder, 's-old.x.json')
    writeFileSync(old, '1')
    utimesSync(old, days(age), days(age))
    return { place, old }
  }

  test('are removed after seven days, when a new one comes into being', () => {
    const { place, old } = withOld(8)
    updateState<Count>(place, increase)
    expect(existsSync(old)).toBe(false)
    expect(readState(place)).toEqual({ count: 1 })
  })

  test('stay for seven days', () => {
    const { place, old } = withOld(6)
    updateState<Count>(place, increase)
    expect(existsSync(old)).toBe(true)
  })

  test('are looked for once a day at most', () => {
    const { place, old } = withOld(8)
    const mark = path.join(place.folder, '.swept')
    writeFileSync(mark, '')
    updateState<Count>(place, increase)
    expect(existsSync(old)).toBe(true)
    utimesSync(mark, days(2), days(2))
    updateState<Count>({ ...place, name: 'another' }, increase)
    expect(existsSync(old)).toBe(false)
  })
})

test('different texts have different names', () => {
  const texts = [
    'a',
    'A',
    'a/b',
    'a~2f~b',
    'a_b',
    'a-b',
    '',
    ' ',
    'x'.repeat(81),
    'x'.repeat(82),
    `${'x'.repeat(40)}=`,
  ]
  const names = texts.map(safeName)
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(texts.length)
})
