import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe } from './probe-pack.ts'
import { finals, hostWasAsked, notices, resultOf, told } from './probe-results.ts'

// One conversation with the client, in which each call says by a word which decision the hooks are to make.

const PRE = probe('PreToolUse', (event, decide) => {
  const command = String(event.tool_input['command'])
  const ways = {
    'pre-deny': () => decide.deny('pre denies'),
    'pre-ask': () => decide.ask('pre asks'),
    'pre-allow': () => decide.allow('pre allows'),
    'pre-modify': () => decide.modify({ command: 'echo something else', description: 'x' }),
    'pre-context': () => decide.context('pre context'),
    'pre-tell': () => decide.tell('pre tells'),
    'pre-stop': () => decide.stop('pre stops'),
    'pre-defer': () => decide.defer('pre defers'),
  }
  return Object.entries(ways).find(([word]) => command.includes(word))?.[1]()
})

const POST = probe('PostToolUse', (event, decide) => {
  const command = String(event.tool_input['command'])
  const output = { stdout: 'replaced', stderr: '', interrupted: false, isImage: false }
  const ways = {
    'post-block': () => decide.block('post blocks'),
    'post-context': () => decide.context('post context'),
    'post-replace': () => decide.replaceOutput(output),
    'post-tell': () => decide.tell('post tells'),
    'post-classify': () => decide.classify('post hint'),
    'post-stop': () => decide.stop('post stops'),
  }
  return Object.entries(ways).find(([word]) => command.includes(word))?.[1]()
})

const FAILURE = probe('PostToolUseFailure', (event, decide) => {
  const command = String(event.tool_input['command'])
  if (command.includes('failure-tell')) return decide.tell('failure tells')
  return command.includes('failure-block')
    ? decide.block('failure blocks')
    : decide.context('failure context')
})

const BATCH = probe('PostToolBatch', (event, decide) => {
  const calls = JSON.stringify(event.tool_calls)
  if (calls.includes('batch-block')) return decide.block('batch blocks')
  if (calls.includes('batch-stop')) return decide.stop('batch stops')
  if (calls.includes('batch-tell')) return decide.tell('batch tells')
  return calls.includes('batch-context') ? decide.context('batch context') : undefined
})

function bash(command: string): Turn {
  return { tool: 'Bash', input: { command, description: 'x' } }
}

/** The calls of the first prompt; each later prompt is one call, whose decision ends the turn. */
const CALLS = [
  'echo pre-deny',
  'echo pre-ask',
  'touch pre-allow.txt',
  'echo pre-modify',
  'echo pre-context',
  'echo pre-tell',
  'echo post-block',
  'echo post-context',
  'echo post-replace',
  'echo post-tell',
  'echo post-classify',
  'echo failure-block; false',
  'echo failure-context; false',
  'echo failure-tell; false',
  'echo batch-context',
  'echo batch-tell',
]
const LAST_CALLS = [
  'touch pre-stop.txt',
  'touch post-stop.txt',
  'touch batch-block.txt',
  'touch batch-stop.txt',
  'touch pre-defer.txt',
]

let site: Site
let result: ClientResult
beforeAll(async () => {
  site = makeSite()
  await addPack(site, 'probe', PRE, POST, FAILURE, BATCH)
  result = await runClient({
    ...site,
    env: logging(site),
    allowedTools: ['Bash(touch *-stop.txt)', 'Bash(touch batch-*)'],
    turns: [...CALLS.map(bash), 'enough', ...LAST_CALLS.map(bash)],
    moves: ['go', ...LAST_CALLS],
    host: (request) => ({ behavior: 'allow', updatedInput: request['input'] }),
  })
})
afterAll(() => site.remove())

const made = (name: string) => existsSync(path.join(site.project, name))
const answerTo = (word: string) => resultOf(result, word)

