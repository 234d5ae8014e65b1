import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { clientDoctor, runClient } from './client/run.ts'
import { makeScratch, type Scratch } from './client/scratch.ts'
import { transcript } from './client/transcript.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

const REMOVE_HOME = { tool: 'Bash', input: { command: 'rm -rf ~' } }
const REASON = 'homes are not for deleting'

let scratch: Scratch
let keepsake: string
beforeEach(() => {
  scratch = makeScratch()
  keepsake = scratch.write('home/keepsake.txt', 'precious')
})
afterEach(() => scratch.remove())

function settingsWith(command: string, event = 'PreToolUse') {
  return { hooks: { [event]: [{ matcher: 'Bash', hooks: [{ type: 'command', command }] }] } }
}

function denyingHook(): string {
  const answer = {
    hookSpecificOutput: {
      hookEventName: 'PreToolUse',
      permissionDecision: 'deny',
      permissionDecisionReason: REASON,
    },
  }
  return `echo '${JSON.stringify(answer)}'`
}

test('~ in the Bash tool is the scratch HOME', async () => {
  const turns = [{ tool: 'Bash', input: { command: 'echo ~ && echo "$HOME"' } }]
  const { toolResults } = await runClient({ ...scratch, turns })
  expect(toolResults[0]?.text.trim()).toBe(`${scratch.home}\n${scratch.home}`)
})

test('without a hook the tool runs: the scratch HOME is really deleted', async () => {
  const result = await runClient({ ...scratch, turns: [REMOVE_HOME], approve: true })
  expect(result.toolResults).toMatchObject([{ tool: 'Bash', isError: false, decision: 'accept' }])
  expect(existsSync(keepsake)).toBe(false)
})

test('a hook that denies is what keeps the file, and the model is told its reason', async () => {
  scratch.write('project/.claude/settings.json', settingsWith(denyingHook()))
  const result = await runClient({ ...scratch, turns: [REMOVE_HOME, 'I leave it.'], approve: true })
  expect(result.toolResults).toMatchObject([{ isError: true, decision: 'reject', decidedBy: 'hook' }])
  expect(result.toolResults[0]?.text).toContain(REASON)
  expect(result.hookEvents).toMatchObject([{ name: 'PreToolUse:Bash', outcome: 'success', exitCode: 0 }])
  expect(result).toMatchObject({
    exitCode: 0,
    timedOut: false,
    unusedTurns: [],
    final: { text: 'I leave it.' },
  })
  expect(readFileSync(keepsake, 'utf8')).toBe('precious')
  expect(transcript(result)).toEqual([
    'model asks  Bash rm -rf ~',
    `hook ran    PreToolUse:Bash -> deny: ${REASON}`,
    'refused by  a hook',
    `model sees  PreToolUse:Bash hook error: ${REASON}`,
    'model says  I leave it.',
    'run ended   success',
  ])
})

test("a refusal by the client's own rules is not taken for one by a hook", async () => {
  const result = await runClient({ ...scratch, turns: [REMOVE_HOME] })
  expect(result.toolResults).toMatchObject([{ decision: 'reject', decidedBy: 'config' }])
  expect(transcript(result)).toContain("refused by  the client's permissions")
})

test('what a hook says after a tool has run reaches the model', async () => {
  const spoken = { hookSpecificOutput: { hookEventName: 'PostToolUse', additionalContext: 'formatted' } }
  const command = `echo '${JSON.stringify(spoken)}'`
  scratch.write('home/.claude/settings.json', {
    hooks: { PostToolUse: [{ hooks: [{ type: 'command', command }] }] },
  })
  const file = path.join(scratch.project, 'new.txt')
  const turns = [{ tool: 'Write', input: { file_path: file, content: 'text\n' } }]
  const { hookTexts } = await runClient({ ...scratch, turns })
  expect(readFileSync(file, 'utf8')).toBe('text\n')
  expect(hookTexts).toEqual([expect.stringContaining('formatted')])
})

test('a run that takes too long is stopped, and what it printed is kept', async () => {
  const turns = [{ tool: 'Bash', input: { command: 'perl -e "sleep 50"; true' } }]
  const result = await runClient({ ...scratch, turns, timeoutMs: 3000 })
  expect(result.timedOut).toBe(true)
  expect(result.steps[0]).toMatchObject({ kind: 'asked', tool: 'Bash' })
  expect(result.durationMs).toBeLessThan(20_000)
})

test('a run outside a scratch folder, or with a command that reaches out of it, is refused', async () => {
  await expect(runClient({ project: process.cwd(), home: scratch.home, turns: [] })).rejects.toThrow(
    'scratch',
  )
  for (const command of ['rm -rf /', 'rm -rf ~root', 'rm -rf ../../x', 'echo "x" >/etc/passwd']) {
    const turns = [{ tool: 'Bash', input: { command } }]
    await expect(runClient({ ...scratch, turns })).rejects.toThrow('reaches out of')
  }
})

test('user settings that move HOME are refused', async () => {
  scratch.write('home/.claude/settings.json', { env: { HOME: '/elsewhere' } })
  await expect(runClient({ ...scratch, turns: [] })).rejects.toThrow('sets HOME')
})

test('the doctor finds nothing invalid in good files', async () => {
  scratch.write('project/.claude/settings.json', settingsWith('true'))
  scratch.write('home/.claude/settings.json', settingsWith('true', 'PostToolUse'))
  expect((await clientDoctor(scratch)).invalid).toEqual([])
})

test('the doctor names the file and the place of a bad entry', async () => {
  const hooks = { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command' }] }] }
  const file = scratch.write('project/.claude/settings.json', { hooks })
  const { invalid } = await clientDoctor(scratch)
  expect(invalid).toEqual([
    expect.stringContaining(`${file} › hooks.PreToolUse.0.hooks.0: Invalid command hook`),
    expect.stringContaining(`${file} › hooks.PreToolUse.0.hooks.0.command: Expected string`),
  ])
})

test('the doctor names files of both scopes, also one that is not JSON', async () => {
  const project = scratch.write('project/.claude/settings.json', '{"hooks": {')
  const user = scratch.write('home/.claude/settings.json', { hooks: { NoSuchEvent: [] } })
  const { invalid } = await clientDoctor(scratch)
  expect(invalid).toEqual([
    expect.stringContaining(`${user} › hooks.NoSuchEvent: Unknown hook event`),
    `${project}: Invalid or malformed JSON`,
  ])
})
