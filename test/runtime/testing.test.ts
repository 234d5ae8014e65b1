import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { buildRuntime } from '../../scripts/build-runtime.mjs'
import { buildModules } from '../../scripts/build-runtime-package.mjs'
import type { EventName } from '../../src/runtime/src/events.ts'
import type * as Testing from '../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../src/runtime/src/types.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-testing-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
process.env['HOOKPACK_STATE_DIR'] = path.join(folder, 'state')

const dist = path.join(folder, 'dist')
await Promise.all([buildRuntime(dist), buildModules(dist)])
const { payloadOf, runCase, runHookFile } = createRequire(import.meta.url)(
  path.join(dist, 'testing.cjs'),
) as typeof Testing

let files = 0

/** A file of a pack with this text. */
function written(name: string, text: string): string {
  const file = path.join(folder, `pack ${++files}`, name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

/** Runs the same handler in both ways. */
async function both(
  code: string,
  payload: Testing.CasePayload<EventName>,
  setting: Testing.CaseSetting = {},
) {
  const handler = new Function('require', `return ${code}`)(createRequire(import.meta.url)) as Handler
  const inProcess = await runCase(handler as never, payload, setting)
  return {
    inProcess,
    asFile: await runHookFile(written('hook.cjs', `module.exports = ${code}`), payload, setting),
  }
}

const bash = payloadOf('PreToolUse', { tool_input: { command: 'ls' } })

describe.concurrent('a handler in this process and its file in another give the same:', () => {
  test.each([
    ['nothing', 'PreToolUse', '() => undefined', { decision: 'none', reason: '', decisions: [] }],
    [
      'a deny',
      'PreToolUse',
      '(event, decide) => decide.deny(event.tool_input.command)',
      { decision: 'deny', reason: 'ls', decisions: [{ kind: 'deny', reason: 'ls' }] },
    ],
    [
      'the verdict of several decisions',
      'PreToolUse',
      'async (event, decide) => [decide.context("c"), decide.ask("a"), decide.tell("t")]',
      { decision: 'ask', reason: 'a' },
    ],
    [
      'a new input, as JSON',
      'PreToolUse',
      '(event, decide) => decide.modify({ command: "ls -l" })',
      { decision: 'modify', reason: '{"command":"ls -l"}' },
    ],
    [
      'a new input before other decisions, as JSON',
      'PreToolUse',
      '(event, decide) => [decide.modify({ command: "ls -l" }), decide.context("c"), decide.tell("t")]',
      { decision: 'modify', reason: '{"command":"ls -l"}' },
    ],
    [
      'a new output before other decisions, as JSON',
      'PostToolUse',
      '(event, decide) => [decide.replaceOutput({ content: "x" }), decide.context("c"), decide.tell("t")]',
      { decision: 'replaceOutput', reason: '{"content":"x"}' },
    ],
    [
      'a block by exit status',
      'TeammateIdle',
      '(event, decide) => decide.block("go on")',
      { decision: 'block', reason: 'go on' },
    ],
    [
      'a path as plain text',
      'WorktreeCreate',
      '(event, decide) => decide.worktree("/w")',
      { decision: 'worktree', reason: '/w' },
    ],
    [
      'plain instructions',
      'PreCompact',
      '(event, decide) => decide.instructions("i")',
      { decision: 'instructions', reason: 'i' },
    ],
    ['a plain word', 'PostCompact', '(event, decide) => decide.tell("t")', { decision: 'tell', reason: 't' }],
    [
      'an answer without a value',
      'Elicitation',
      '(event, decide) => decide.cancel()',
      { decision: 'cancel', reason: '' },
    ],
    ['a stop', 'PreToolUse', '(event, decide) => decide.stop("s")', { decision: 'stop', reason: 's' }],
  ] as const)('%s', async (_, event, code, expected) => {
    const { inProcess, asFile } = await both(code, event === 'PreToolUse' ? bash : { hook_event_name: event })
    expect(inProcess).toMatchObject(expected)
    const { decision, reason, answer } = inProcess
    // A process writes whole lines on stderr.
    const stderr = answer.stderr === '' ? '' : `${answer.stderr}\n`
    expect(asFile).toMatchObject({ decision, reason, answer: { ...answer, stderr } })
  })

  test.each(['continue', 'block'] as const)('a failure, in mode %s', async (failure) => {
    const { inProcess, asFile } = await both('() => { throw new Error("oh") }', bash, { failure })
    for (const { decision, reason, decisions, answer } of [inProcess, asFile]) {
      expect({ decision, reason }).toEqual({ decision: 'failed', reason: 'oh' })
      expect(decisions.map(({ kind }) => kind)).toEqual(failure === 'block' ? ['deny'] : [])
      expect(answer).toMatchObject({
        status: failure === 'block' ? 0 : 1,
        stderr: expect.stringContaining('oh'),
      })
    }
  })

  test('options, the environment, the project and the event', async () => {
    const code =
      '(event, decide, { options, env, projectDir, packDir }) => decide.deny(JSON.stringify([options, env.MY_TOKEN, env.HOME, projectDir, event]))'
    const setting = { options: { a: 1 }, env: { MY_TOKEN: 't', HOME: '/h' }, projectDir: '/p' }
    const { inProcess, asFile } = await both(code, bash, setting)
    expect(JSON.parse(inProcess.reason)).toEqual([{ a: 1 }, 't', '/h', '/p', bash])
    expect(asFile.reason).toBe(inProcess.reason)
  })

  test('an end at the time limit', async () => {
    const { inProcess, asFile } = await both('() => { for (;;); }', bash, { timeout: 1 })
    const expected = { decision: 'failed', reason: 'it did not return within 1 s' }
    expect(inProcess).toMatchObject(expected)
    expect(asFile).toMatchObject(expected)
  })
})

test('what handlers remember in a test never comes into the state folder of the user', () => {
  const home = path.join(folder, 'home')
  mkdirSync(home)
  const code = `
    const { runCase } = require('./testing.cjs')
    const { oncePerSession } = require('./limits.cjs')
    const once = (event, decide, { hook }) => decide.tell(String(oncePerSession({ event, name: hook }, 'k')))
    const event = { hook_event_name: 'Stop', session_id: 's' }
    runCase(once, event).then(async (first) => {
      const { reason } = await runCase(once, event)
      console.log(first.reason, reason, process.env.HOOKPACK_STATE_DIR)
    })`
  const env = { PATH: process.env['PATH'] ?? '', HOME: home }
  const said = execFileSync(process.execPath, ['-e', code], { cwd: dist, env, encoding: 'utf8' })
  const [first, second, state = ''] = said.trim().split(' ')
  expect([first, second]).toEqual(['true', 'false'])
  expect(readdirSync(home)).toEqual([])
  expect(existsSync(state)).toBe(false)
})

describe.concurrent('a file', () => {
  test('may be an ES module, or lie in a folder of a pack', async () => {
    const file = written(
      'dist/hook.mjs',
      'export default (event, decide, { packDir }) => decide.deny(packDir)',
    )
    writeFileSync(path.join(path.dirname(file), '../hooks.json'), '{"from":"the pack"}')
    const { reason } = await runHookFile(file, bash)
    expect(path.basename(reason)).toBe('pack')
    const reading = written(
      'dist/hook.cjs',
      'module.exports = (e, d, { packDir }) => d.deny(require("node:fs").readFileSync(packDir + "/hooks.json", "utf8"))',
    )
    writeFileSync(path.join(path.dirname(reading), '../hooks.json'), '{"from":"the pack"}')
    expect((await runHookFile(reading, bash)).reason).toBe('{"from":"the pack"}')
  })

  test('may be a script, with or without an interpreter', async () => {
    const shell = written('hook.sh', 'echo "$HOOK_COMMAND is refused" >&2; exit 2')
    expect(await runHookFile(shell, bash)).toMatchObject({ decision: 'deny', reason: 'ls is refused' })
    const script = written('hook.js', 'console.error("by node"); process.exitCode = 2')
    expect(await runHookFile(script, bash, { interpreter: 'node' })).toMatchObject({
      decision: 'deny',
      reason: 'by node',
    })
  })

  test('may set variables for the session', async () => {
    const file = written('hook.cjs', 'module.exports = (e, d) => d.setEnv({ A: "1" })')
    const result = await runHookFile(file, { hook_event_name: 'SessionStart' })
    expect(result).toMatchObject({ decision: 'setEnv', answer: { stdout: '', stderr: '', status: 0 } })
  })

  test('that ends its process has failed', async () => {
    const file = written('hook.cjs', 'module.exports = () => process.kill(process.pid, "SIGKILL")')
    expect(await runHookFile(file, bash)).toMatchObject({
      decision: 'failed',
      reason: expect.stringContaining('SIGKILL'),
      answer: { status: null },
    })
  })

  test('that is not there, or not built, is a fault of the test', async () => {
    await expect(runHookFile(path.join(folder, 'gone.cjs'), bash)).rejects.toThrow('is the pack built?')
    await expect(runHookFile(written('hook.ts', ''), bash)).rejects.toThrow('has to be built')
  })

  test('leaves nothing behind, and its state only where that is asked for', async () => {
    const file = written('hook.cjs', 'module.exports = (e, d, { env }) => d.deny(env.HOOKPACK_STATE_DIR)')
    const own = path.join(folder, 'own state')
    const kept = await runHookFile(file, bash, { env: { HOOKPACK_STATE_DIR: own } })
    expect(kept.reason).toBe(own)
    expect(readFileSync(path.join(own, 'log', 'runs.jsonl'), 'utf8')).toContain('case/hook')
    const { reason: scratch } = await runHookFile(file, bash)
    expect(existsSync(path.dirname(scratch))).toBe(false)
    expect(readdirSync(path.dirname(file))).toEqual(['hook.cjs'])
  })
})