effect('PreToolUse', 'deny', 'the call does not run, and its result for the model is the reason', () => {
  expect(answerTo('pre-deny')).toMatchObject({ isError: true, decision: 'reject', decidedBy: 'hook' })
  expect(answerTo('pre-deny').text).toBe('PreToolUse:Bash hook error: pre denies')
})
effect('PreToolUse', 'ask', 'permission is asked for a call that would need none', () => {
  expect(hostWasAsked(result, 'pre-ask')).toBe(true)
  expect(answerTo('pre-ask')).toMatchObject({ isError: false, text: 'pre-ask' })
})
effect('PreToolUse', 'allow', 'a call that needs permission runs without a question', () => {
  expect(hostWasAsked(result, 'pre-allow')).toBe(false)
  expect(made('pre-allow.txt')).toBe(true)
})
effect('PreToolUse', 'modify', 'the call runs with the new input', () => {
  expect(answerTo('pre-modify').text).toBe('something else')
})
effect('PreToolUse', 'context', 'the model reads the text after the result', () => {
  expect(result.hookTexts).toContain('PreToolUse:Bash hook additional context: pre context')
  expect(answerTo('pre-context').text).toBe('pre-context')
})
effect('PreToolUse', 'tell', 'the user is told, the model is not', () => {
  expect(notices(result)).toContain('PreToolUse:Bash says: pre tells')
  expect(told(result)).not.toContain('pre tells')
})
effect('PreToolUse', 'stop', 'the turn ends, the call does not run', () => {
  expect(finals(result)[1]).toMatchObject({ reason: 'hook_stopped' })
  expect(made('pre-stop.txt')).toBe(false)
})
effect('PreToolUse', 'defer', 'the run ends with the call left to somebody else', () => {
  expect(result.final).toMatchObject({ reason: 'tool_deferred' })
  expect(made('pre-defer.txt')).toBe(false)
})

effect('PostToolUse', 'block', 'the model reads the reason after the result', () => {
  expect(answerTo('post-block').text).toBe('post-block')
  const blocked = /^PostToolUse:Bash hook blocking error from command: .*: post blocks$/
  expect(result.hookTexts).toContainEqual(expect.stringMatching(blocked))
})
effect('PostToolUse', 'context', 'the model reads the text after the result', () => {
  expect(result.hookTexts).toContain('PostToolUse:Bash hook additional context: post context')
})
effect('PostToolUse', 'replaceOutput', 'the model gets the new output as the result', () => {
  expect(answerTo('post-replace').text).toBe('replaced')
})
effect('PostToolUse', 'classify', 'accepted; nothing of it is seen outside of auto mode', () => {
  const hook = { event: 'PostToolUse', outcome: 'success', stdout: expect.stringContaining('post hint') }
  expect(result.hookEvents).toContainEqual(expect.objectContaining(hook))
  expect(told(result)).not.toContain('post hint')
})
effect('PostToolUse', 'tell', 'the user is told, the model is not', () => {
  expect(notices(result)).toContain('PostToolUse:Bash says: post tells')
  expect(told(result)).not.toContain('post tells')
})
effect(
  'PostToolUse',
  'stop',
  'the turn ends after the call; the model reads why with the next prompt',
  () => {
    expect(finals(result)[2]).toMatchObject({ reason: 'hook_stopped' })
    expect(made('post-stop.txt')).toBe(true)
    expect(result.hookTexts).toContain('PostToolUse:Bash hook stopped continuation: post stops')
  },
)

effect('PostToolUseFailure', 'block', 'the model reads the reason after the error', () => {
  const blocked = /^PostToolUseFailure:Bash hook blocking error from command: .*: failure blocks$/
  expect(result.hookTexts).toContainEqual(expect.stringMatching(blocked))
})
effect('PostToolUseFailure', 'context', 'the model reads the text after the error', () => {
  expect(result.hookTexts).toContain('PostToolUseFailure:Bash hook additional context: failure context')
})
effect('PostToolUseFailure', 'tell', 'the user is told', () => {
  expect(notices(result)).toContain('PostToolUseFailure:Bash says: failure tells')
})

effect('PostToolBatch', 'block', 'the turn ends; the model reads why with the next prompt', () => {
  expect(finals(result)[3]).toMatchObject({ reason: 'hook_stopped' })
  expect(result.hookTexts).toContain('PostToolBatch hook stopped continuation: batch blocks')
})
effect('PostToolBatch', 'context', 'the model reads the text after all results', () => {
  expect(result.hookTexts).toContain('PostToolBatch hook additional context: batch context')
})
effect('PostToolBatch', 'tell', 'the user is told', () => {
  expect(notices(result)).toContain('PostToolBatch says: batch tells')
})
effect('PostToolBatch', 'stop', 'the turn ends; the model reads why with the next prompt', () => {
  expect(finals(result)[4]).toMatchObject({ reason: 'hook_stopped' })
  expect(result.hookTexts).toContain('PostToolBatch hook stopped continuation: batch stops')
})

test('the client took every answer, and asked the model for every turn', () => {
  expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
  expect(result.hookEvents.filter(({ outcome }) => outcome !== 'success')).toEqual([])
})
