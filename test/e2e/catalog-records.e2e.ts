import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addFromCatalog, committed, keepTranscript, PATIENT_MS } from './catalog-packs.ts'
import { type ClientResult, runClient } from './client/run.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { logging, untilNoted } from './probe-pack.ts'
import { finals, hostWasAsked, notices, printed, resultOf, told } from './probe-results.ts'

// Packs of the catalogue that write things down, tell somebody, help the model along, or answer for the user: one
// session with several prompts, a subagent, a worktree and a summary.

const bash = (command: string): Turn => ({ tool: 'Bash', input: { command, description: 'x' } })
const agent = (prompt: string): Turn => {
  const rest = { description: 'x', subagent_type: 'general-purpose', run_in_background: false }
  return { tool: 'Agent', input: { prompt, ...rest } }
}

let site: Site
let result: ClientResult
const posts: Record<string, unknown>[] = []
const webhook = createServer(async (request, response) => {
  posts.push(JSON.parse(await text(request)))
  response.end()
})

beforeAll(async () => {
  webhook.listen(0, '127.0.0.1')
  await once(webhook, 'listening')
  const url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`
  site = makeSite()
  site.write('project/TODO.md', '- [ ] write the parser\n- [x] begin\n')
  site.write('project/notes.txt', 'b\na\n')
  site.write('project/.gitignore', '.env\n')
  committed(site)
  site.write('project/.env', 'A=1\n')
  await addFromCatalog(site, {
    'audit-log': {},
    'auto-approve-safe': {},
    'cost-log': {},
    'keep-hooks': {},
    notify: { channels: ['webhook'], minTurnSeconds: 0 },
    'notify-done': { via: 'webhook', url },
    'prompt-enrich': {},
    'session-context': {},
    'subagent-monitor': { maxPerTurn: 1 },
    'tool-failure-log': {},
    'transcript-backup': {},
    'worktree-setup': {},
  })
  const tools = ['Agent', 'Bash', 'EnterWorktree', 'ExitWorktree']
  result = await runClient({
    ...site,
    env: { ...logging(site), HOOKPACK_WEBHOOK_URL: url },
    allowedTools: ['Agent', 'EnterWorktree', 'ExitWorktree', 'Bash(cat gone.txt)'],
    args: ['--tools', tools.join(',')],
    host: (request) => ({ behavior: 'allow', updatedInput: request['input'] }),
    turns: [
      bash('cat gone.txt'),
      bash('cat gone.txt'),
      bash('cat gone.txt'),
      bash("sort notes.txt | sed 's/a/A/' | tac"),
      bash('touch made.txt'),
      agent('first errand'),
      agent('second errand'),
      'All done.',
      { tool: 'EnterWorktree', input: { name: 'side' } },
      bash('pwd; cat .env'),
      { tool: 'ExitWorktree', input: { action: 'remove', discard_changes: true } },
      'Back.',
      '<summary>all that was</summary>',
      'After.',
    ],
    agentTurns: ['errand done'],
    moves: [
      'begin with src.txt for ABC-1',
      () => until(() => posts.length >= 2),
      'go into a worktree',
      '/compact',
      'after',
      untilNoted(site, { event: 'Stop', hook: 'cost-log/turn' }),
      () => until(() => linesOf('audit-log').some(({ event }) => event === 'Stop')),
    ],
    timeoutMs: PATIENT_MS,
  })
  keepTranscript('records', result)
})
afterAll(() => {
  webhook.close()
  site.remove()
})

/** Background hooks are awaited, but not for ever; what is missing then is said by the tests. */
async function until(isSo: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 30_000; !isSo() && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 50))
}

/** What a pack has written down, line by line. */
function linesOf(pack: string): Record<string, unknown>[] {
  const folder = path.join(site.root, 'state', pack)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter((name) => name.endsWith('.jsonl'))
  const lines = files.flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
  return lines.filter(Boolean).map((line) => JSON.parse(line))
}

test('the session goes through its whole script', () => {
  expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
})

test('session-context tells the model at the start where the project stands, and again after the summary', () => {
  const told0 = JSON.stringify(result.requests[0]?.messages)
  expect(told0).toContain('TODO.md has 1 open task')
  const last = result.requests.findLast(({ kind }) => kind === 'main')
  expect(JSON.stringify(last?.messages)).toContain('write the parser')
})

test('prompt-enrich adds date and branch to the prompt', () => {
  expect(told(result)).toMatch(/prompt-enrich: It is \w+day \d{4}-\d\d-\d\d .*; branch (master|main)/)
})

test('tool-failure-log writes failures down, and tells the model at the third that it repeats itself', () => {
  expect(linesOf('tool-failure-log')).toHaveLength(3)
  expect(told(result)).toMatch(/tool-failure-log: the same call of Bash has failed 3 times/)
})

test('auto-approve-safe answers for the user where a command only reads, and nowhere else', () => {
  expect(hostWasAsked(result, 'tac')).toBe(false)
  expect(resultOf(result, 'tac').text).toBe('b\nA')
  expect(hostWasAsked(result, 'touch made.txt')).toBe(true)
})

test('subagent-monitor writes down what ran, refuses what is above the limit, and tells the user', () => {
  expect(resultOf(result, 'first errand').text).toContain('errand done')
  expect(resultOf(result, 'second errand')).toMatchObject({ isError: true, decidedBy: 'hook' })
  expect(resultOf(result, 'second errand').text).toMatch(/subagent-monitor/)
  // The third is the client's own, which summarises.
  expect(linesOf('subagent-monitor').map(({ event, type }) => `${event} ${type}`)).toEqual([
    'start general-purpose',
    'stop general-purpose',
    'stop ',
  ])
  expect(notices(result).join('\n')).toMatch(/subagent-monitor: 1 subagent: general-purpose/)
})

test('worktree-setup makes the worktree and copies what git ignores into it', () => {
  const [folder, env] = resultOf(result, 'pwd; cat').text.split('\n')
  expect(folder).toBe(path.join(site.project, '.claude/worktrees/side'))
  expect(env).toBe('A=1')
  expect(existsSync(folder ?? '')).toBe(false)
})

test('transcript-backup keeps the transcript before it is summarised, and says where', () => {
  const folder = path.join(site.root, 'state/transcript-backup')
  const [copy = ''] = readdirSync(folder).filter((name) => name.endsWith('.jsonl.gz'))
  expect(gunzipSync(readFileSync(path.join(folder, copy))).toString()).toContain('first errand')
  expect(printed(result)).toContain(copy)
})

test('notify and notify-done tell a webhook that a turn has finished', () => {
  const sources = posts.filter(({ event }) => event === 'Stop').map(({ source }) => source)
  expect(sources).toEqual(expect.arrayContaining(['notify', 'notify-done']))
})

test('audit-log has a line for what happened, and for what was refused', () => {
  const lines = linesOf('audit-log')
  const events = new Set(lines.map(({ event }) => event))
  for (const event of [
    'SessionStart',
    'UserPromptSubmit',
    'PreToolUse',
    'PostToolUse',
    'PostToolUseFailure',
    'Stop',
    'SessionEnd',
  ])
    expect(events, event).toContain(event)
  expect(JSON.stringify(lines)).toContain('touch made.txt')
})

test('cost-log writes down what turns have used', () => {
  const [line] = linesOf('cost-log')
  expect(JSON.stringify(line)).toMatch(/"(input|output)/)
  expect(line?.['turn']).toMatchObject({ usd: expect.any(Number) })
})

test('keep-hooks finds nothing wrong, and says nothing', () => {
  expect(told(result)).not.toContain('keep-hooks')
  expect(finals(result).at(-1)?.text).toBe('After.')
})
