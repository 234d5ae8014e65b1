import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newTranscriptReader } from '../../src/core/backtest/transcript.ts'
import { runClient } from './client/run.ts'
import { hooksReading, makeSite, type Site } from './hooks-cli.ts'
import { addPack, probe } from './probe-pack.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

let site: Site
beforeEach(() => {
  site = makeSite()
})
afterEach(() => site.remove())

const bash = (command: string) => ({ tool: 'Bash', input: { command, description: 'x' } })

type Payload = Readonly<Record<string, unknown>>

/** What a handler was given, as it has told us. */
function givenIn(stdout: string): Payload | undefined {
  try {
    const { hookSpecificOutput: said } = JSON.parse(stdout) as {
      hookSpecificOutput?: { additionalContext?: string }
    }
    return JSON.parse(said?.additionalContext ?? '') as Payload
  } catch {
    // Hooks of the test itself say something else.
    return undefined
  }
}

/** The payloads that a backtest makes of the session's transcript. */
function replayed(): readonly Payload[] {
  const folder = path.join(site.home, '.claude/projects')
  const [file = ''] = readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.jsonl'))
  const reader = newTranscriptReader(path.join(folder, file), { event: () => true, isNew: () => true })
  for (const line of readFileSync(path.join(folder, file), 'utf8').split('\n')) reader.line(line)
  return reader.calls().map(({ payload }) => JSON.parse(payload) as Payload)
}

/** Without what transcripts do not hold. */
function comparable({ duration_ms: _, effort: __, ...payload }: Payload): Payload {
  return payload
}

test('of a transcript, a backtest makes the very payloads that hooks were given in the session', async () => {
  await addPack(
    site,
    'echo',
    probe('PreToolUse', (event, decide) => decide.context(JSON.stringify(event))),
    probe('PostToolUse', (event, decide) => decide.context(JSON.stringify(event))),
    probe('PostToolUseFailure', (event, decide) => decide.context(JSON.stringify(event))),
    probe('UserPromptSubmit', (event, decide) => decide.context(JSON.stringify(event))),
  )
  const invalid = { tool: 'Bash', input: { cmd: 'ls' } }
  const { hookEvents } = await runClient({
    ...site,
    approve: true,
    turns: [bash('echo one'), bash('exit 3'), invalid, bash('ls'), 'done'],
  })
  const given = hookEvents.map(({ stdout }) => givenIn(stdout)).filter((one) => one !== undefined)
  expect(given).toHaveLength(7)
  expect(replayed().map(comparable)).toEqual(given.map(comparable))
  const found = JSON.parse(await hooksReading(site, 'backtest', './packs/echo', '--json')) as object
  expect(found).toMatchObject({ calls: 7, sessions: 1 })
})
