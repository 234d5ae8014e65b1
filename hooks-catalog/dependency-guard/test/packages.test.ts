import fs from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildPack } from '../../../scripts/build-pack.mjs'
import { runCase } from '../../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { type Ecosystem, knownNames } from '../src/known-names.ts'
import { isPossible, wishOf } from '../src/spec.ts'
import { isOneOff, likenessOf } from '../src/typos.ts'

const require = createRequire(import.meta.url)
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'dependency-guard-'))
const ECOSYSTEMS: readonly Ecosystem[] = ['npm', 'pypi', 'cargo', 'gem', 'go', 'composer']
let guard: Handler<'PreToolUse'>
let server: Server
let url = ''
const asked: string[] = []
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString()

const NPM: Readonly<Record<string, unknown>> = {
  old: { 'dist-tags': { latest: '2.0.0' }, time: { created: ago(900), '2.0.0': ago(300) } },
  young: { 'dist-tags': { latest: '1.0.0' }, time: { created: ago(2), '1.0.0': ago(2) } },
  fresh: { 'dist-tags': { latest: '9.0.0' }, time: { created: ago(900), '9.0.0': ago(1) } },
  odd: { time: 7 },
}

beforeAll(async () => {
  await buildPack(path.resolve(import.meta.dirname, '..'), path.join(scratch, 'built'))
  guard = require(path.join(scratch, 'built/dist/guard.cjs'))
  server = createServer((request, response) => {
    const name = decodeURIComponent(request.url ?? '').replace(/^\/(?:pypi\/)?|\/json$/g, '')
    asked.push(name)
    if (name === 'slow') return
    const found = request.url?.startsWith('/pypi/')
      ? { releases: { 1: [{ upload_time_iso_8601: ago(3) }] }, urls: [{ upload_time_iso_8601: ago(3) }] }
      : NPM[name]
    response.writeHead(name === 'broken' ? 500 : found ? 200 : 404).end(JSON.stringify(found ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => void asked.splice(0))
afterAll(() => {
  server.closeAllConnections()
  server.close()
  fs.rmSync(scratch, { recursive: true, force: true })
})

async function run(command: string, session = command) {
  const event = {
    ...{ hook_event_name: 'PreToolUse' as const, tool_name: 'Bash', tool_input: { command }, cwd: scratch },
    session_id: session,
  }
  const options = { minAgeDays: 7, networkSeconds: 1, npmUrl: url, pypiUrl: url }
  const { decision, reason } = await runCase(guard, event, {
    options,
    env: { HOOKPACK_STATE_DIR: path.join(scratch, 'state') },
  })
  return [decision, reason] as const
}

describe('age', () => {
  test.each([
    ['npm install old', 'none', ''],
    ['npm install young', 'ask', 'was first published 2 days ago'],
    ['npm install old fresh', 'ask', 'the newest version of fresh was published 1 days ago'],
    ['npm install @acme/nobody', 'deny', 'there is no package @acme/nobody on npm'],
    ['pip install something', 'ask', 'was first published 3 days ago'],
    ['npm install broken', 'tell', 'it answered with status 500'],
    ['npm install odd', 'tell', 'its answer says no time'],
    ['npm install slow', 'tell', 'it took too long'],
    ['npm install', 'none', ''],
  ])('%s: %s', async (command, decision, reason) => {
    expect(await run(command)).toEqual([decision, expect.stringContaining(reason)])
  })

  test('is asked for once in a session', async () => {
    await run('npm install young', 'one')
    await run('npm install young@1.0.0', 'one')
    expect(asked).toEqual(['young'])
    await run('npm install young', 'two')
    expect(asked).toEqual(['young', 'young'])
  })
})

describe('well-known names', () => {
  test.each(ECOSYSTEMS)('of %s are possible, and like no other', (ecosystem) => {
    for (const name of knownNames(ecosystem)) {
      expect([name, isPossible(wishOf(name, ecosystem))]).toEqual([name, true])
      expect([name, likenessOf(name, ecosystem)]).toEqual([name, undefined])
    }
  })

  test.each(ECOSYSTEMS)('of %s with a letter too many are noticed', (ecosystem) => {
    for (const name of knownNames(ecosystem).filter((one) => one.length > 6)) {
      const wrong = `${name}${name.at(-1)}`
      if (!knownNames(ecosystem).includes(wrong))
        expect([wrong, likenessOf(wrong, ecosystem)?.how]).not.toEqual([wrong, undefined])
    }
  })
})

test.each([
  ['lodash', 'lodahs', true],
  ['lodash', 'lodas', true],
  ['lodash', 'xlodash', true],
  ['lodash', 'lodaxh', true],
  ['lodash', 'ldoahs', false],
  ['lodash', 'lodash', false],
  ['lodash', 'lod', false],
])('%s and %s are one off: %s', (one, other, expected) => {
  expect(isOneOff(one, other)).toBe(expected)
  expect(isOneOff(other, one)).toBe(expected)
})

test.each([
  ['@acme/x@^1.2', 'npm', 'registry', '@acme/x'],
  ['x@npm:@acme/y@2', 'npm', 'registry', '@acme/y'],
  ['x@git+ssh://git@acme.dev/x', 'npm', 'git', ''],
  ['a/b#main', 'npm', 'git', ''],
  ['../x', 'npm', 'here', ''],
  ['x[a,b]~=1.0', 'pypi', 'registry', 'x'],
  ['x @ git+https://acme.dev/x', 'pypi', 'git', ''],
  ['acme/x:^2', 'composer', 'registry', 'acme/x'],
  ['C:\\x', 'npm', 'here', ''],
] as const)('%s of %s is from %s', (text, ecosystem, from, name) => {
  expect(wishOf(text, ecosystem)).toMatchObject({ from, name })
})
