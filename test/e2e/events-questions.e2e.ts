import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe, runLog } from './probe-pack.ts'
import { printed, resultOf } from './probe-results.ts'

// An MCP server that asks the user; the host answers with the question itself, unless hooks answer before.

const HOOKS = [
  probe('Elicitation', ({ message }, decide) => {
    if (message === 'hook-accept') return decide.accept({ name: 'from the hook' })
    if (message === 'hook-decline') return decide.decline()
    return message === 'hook-cancel' ? decide.cancel() : undefined
  }),
  probe('ElicitationResult', ({ content }, decide) => {
    const name = content?.['name']
    if (name === 'result-accept') return decide.accept({ name: 'from the hook after it' })
    if (name === 'result-decline') return decide.decline()
    return name === 'result-cancel' ? decide.cancel() : undefined
  }),
  probe('Notification', ({ message }, decide) => decide.terminal(`\u001b]9;${message}\u0007`)),
]

const QUESTIONS = [
  'hook-accept',
  'hook-decline',
  'hook-cancel',
  'result-accept',
  'result-decline',
  'result-cancel',
]

let site: Site
let result: ClientResult
beforeAll(async () => {
  site = makeSite()
  await addPack(site, 'probe', ...HOOKS)
  const server = { command: process.execPath, args: [path.join(import.meta.dirname, 'fixtures/elicit.cjs')] }
  result = await runClient({
    ...site,
    env: logging(site),
    allowedTools: ['mcp__elicit__ask'],
    args: ['--mcp-config', JSON.stringify({ mcpServers: { elicit: server } })],
    turns: QUESTIONS.map((question): Turn => ({ tool: 'mcp__elicit__ask', input: { question } })),
    moves: ['go'],
    host: ({ message }) => ({ action: 'accept', content: { name: message } }),
  })
})
afterAll(() => site.remove())

const answerTo = (question: string): unknown => JSON.parse(resultOf(result, question).text)
const hostSaw = (question: string) => result.asked.some(({ message }) => message === question)

effect('Elicitation', 'accept', 'the server gets these fields; nobody is asked', () => {
  expect(answerTo('hook-accept')).toEqual({ action: 'accept', content: { name: 'from the hook' } })
  expect(hostSaw('hook-accept')).toBe(false)
})
effect('Elicitation', 'decline', 'the server is refused; nobody is asked', () => {
  expect(answerTo('hook-decline')).toMatchObject({ action: 'decline' })
  expect(hostSaw('hook-decline')).toBe(false)
})
effect('Elicitation', 'cancel', 'the server is told that it was cancelled; nobody is asked', () => {
  expect(answerTo('hook-cancel')).toMatchObject({ action: 'cancel' })
  expect(hostSaw('hook-cancel')).toBe(false)
})

effect('ElicitationResult', 'accept', "the server gets these fields instead of the user's", () => {
  expect(hostSaw('result-accept')).toBe(true)
  expect(answerTo('result-accept')).toEqual({ action: 'accept', content: { name: 'from the hook after it' } })
})
effect('ElicitationResult', 'decline', 'the server is refused, whatever the user said', () => {
  expect(answerTo('result-decline')).toMatchObject({ action: 'decline' })
})
effect(
  'ElicitationResult',
  'cancel',
  'the server is told that it was cancelled, whatever the user said',
  () => {
    expect(answerTo('result-cancel')).toMatchObject({ action: 'cancel' })
  },
)

effect('Notification', 'terminal', 'the hook runs; without a terminal nothing is seen of it', () => {
  const noted = runLog(site).filter(({ event }) => event === 'Notification')
  const said = expect.stringContaining('Elicitation response for server "elicit": accept')
  expect(noted.map(({ reason }) => reason)).toContainEqual(said)
  expect(printed(result)).not.toContain('Elicitation response')
})

test('the model was asked for every turn', () => {
  expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
})
