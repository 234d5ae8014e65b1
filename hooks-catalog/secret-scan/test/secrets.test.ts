import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPack } from '../../../scripts/build-pack.mjs'
import { runCase } from '../../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { DETECTORS } from '../src/detectors.ts'
import { findSecrets, withoutSecrets } from '../src/find-secrets.ts'

// Of the processor: a busy machine makes nothing slower than it is.
function cpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

const require = createRequire(import.meta.url)
const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'secret-scan-')))
const all = { generic: true, isAllowed: () => false }
// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `ghp${'_'}aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7`
const KEY = `AKI${'A'}Q3EGRWVTYUPLKJHG`
let onCall: Handler<'PreToolUse'>
let onResult: Handler<'PostToolUse'>

beforeAll(async () => {
  await buildPack(path.resolve(import.meta.dirname, '..'), path.join(scratch, 'built'))
  onCall = require(path.join(scratch, 'built/dist/on-call.cjs'))
  onResult = require(path.join(scratch, 'built/dist/on-result.cjs'))
})
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }))

describe('commits', () => {
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: folder,
      stdio: 'pipe',
    })

  function repository(files: Readonly<Record<string, string>>): string {
    const folder = fs.mkdtempSync(path.join(scratch, 'repository-'))
    git(folder, 'init', '-q')
    fs.writeFileSync(path.join(folder, 'old.txt'), `an old one ${KEY}\n`)
    git(folder, 'add', '.')
    git(folder, 'commit', '-qm', 'first')
    for (const [name, text] of Object.entries(files)) fs.writeFileSync(path.join(folder, name), text)
    return folder
  }

  async function decided(folder: string, command: string, cwd = folder) {
    const event = { hook_event_name: 'PreToolUse' as const, tool_name: 'Bash', tool_input: { command }, cwd }
    return runCase(onCall, event, { projectDir: cwd })
  }

  test('a secret in the index is not committed, and not repeated', async () => {
    const folder = repository({ 'a b.txt': `x\n${TOKEN}\n` })
    git(folder, 'add', '.')
    const { decision, reason } = await decided(folder, 'git commit -m x')
    expect(decision).toBe('deny')
    expect(reason).toContain('a b.txt')
    expect(reason).not.toContain(TOKEN.slice(4))
  })

  test.each([
    'git add -A && git commit -m x',
    'git add new.txt; git commit -qm x',
    'git commit -am x',
    'git commit -m x new.txt',
  ])('%s: what the same line stages counts', async (command) => {
    expect((await decided(repository({ 'new.txt': TOKEN, 'old.txt': TOKEN }), command)).decision).toBe('deny')
  })

  test('git -C and cd lead to the repository', async () => {
    const folder = repository({ 'new.txt': TOKEN })
    git(folder, 'add', '.')
    expect((await decided(folder, `git -C ${folder} commit -m x`, scratch)).decision).toBe('deny')
    expect((await decided(folder, `cd ${folder} && git commit -m x`, scratch)).decision).toBe('deny')
  })

  test('what is not staged, and what was there before, does not count', async () => {
    const folder = repository({ 'new.txt': TOKEN })
    expect((await decided(folder, 'git commit -m x')).decision).toBe('none')
    fs.rmSync(path.join(folder, 'new.txt'))
    fs.appendFileSync(path.join(folder, 'old.txt'), 'more\n')
    git(folder, 'add', '.')
    expect((await decided(folder, 'git commit -m x')).decision).toBe('none')
  })

  test('an .env that would be committed counts', async () => {
    expect(
      (await decided(repository({ '.env': TOKEN }), 'git add -f .env && git commit -m x')).decision,
    ).toBe('deny')
  })

  test('no program of the repository is run', async () => {
    const folder = repository({ 'a.txt': TOKEN })
    const mark = path.join(folder, 'ran')
    for (const name of ['core.fsmonitor', 'diff.external', 'filter.x.clean', 'diff.x.textconv', 'core.pager'])
      git(folder, 'config', name, `touch ${mark}; cat`)
    fs.writeFileSync(path.join(folder, '.gitattributes'), '* filter=x diff=x\n')
    await decided(folder, 'git add . && git commit -m x')
    expect(fs.existsSync(mark)).toBe(false)
  })
})

describe('results', () => {
  const stdout = `a ${TOKEN}\r\nb 'x' ${KEY} c`
  const event = {
    ...{ hook_event_name: 'PostToolUse' as const, tool_name: 'Bash', tool_input: {}, cwd: scratch },
    tool_response: { stdout, stderr: '', interrupted: false, isImage: false },
  }

  test('keep their form and everything around the secrets', async () => {
    const { decisions } = await runCase(onResult, event, { projectDir: scratch })
    const clean = "a [GitHub token removed]\r\nb 'x' [AWS access key removed] c"
    const output = { stdout: clean, stderr: '', interrupted: false, isImage: false }
    expect(decisions).toContainEqual({ kind: 'replaceOutput', output })
    expect(JSON.stringify(decisions)).not.toContain(TOKEN.slice(4))
  })

  test('are only told with results=warn', async () => {
    const { decisions } = await runCase(onResult, event, {
      projectDir: scratch,
      options: { results: 'warn' },
    })
    expect(decisions.map(({ kind }) => kind)).toEqual(['context'])
  })
})

describe('the scanner', () => {
  test('every form begins with one of its starts, and is sticky', () => {
    for (const { starts, form } of DETECTORS) {
      expect(starts.length).toBeGreaterThan(0)
      expect(form.sticky).toBe(true)
    }
  })

  test('a text without its secrets has none', () => {
    const text = `${TOKEN} ${KEY} password = "q8Zr2Wv9Lk4Xn7Bt"\n`.repeat(50)
    const secrets = findSecrets(text, all)
    expect(secrets).toHaveLength(150)
    expect(findSecrets(withoutSecrets(text, secrets), all)).toEqual([])
  })

  test.each([
    ...DETECTORS.flatMap(({ starts }) => starts),
    ...[
      'a:',
      '://a:',
      '://a:b@',
      'token=',
      'token="',
      'key: a',
      '-----BEGIN PRIVATE KEY-----',
      'eyJ.',
      'a=',
      '_',
      '-',
      '"',
      ' ',
    ],
  ])('300,000 characters of %j ends soon', (part) => {
    const text = part.repeat(Math.ceil(300_000 / part.length))
    const start = process.cpuUsage()
    findSecrets(text, all)
    findSecrets(`token${text}=${text.slice(0, 150_000)}`, all)
    expect(cpuMs(start)).toBeLessThan(3000)
  })

  test('time grows with the length, not faster', () => {
    const time = (length: number): number => {
      const text = 'sk-eyJghp_token=://a:'.repeat(length / 20)
      const start = process.cpuUsage()
      findSecrets(text, all)
      return cpuMs(start)
    }
    time(100_000)
    expect(time(2_000_000)).toBeLessThan(Math.max(200, time(200_000) * 60))
  })
})
