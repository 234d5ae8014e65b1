import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { EVENTS, type EventName } from '../../src/runtime/src/events.ts'
import { payloadOf, runCase } from '../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../src/runtime/src/types.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-run-case-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
process.env['HOOKPACK_STATE_DIR'] = folder

const bash = payloadOf('PreToolUse', { tool_input: { command: 'ls' } })

describe('a payload', () => {
  test('has the common fields, those of its event, and what is given over them', () => {
    expect(payloadOf('PreToolUse', { tool_name: 'Edit', permission_mode: 'plan' })).toEqual({
      session_id: expect.any(String),
      transcript_path: expect.any(String),
      cwd: process.cwd(),
      hook_event_name: 'PreToolUse',
      permission_mode: 'plan',
      tool_name: 'Edit',
      tool_input: {},
      tool_use_id: expect.any(String),
    })
  })

  test('has a session of its own unless one is given', () => {
    expect(payloadOf('Stop').session_id).not.toBe(payloadOf('Stop').session_id)
    expect(payloadOf('Stop', { session_id: 's' }).session_id).toBe('s')
  })

  test('that is partial is given the common fields, and no others', async () => {
    const { reason } = await runCase((event, decide) => decide.deny(JSON.stringify(event)), {
      hook_event_name: 'PreToolUse',
      tool_name: 'Edit',
    })
    expect(JSON.parse(reason)).toEqual({
      session_id: expect.any(String),
      transcript_path: expect.any(String),
      cwd: process.cwd(),
      hook_event_name: 'PreToolUse',
      tool_name: 'Edit',
    })
  })

  test('can be made for every event, and for nothing else', () => {
    for (const event of Object.keys(EVENTS) as EventName[])
      expect(payloadOf(event)).toMatchObject({ hook_event_name: event, cwd: process.cwd() })
    expect(() => payloadOf('preToolUse' as 'PreToolUse')).toThrow('preToolUse is not an event')
  })
})

describe('a handler in this process', () => {
  test('gets a copy of the event, as JSON', async () => {
    const given = { hook_event_name: 'PreToolUse', tool_input: { command: 'ls', absent: undefined } } as const
    const { reason } = await runCase((event, decide) => {
      Object.assign(event.tool_input, { command: 'changed' })
      return decide.deny(Object.keys(event.tool_input).join())
    }, given)
    expect(reason).toBe('command')
    expect(given.tool_input.command).toBe('ls')
  })

  test('runs whatever switches and agents there are in the environment of the test', async () => {
    Object.assign(process.env, { HOOKS: '0', COPILOT_CLI: '1' })
    try {
      expect(await runCase((_, decide) => decide.deny('no'), bash)).toMatchObject({ decision: 'deny' })
    } finally {
      delete process.env['HOOKS']
      delete process.env['COPILOT_CLI']
    }
  })

  test('sees the folder of the test as its pack, unless another one is given', async () => {
    const folderOf: Handler<'PreToolUse'> = (_, decide, { packDir }) => decide.deny(packDir)
    expect((await runCase(folderOf, bash)).reason).toBe(process.cwd())
    expect((await runCase(folderOf, bash, { packDir: '/pack' })).reason).toBe('/pack')
  })
})
