import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { cleanEnvironment } from '../../../src/runtime/src/kit/clean-environment.ts'
import { runCommand, runCommandSync } from '../../../src/runtime/src/kit/command.ts'
import { bundled, newScratch } from './scratch.ts'

const folder = newScratch()
const node = process.execPath

async function until(condition: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 400 && !condition(); tries++) await sleep(25)
  return condition()
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A program that writes the number of a process it has started into a file, and then waits for ever. */
function familyOf(file: string): string {
  const child = `setInterval(() => {}, 1000)`
  return `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' })
    require('fs').writeFileSync(${JSON.stringify(file)}, String(c.pid))
    process.on('SIGTERM', () => {})
    setInterval(() => {}, 1000)`
}

describe.each([
  ['runCommand', runCommand],
  ['runCommandSync', async (...call: Parameters<typeof runCommandSync>) => runCommandSync(...call)],
] as const)('%s', (name, run) => {
  test('gives what a program prints and its status', async () => {
    const script = 'console.log(1); console.error(2); process.exitCode = 3'
    expect(await run(node, ['-e', script])).toEqual({
      status: 3,
      signal: null,
      stdout: '1\n',
      stderr: '2\n',
      timedOut: false,
    })
  })

  test('passes arguments as they are, without a shell', async () => {
    const args = ['$HOME', '`id`', '*', 'a  b', '"', "'", ';', '']
    const { stdout } = await run(node, ['-p', 'JSON.stringify(process.argv.slice(1))', '--', ...args])
    expect(JSON.parse(stdout)).toEqual(args)
  })

  test('gives the program only PATH, HOME, locale, temporary folder and what is added', async () => {
    process.env['ANTHROPIC_API_KEY'] = 'secret'
    process.env['CLAUDE_CODE_MESSAGING_TOKEN'] = 'secret'
    try {
      const { stdout } = await run(node, ['-p', 'JSON.stringify(process.env)'], { env: { ADDED: '1' } })
      const names = Object.keys(JSON.parse(stdout) as object)
      expect(names).toEqual(expect.arrayContaining(['PATH', 'ADDED']))
      expect(
        names.filter((one) => !/^(?:PATH|HOME|LANG|LANGUAGE|LC_.*|TMPDIR|TMP|TEMP|ADDED)$/.test(one)),
      ).toEqual([])
    } finally {
      delete process.env['ANTHROPIC_API_KEY']
      delete process.env['CLAUDE_CODE_MESSAGING_TOKEN']
    }
  })

  test('writes the input and closes it; without one the input is empty', async () => {
    const echo = 'process.stdin.pipe(process.stdout)'
    expect((await run(node, ['-e', echo], { input: 'häh' })).stdout).toBe('häh')
    expect((await run(node, ['-e', echo])).stdout).toBe('')
  })

  test('does not mind a program that does not read its input', async () => {
    const result = await run(node, ['-e', ''], { input: 'x'.repeat(300_000) })
    expect(result.status).toBe(0)
  })

  test('runs in the given folder', async () => {
    expect((await run(node, ['-p', 'process.cwd()'], { cwd: folder })).stdout.trim()).toBe(folder)
  })

  test.each([
    ['is not there', 'no-such-program-anywhere', {}, '`no-such-program-anywhere` was not found in PATH'],
    [
      'is not there, as a path',
      './no-such-program',
      {},
      '`./no-such-program` is not a program that can be run',
    ],
    ['is a folder', folder, {}, `\`${folder}\` is not a program that can be run`],
    ['would run in a folder that is not there', node, { cwd: path.join(folder, 'gone') }, 'does not exist'],
    ['has a name with a zero byte', 'a\0b', {}, '`a\0b` was not found in PATH'],
  ])('says so when the program %s', async (_, program, options, problem) => {
    const result = await run(program, [], options)
    expect(result).toMatchObject({ status: null, stdout: '', timedOut: false })
    expect(result.problem).toContain(problem)
  })

  test('says so when an argument cannot be passed on', async () => {
    expect((await run(node, ['a\0b'])).problem).toContain('could not be started')
  })

  test('never takes a program from a relative folder in PATH', async () => {
    const place = path.join(folder, `relative ${name}`)
    mkdirSync(place, { recursive: true })
    writeFileSync(path.join(place, 'tool'), '#!/bin/sh\necho taken\n')
    chmodSync(path.join(place, 'tool'), 0o755)
    expect(await run('tool', [], { cwd: place, env: { PATH: '.:' } })).toMatchObject({
      stdout: '',
      status: null,
    })
    expect((await run('./tool', [], { cwd: place })).stdout).toBe('taken\n')
  })

  test.skipIf(process.platform === 'win32')(
    'ends a program and all it started at the time limit',
    async () => {
      const file = path.join(folder, `child of ${name}`)
      const result = await run(node, ['-e', familyOf(file)], { timeoutMs: 1500 })
      expect(result).toMatchObject({ status: null, timedOut: true })
      expect(result).not.toHaveProperty('problem')
      expect(await until(() => !isAlive(Number(readFileSync(file, 'utf8'))))).toBe(true)
    },
  )

  test('gives what was printed before the time limit', async () => {
    const result = await run(node, ['-e', 'console.log("early"); setInterval(() => {}, 1000)'], {
      timeoutMs: 1500,
    })
    expect(result).toMatchObject({ stdout: 'early\n', timedOut: true })
  })
})

