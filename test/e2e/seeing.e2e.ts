import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explain } from '../../src/ops/explain.ts'
import { runClient } from './client/run.ts'
import { makeScratch, type Scratch } from './client/scratch.ts'
import type { Turn } from './client/wire.ts'
import { CHOICES, callsIn, PROJECT_FILES } from './seeing-combinations.ts'

// The same hooks and the same events are put before the real client and before `hooks explain`. Each hook leaves the event
// in a file of its own; a hook that is always there refuses every call, so that nothing of what is scripted is done.

const SERVER = { command: process.execPath, args: [path.join(import.meta.dirname, 'fixtures/elicit.cjs')] }
const DENY = JSON.stringify({
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'deny',
    permissionDecisionReason: 'no',
  },
})

interface Payload {
  readonly hook_event_name: string
  readonly tool_use_id?: string
}

interface Row {
  readonly payload: Payload
  readonly real: readonly boolean[]
  readonly ours: readonly boolean[]
}

let scratch: Scratch
let rows: readonly Row[]

beforeAll(async () => {
  scratch = makeScratch({ git: true })
  for (const file of PROJECT_FILES) scratch.write(`project/${file}`, 'a')
  scratch.write('project/.claude/skills/tidy/SKILL.md', '---\nname: tidy\ndescription: tidies\n---\nTidy.\n')
  scratch.write('project/.claude/commands/hello.md', 'Greet.\n')
  const log = path.join(scratch.root, 'log')
  mkdirSync(log)
  scratch.write('project/.claude/settings.json', { hooks: hooksLeaving(log) })
  await runSession()
  rows = await rowsOf(payloadsIn(path.join(log, 'all')), log)
}, 600_000)
afterAll(() => scratch.remove())

function hooksLeaving(log: string): Record<string, object[]> {
  const hooks: Record<string, object[]> = {}
  const add = (event: string, group: object) => {
    hooks[event] ??= []
    hooks[event].push(group)
  }
  for (const [at, { event, matcher, if: rule }] of CHOICES.entries()) {
    const command = `read -r line; printf '%s\\n' "$line" >> ${log}/${at}`
    add(event, {
      ...(matcher === undefined ? {} : { matcher }),
      hooks: [{ type: 'command', command, ...(rule === undefined ? {} : { if: rule }) }],
    })
  }
  for (const event of Object.keys(hooks)) {
    const answer = event === 'PreToolUse' ? `; echo '${DENY}'` : ''
    add(event, { hooks: [{ type: 'command', command: `cat >> ${log}/all${answer}` }] })
  }
  return hooks
}

async function runSession(): Promise<void> {
  const calls = callsIn(scratch.project)
  const shell = calls.filter(({ tool }) => tool === 'Bash')
  // Of the others each has a message of its own: one that is refused takes along what else is in its message.
  const turns: Turn[] = [
    ...Array.from({ length: Math.ceil(shell.length / 8) }, (_, at) => ({
      tools: shell.slice(at * 8, at * 8 + 8),
    })),
    ...calls.filter(({ tool }) => tool !== 'Bash'),
  ]
  const result = await runClient({
    ...scratch,
    turns,
    prompt: '/hello you',
    args: ['--mcp-config', JSON.stringify({ mcpServers: { elicit: SERVER } })],
    timeoutMs: 500_000,
  })
  expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
}

function payloadsIn(file: string): readonly Payload[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Payload)
}

function keyOf({ hook_event_name, tool_use_id }: Payload): string {
  return tool_use_id ?? hook_event_name
}

async function rowsOf(payloads: readonly Payload[], log: string): Promise<readonly Row[]> {
  const real = CHOICES.map((_, at) => new Set(payloadsIn(path.join(log, String(at))).map(keyOf)))
  const found: Row[] = []
  for (const payload of payloads) {
    const fired = await explained(payload)
    found.push({
      payload,
      real: CHOICES.map((_, at) => real[at]?.has(keyOf(payload)) === true),
      ours: CHOICES.map((_, at) => fired.has(`${log}/${at}`)),
    })
  }
  return found
}

/** The files that the hooks leave their events in which `hooks explain` says would run. */
async function explained(payload: Payload): Promise<ReadonlySet<string>> {
  const file = scratch.write(`payloads/${keyOf(payload)}.json`, payload)
  const place = {
    cwd: scratch.project,
    env: { HOME: scratch.home },
    managedFile: path.join(scratch.root, 'none/h/h'),
  }
  const { hooks } = await explain(place, { event: undefined, name: undefined, input: [], payload: file })
  const firing = hooks.filter(({ fires }) => fires === 'yes')
  return new Set(firing.map(({ hook }) => hook.what.split('>> ').at(-1) ?? ''))
}

test('every call and every other event reached both', () => {
  expect(rows.filter(({ payload }) => payload.tool_use_id !== undefined)).toHaveLength(callsIn('').length)
  const events = new Set(rows.map(({ payload }) => payload.hook_event_name))
  expect([...events].sort()).toEqual([...new Set(CHOICES.map(({ event }) => event))].sort())
})

test('the matching agrees with the real client on every combination', () => {
  const tally = new Map<string, { same: number; other: number; fired: number }>()
  const differences: string[] = []
  for (const { payload, real, ours } of rows) {
    for (const [at, { kind, event, ...choice }] of CHOICES.entries()) {
      if (event !== payload.hook_event_name) continue
      const count = tally.get(kind) ?? { same: 0, other: 0, fired: 0 }
      if (real[at] === true) count.fired += 1
      if (real[at] === ours[at]) count.same += 1
      else {
        count.other += 1
        differences.push(
          `${JSON.stringify(choice)} on ${inputOf(payload)}: the client ${real[at] ? 'runs' : 'does not run'} it`,
        )
      }
      tally.set(kind, count)
    }
  }
  console.table(
    Object.fromEntries(
      [...tally].map(([kind, { same, other, fired }]) => [
        kind,
        { combinations: same + other, fired, agree: same, differ: other },
      ]),
    ),
  )
  expect(differences).toEqual([])
  expect([...tally.values()].reduce((sum, { same }) => sum + same, 0)).toBeGreaterThan(200)
})

function inputOf(payload: Payload): string {
  const { tool_name, tool_input } = payload as { tool_name?: string; tool_input?: object }
  return `${tool_name ?? payload.hook_event_name} ${JSON.stringify(tool_input ?? {})}`
}
