import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { runCase } from '../../../src/runtime/src/testing/index.ts'
import atStart from '../src/at-start.ts'
import onChange from '../src/on-change.ts'
import onPrompt from '../src/on-prompt.ts'
import { differences } from '../src/snapshot.ts'

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'config-guard-'))
const config = process.env['CLAUDE_CONFIG_DIR']
afterAll(() => {
  fs.rmSync(scratch, { recursive: true, force: true })
  if (config === undefined) delete process.env['CLAUDE_CONFIG_DIR']
  else process.env['CLAUDE_CONFIG_DIR'] = config
})

let project = ''
let session = 0
beforeEach(() => {
  project = fs.mkdtempSync(path.join(scratch, 'project-'))
  process.env['CLAUDE_CONFIG_DIR'] = path.join(project, 'user')
  session += 1
})

const guard = { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'node guard.js' }] }] }

function settings(value: unknown): void {
  const file = path.join(project, '.claude/settings.json')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value))
}

function setting(options: Readonly<Record<string, unknown>> = {}) {
  const env = { HOOKPACK_STATE_DIR: path.join(scratch, 'state') }
  return { projectDir: project, env, options }
}

const common = () => ({ session_id: `session-${session}`, cwd: project })
const start = (source: 'startup' | 'compact' = 'startup') =>
  runCase(atStart, { hook_event_name: 'SessionStart', source, ...common() }, setting())
const change = (options = {}) =>
  runCase(
    onChange,
    { hook_event_name: 'ConfigChange', source: 'project_settings', ...common() },
    setting(options),
  )
const prompt = (options = {}) =>
  runCase(onPrompt, { hook_event_name: 'UserPromptSubmit', prompt: 'hi', ...common() }, setting(options))

describe('a change of the settings', () => {
  test('is told with the next prompt, once', async () => {
    settings({ hooks: guard })
    await start()
    settings({ permissions: { allow: ['Bash(rm *)'] } })
    expect((await change()).decision).toBe('none')
    const { decision, reason } = await prompt()
    expect(decision).toBe('tell')
    expect(reason).toContain('.claude/settings.json: new permission without a question: Bash(rm *)')
    expect(reason).toContain('.claude/settings.json: gone hook PreToolUse (Bash): node guard.js')
    expect((await prompt()).decision).toBe('none')
  })

  test('is not applied to the session with changes=block', async () => {
    settings({ hooks: guard })
    await start()
    settings({ hooks: guard, disableAllHooks: true })
    const { decision, reason } = await change({ changes: 'block' })
    expect([decision, reason]).toEqual(['block', expect.stringContaining('new switch disableAllHooks')])
    expect((await prompt({ changes: 'block' })).reason).toContain('goes on as before')
  })

  test('that concerns neither hooks nor permissions is not told', async () => {
    settings({ hooks: guard, model: 'a' })
    await start()
    settings({ hooks: guard, model: 'b' })
    expect((await change({ changes: 'block' })).decision).toBe('none')
    expect((await prompt()).decision).toBe('none')
  })

  test('that breaks the file takes its hooks away', async () => {
    settings({ hooks: guard })
    await start()
    settings('{')
    expect((await change({ changes: 'block' })).reason).toContain('gone hook')
  })

  test('is still told after a summary', async () => {
    settings({ hooks: guard })
    await start()
    settings({})
    await change()
    await start('compact')
    expect((await prompt()).decision).toBe('tell')
  })

  test('does not show secrets, and not more than a line', async () => {
    settings({})
    await start()
    const command = `curl -H "Authorization: Bearer abcdefgh12345678" x\nrm ${'y'.repeat(500)}`
    settings({ hooks: { Stop: [{ hooks: [{ type: 'command', command }] }] } })
    const { reason } = await change({ changes: 'block' })
    expect(reason).not.toContain('abcdefgh12345678')
    expect(reason.split('\n')).toHaveLength(2)
    expect(reason.length).toBeLessThan(400)
  })
})

test('lines that both have are no difference', () => {
  expect(differences({ a: ['x', 'y'], b: ['z'] }, { a: ['y', 'w'] })).toEqual([
    'a: new w',
    'a: gone x',
    'b: gone z',
  ])
})
