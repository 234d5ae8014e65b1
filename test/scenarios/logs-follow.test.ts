import { spawn } from 'node:child_process'
import path from 'node:path'
import { buildSync } from 'esbuild'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type RunRecord, record } from '../../src/runtime/src/log/record.ts'
import { scratchFolder } from '../runtime/log/fixture.ts'
import { BIN, type Scratch, scratch } from './cli.ts'
import { busy, logFolder, own } from './run-log.ts'

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
