import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { linesIn, ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import { lineFor } from '../src/entry.ts'
import { DEFAULTS } from '../src/options.ts'
import handler from '../src/record.ts'

const { state, folder } = ownState()
// Put together here, so that no scanner takes this file for a leak.
const TOKEN = `gh${'p_'}${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`
const call = {
  tool_name: 'Bash',
  tool_input: { command: `curl -H "x: ${TOKEN}" x`, api_key: 'a b c' },
  tool_response: { stdout: 'SEEN' },
  duration_ms: 7,
}

async function logged(
  options: object = {},
  fields: object = call,
  event: 'PostToolUse' | 'Stop' = 'PostToolUse',
) {
  const projectDir = folder()
  const given = payloadOf(event, fields)
  const result = await runCase(handler, given, {
    options: { ...DEFAULTS, folder: 'log', ...options },
    projectDir,
  })
  expect(result).toMatchObject({ decision: 'none' })
  return linesIn(path.join(projectDir, 'log'))
}

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('audit-log')))

describe('a line', () => {
  it('has the fields of the README, redacted, without results', async () => {
    const [line] = await logged()
    expect(line).toMatchObject({
      v: 1,
      event: 'PostToolUse',
      tool: 'Bash',
      ms: 7,
      data: { tool_input: { command: 'curl -H "x: [redacted]" x', api_key: '[redacted]' } },
    })
    expect(Date.parse(String(line?.['time']))).toBeGreaterThan(Date.now() - 60_000)
    expect(JSON.stringify(line)).not.toContain('SEEN')
    expect(JSON.stringify(line)).not.toContain(TOKEN)
  })

  it('has results with detail=all, and no texts with detail=names', async () => {
    const [all] = await logged({ detail: 'all' })
    expect(all).toMatchObject({ data: { tool_response: { stdout: 'SEEN' } } })
    const [names] = await logged(
      { detail: 'names' },
      { ...call, tool_name: 'Edit', tool_input: { file_path: '/p/a.ts', old_string: 'OLD' } },
    )
    expect(names?.['data']).toEqual({ tool_input: { file_path: '/p/a.ts' } })
    const [bash] = await logged({ detail: 'names' })
    expect(bash).not.toHaveProperty('data')
  })

  it('of a finished turn says nothing of the last message unless it is asked for', async () => {
    const fields = { last_assistant_message: 'SAID', stop_hook_active: false }
    expect(JSON.stringify(await logged({}, fields, 'Stop'))).not.toContain('SAID')
    expect(JSON.stringify(await logged({ detail: 'all' }, fields, 'Stop'))).toContain('SAID')
  })

  it('has at most the bytes that it may have, whatever was sent', () => {
    const nasty = [
      '\u0000'.repeat(1e6),
      Array(1e4).fill('😀'.repeat(99)),
      Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`name ${at}`, { x: ['y'.repeat(999)] }])),
    ]
    for (const value of nasty) {
      const event = {
        hook_event_name: 'PreToolUse'.repeat(99),
        cwd: 'x'.repeat(1e5),
        tool_name: 'T'.repeat(1e5),
        tool_input: value,
        other: value,
      }
      const options = { detail: 'all', maxText: 1e5, maxBytes: 4096, project: '/p', pid: 1 } as const
      const line = lineFor(event, { ...options, now: new Date() })
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(4096)
      expect(line).not.toContain('\n')
      expect(JSON.parse(line)).toHaveProperty('data')
    }
  })
})

it('without the option the log is in the state folder', async () => {
  await runCase(handler, payloadOf('Stop', {}), { options: { ...DEFAULTS }, projectDir: folder() })
  expect(linesIn(path.join(state, 'audit-log'))).toHaveLength(1)
})
