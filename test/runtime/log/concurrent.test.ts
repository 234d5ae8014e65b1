import { spawn } from 'node:child_process'
import { rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { expect, test } from 'vitest'
import { entry, logFiles, logged, newLogFolder, scratchFolder } from './fixture.ts'

/** A program: `node writer.cjs <folder> <name> <count> <bytes> <segments>` appends so many records. */
const writer = path.join(scratchFolder(), 'writer.cjs')
buildSync({
  stdin: {
    contents: `
      import { record } from './record.ts'
      const [folder, name, count, bytes, segments] = process.argv.slice(2)
      const entry = ${JSON.stringify(entry())}
      for (let at = 0; at < Number(count); at++) {
        const reason = 'x'.repeat((at * 37) % 900)
        record([{ ...entry, hook: name + '/' + at, reason, pid: process.pid }], folder, { bytes: Number(bytes), segments: Number(segments), most: 1e9 })
      }`,
    resolveDir: path.resolve(import.meta.dirname, '../../../src/runtime/src/log'),
    loader: 'ts',
  },
  outfile: writer,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
})

/** Starts `processes` writers at once and waits for their ends. */
async function write(
  folder: string,
  { processes, count, bytes, segments }: Record<'processes' | 'count' | 'bytes' | 'segments', number>,
): Promise<void> {
  const ends = Array.from({ length: processes }, (_, at) => {
    const child = spawn(process.execPath, [writer, folder, `p${at}`, `${count}`, `${bytes}`, `${segments}`])
    return new Promise<void>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (status) => (status === 0 ? resolve() : reject(new Error(`status ${status}`))))
    })
  })
  await Promise.all(ends)
}

test('16 processes that write and rotate at once lose no record and tear none', async () => {
  const folder = newLogFolder()
  await write(folder, { processes: 16, count: 200, bytes: 8000, segments: 100_000 })
  const records = logged(folder)
  expect(records).toHaveLength(3200)
  expect(new Set(records.map(({ hook }) => hook)).size).toBe(3200)
  // Each process's records are in its own order.
  const order = new Map<string, number>()
  for (const { hook } of records) {
    const [name = '', at = ''] = hook.split('/')
    expect(Number(at)).toBe((order.get(name) ?? -1) + 1)
    order.set(name, Number(at))
  }
  // Nobody rotated away a file that was not full.
  const sizes = logFiles(folder).map((name) => statSync(path.join(folder, name)).size)
  expect(sizes.length).toBeGreaterThan(20)
  expect(sizes.slice(0, -1).filter((size) => size <= 8000)).toEqual([])
})

test('16 processes keep five segments, and of the newest records nothing is missing', async () => {
  const folder = newLogFolder()
  await write(folder, { processes: 16, count: 60, bytes: 12_000, segments: 5 })
  expect(logFiles(folder).length).toBeLessThanOrEqual(6)
  const segments = logFiles(folder).filter((name) => name !== 'runs.jsonl')
  const sizes = segments.map((name) => statSync(path.join(folder, name)).size)
  expect(sizes).toHaveLength(5)
  expect(Math.min(...sizes)).toBeGreaterThan(12_000)
  const records = logged(folder)
  // What is kept of a process are its last records, without a gap.
  for (let at = 0; at < 16; at++) {
    const numbers = records.flatMap(({ hook }) =>
      hook.startsWith(`p${at}/`) ? [Number(hook.split('/')[1])] : [],
    )
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index))
    expect(numbers.at(-1) ?? 59).toBe(59)
  }
})

test('writers survive that somebody deletes the state folder again and again', async () => {
  const folder = newLogFolder()
  const timer = setInterval(() => {
    try {
      rmSync(path.dirname(folder), { recursive: true, force: true })
    } catch {
      // A writer has put something into the folder meanwhile.
    }
  }, 5)
  try {
    await write(folder, { processes: 4, count: 200, bytes: 8000, segments: 5 })
  } finally {
    clearInterval(timer)
  }
})
