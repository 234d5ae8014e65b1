import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { record } from '../../src/runtime/src/log/record.ts'
import { BIN, type Scratch, scratch } from './cli.ts'
import { logFolder, own } from './run-log.ts'

interface Watching {
  readonly child: ChildProcess
  readonly text: () => string
  readonly until: (part: string) => Promise<void>
  readonly ended: Promise<number | null>
}

function started(at: Scratch, command: string, args: readonly string[], env: object = {}): Watching {
  const child = spawn(command, args, { cwd: at.project, env: { ...at.env, ...env } })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  return {
    child,
    text: () => output,
    until: async (part) => {
      const end = Date.now() + 20_000
      while (!output.includes(part)) {
        if (Date.now() > end) throw new Error(`not seen in time; the output is:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    ended: new Promise((resolve) => child.on('close', resolve)),
  }
}

/** Writes records until one of them is seen: there is no line by which to see that it watches. */
async function seen(at: Scratch, watching: Watching, hook: string): Promise<void> {
  const timer = setInterval(
    () => record([own(at, { hook, time: new Date().toISOString() })], logFolder(at)),
    200,
  )
  await watching.until(hook).finally(() => clearInterval(timer))
}

describe('hooks watch', () => {
  test('without a terminal, each new run is one plain line, and Ctrl-C ends it with status 130', async () => {
    const at = scratch()
    record([own(at, { hook: 'old/one', time: '2026-01-01T00:00:00.000Z' })], logFolder(at))
    const watching = started(at, process.execPath, [BIN, 'watch'])
    await seen(at, watching, 'new/one')
    expect(watching.text()).not.toContain('old/one')
    expect(watching.text()).not.toContain('\u001B')
    watching.child.kill('SIGINT')
    expect(await watching.ended).toBe(130)
  })

  test.skipIf(!existsSync('/usr/bin/script'))(
    'at a terminal it has the screen, and gives it back: q ends it with 0, Ctrl-C with 130',
    async () => {
      const at = scratch()
      for (const [pressed, status] of [
        ['q', 0],
        ['\u0003', 130],
      ] as const) {
        const command = `'${process.execPath}' '${BIN}' watch`
        const watching = started(at, 'script', ['-qec', command, '/dev/null'], { TERM: 'xterm' })
        await watching.until('Ctrl-C ends')
        await seen(at, watching, 'new/one')
        watching.child.stdin?.write(pressed)
        expect(await watching.ended).toBe(status)
        expect(watching.text()).toMatch(/^\u001B\[\?1049h/)
        expect(watching.text().trimEnd()).toMatch(/\u001B\[\?25h\u001B\[\?1049l$/)
      }
    },
  )
})
