import { existsSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe, runLog } from './probe-pack.ts'
import { hostWasAsked, resultOf, told } from './probe-results.ts'

function touch(name: string): Turn {
  return { tool: 'Bash', input: { command: `touch ${name}`, description: 'x' } }
}

let site: Site
let result: ClientResult
const made = (name: string) => existsSync(path.join(site.project, name))

describe('a call that needs permission', () => {
  const REQUEST = probe('PermissionRequest', (event, decide) => {
    const command = String(event.tool_input['command'])
    const rule = { toolName: 'Bash', ruleContent: 'touch later-*' }
    const remembered = { type: 'addRules', rules: [rule], behavior: 'allow', destination: 'session' }
    const ways = {
      'req-deny': () => decide.deny('request denied'),
      'req-allow': () => decide.allow('request allowed'),
      'req-modify': () => [
        decide.allow('changed'),
        decide.modify({ command: 'touch modified', description: 'x' }),
      ],
      'req-remember': () => [decide.allow('for good'), decide.remember([remembered])],
      'req-interrupt': () => decide.interrupt('request interrupted'),
    }
    return Object.entries(ways).find(([word]) => command.includes(word))?.[1]()
  })
  const NAMES = ['req-deny', 'req-allow', 'req-modify', 'req-remember', 'later-1']

  beforeAll(async () => {
    site = makeSite()
    await addPack(site, 'probe', REQUEST)
    result = await runClient({
      ...site,
      env: logging(site),
      allowedTools: ['Read'],
      turns: [...NAMES, 'req-interrupt'].map(touch),
      moves: ['go'],
      host: () => undefined,
    })
  })
  afterAll(() => site.remove())

  effect(
    'PermissionRequest',
    'deny',
    'the call does not run, and its result for the model is the reason',
    () => {
      expect(resultOf(result, 'req-deny')).toMatchObject({ isError: true, text: 'request denied' })
      expect(made('req-deny')).toBe(false)
    },
  )
  effect('PermissionRequest', 'allow', 'the call runs', () => {
    expect(made('req-allow')).toBe(true)
  })
  effect('PermissionRequest', 'modify', 'the call runs with the new input', () => {
    expect(made('modified')).toBe(true)
    expect(made('req-modify')).toBe(false)
  })
  effect('PermissionRequest', 'remember', 'later calls that fit the rule run without a question', () => {
    expect(made('req-remember')).toBe(true)
    expect(made('later-1')).toBe(true)
    expect(hostWasAsked(result, 'later-1')).toBe(false)
  })
  effect('PermissionRequest', 'interrupt', 'the call does not run, and the turn ends', () => {
    expect(made('req-interrupt')).toBe(false)
    expect(result.final).toMatchObject({ isError: true, reason: 'aborted_tools' })
  })
})

describe('a call that auto mode refuses', () => {
  const DENIED = probe('PermissionDenied', (event, decide) =>
    String(event.tool_input['command']).includes('try-retry') ? decide.retry() : undefined,
  )
  const RETRY = 'The PermissionDenied hook indicated you may retry this tool call.'

  beforeAll(async () => {
    site = makeSite()
    await addPack(site, 'probe', DENIED)
    const args = ['--permission-mode', 'auto']
    const moves = ['no retry', 'retry']
    const turns = [touch('try-nothing; ls | sh'), 'well', touch('try-retry; ls | sh')]
    result = await runClient({ ...site, env: logging(site), allowedTools: ['Read'], args, turns, moves })
  })
  afterAll(() => site.remove())

  effect('PermissionDenied', 'retry', 'the model is told that it may try the call again', () => {
    expect(resultOf(result, 'try-retry').isError).toBe(true)
    expect(told(result)).toContain(RETRY)
    const [first] = result.requests.filter(({ messages }) => JSON.stringify(messages).includes('try-nothing'))
    expect(JSON.stringify(first?.messages)).not.toContain(RETRY)
  })
  test('the hook was asked about both calls', () => {
    const kinds = runLog(site).map(({ event, decision }) => `${event} ${decision}`)
    expect(kinds).toEqual(['PermissionDenied undefined', 'PermissionDenied retry'])
  })
})