test('of long output both ends are kept', async () => {
  const script = 'process.stdout.write("a".repeat(3e6) + "z")'
  const { stdout, status } = await runCommand(node, ['-e', script])
  expect(status).toBe(0)
  expect(stdout.length).toBeLessThan(1.1e6)
  expect(stdout).toMatch(/^a+\n\[\d+ bytes left out\]a+z$/)
})

test('waiting, a program that prints too much is ended', () => {
  const result = runCommandSync(node, ['-e', 'setInterval(() => process.stdout.write("a".repeat(1e6)), 1)'])
  expect(result).toMatchObject({ status: null, timedOut: false })
  expect(result.stdout.length).toBeLessThan(1.2e6)
})

test('does not wait for what a program leaves in the background', async () => {
  const started = performance.now()
  const script = `require('child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 4000)'], { stdio: 'inherit' }).unref()`
  const result = await runCommand(node, ['-e', script])
  expect(result).toMatchObject({ status: 0, timedOut: false })
  expect(performance.now() - started).toBeLessThan(3500)
})

test.skipIf(process.platform === 'win32').each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a hook that is ended by %s leaves no program running',
  async (way) => {
    const file = path.join(folder, `orphan ${way}`)
    const code = `import { runCommand } from '#kit/command.ts'
      void runCommand(process.execPath, ['-e', ${JSON.stringify(familyOf(file))}], { timeoutMs: 60000 })`
    const hook = spawn(node, [bundled(folder, `hook ${way}`, code)], { stdio: 'ignore' })
    const ended = new Promise((resolve) => hook.once('exit', resolve))
    expect(await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '')).toBe(true)
    hook.kill(way)
    await ended
    expect(await until(() => !isAlive(Number(readFileSync(file, 'utf8'))))).toBe(true)
  },
)

test.each([
  ['linux', { PATH: '/bin', HOME: '/h', LC_ALL: 'C', TMPDIR: '/t' }],
  [
    'win32',
    { Path: 'C:\\x', SystemRoot: 'C:\\Windows', USERPROFILE: 'C:\\u', PATHEXT: '.EXE', TEMP: 'C:\\t' },
  ],
] as const)('on %s the clean environment has what programs need', (platform, needed) => {
  const others = {
    ANTHROPIC_API_KEY: 'x',
    CLAUDECODE: '1',
    NODE_OPTIONS: '-r x',
    LD_PRELOAD: 'x',
    HOOKS_X: '1',
    GIT_DIR: 'x',
  }
  expect(cleanEnvironment({ ...needed, ...others, EMPTY: undefined }, platform)).toEqual(needed)
})
