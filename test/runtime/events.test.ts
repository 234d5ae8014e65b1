import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { methodsOf } from '../../src/runtime/src/decide.ts'
import { EVENTS, type EventName } from '../../src/runtime/src/events.ts'
import { runCase } from '../../src/runtime/src/testing/index.ts'
import type { DecideMethods, Decision } from '../../src/runtime/src/types.ts'
import { accepted } from './accepted.ts'
import { newScope, run } from './fixture.ts'
import { PAYLOADS } from './payloads.ts'

const scratch = mkdtempSync(path.join(tmpdir(), 'hookpack-events-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))
process.env['HOOKPACK_STATE_DIR'] = path.join(scratch, 'state')

const events = Object.keys(EVENTS) as EventName[]

/** An argument for each method. */
const ARGUMENTS: { readonly [M in keyof DecideMethods]: Parameters<DecideMethods[M]> } = {
  deny: ['a reason'],
  interrupt: ['a reason'],
  ask: ['a reason'],
  allow: ['a reason'],
  defer: ['a reason'],
  block: ['a reason'],
  stop: ['a reason'],
  modify: [{ command: 'npm run test' }],
  remember: [[{ type: 'setMode', mode: 'acceptEdits', destination: 'session' }]],
  context: ['a "text"\nof two lines'],
  tell: ['a text'],
  title: ['a title'],
  firstMessage: ['a message'],
  instructions: ['keep the tests'],
  classify: ['a text'],
  display: [''],
  replaceOutput: [{ stdout: '', stderr: '', interrupted: false, isImage: false }],
  watch: [['/home/user/shop/.env']],
  setEnv: [{ CART: "it's" }],
  accept: [{ name: 'x' }],
  decline: [],
  cancel: [],
  retry: [],
  hidePrompt: [],
  reloadSkills: [],
  worktree: ['/home/user/cart'],
  terminal: ['\u001b]0;title\u0007'],
}

/** These mean something beside another decision only. */
const NEEDS: Partial<Record<`${EventName} ${keyof DecideMethods}`, keyof DecideMethods>> = {
  'PermissionRequest modify': 'allow',
  'PermissionRequest remember': 'allow',
  'UserPromptSubmit hidePrompt': 'block',
  'UserPromptExpansion hidePrompt': 'block',
}

type AnyMethods = Record<string, (...args: unknown[]) => Decision>

/** There is nothing to decide on SessionEnd. */
const decidable = events.filter((event) => methodsOf(event).length > 0)

describe.each(decidable)('%s', (event) => {
  test.each(methodsOf(event))('tells the client what it takes when a hook decides %s', async (method) => {
    const wanted = [method, NEEDS[`${event} ${method}`] ?? []].flat()
    const handler = (_: unknown, decide: object) =>
      wanted.map((name) => (decide as AnyMethods)[name]?.(...ARGUMENTS[name]))
    const { answer, decision, decisions } = await runCase(handler as never, PAYLOADS[event])
    expect(decision).not.toBe('failed')
    expect(decisions.map(({ kind }) => kind)).toEqual(wanted)
    // Variables for the session go into a file.
    if (method === 'setEnv') expect(accepted(event, answer)).toBeUndefined()
    else expect(accepted(event, answer)).toBeDefined()
  })
})

describe.concurrent('a process that gets the event as the client sends it', () => {
  test.each(events)('gives hooks all of %s and puts what they decide into one answer', async (event) => {
    const sent = JSON.stringify(PAYLOADS[event])
    const same = `if (JSON.stringify(event) !== ${JSON.stringify(sent)}) throw new Error('it is not what was sent')`
    const hookOf = (statement: string) => ({
      event,
      code: `module.exports = (event, decide) => { ${same}; ${statement} }`,
    })
    const scope = newScope({
      silent: hookOf(''),
      ...Object.fromEntries(
        methodsOf(event).map((name) => {
          const list = ARGUMENTS[name].map((one: unknown) => JSON.stringify(one)).join()
          return [name, hookOf(`return decide.${name}(${list})`)]
        }),
      ),
    })
    const session = path.join(scratch, `${event}.sh`)
    const client = { input: [`${sent}\n`], env: { CLAUDE_ENV_FILE: session } }
    const silent = await run(scope, ['pack/silent'], client)
    expect(silent).toEqual({ stdout: '', stderr: '', status: 0, signal: null })
    const all = await run(
      scope,
      ['silent', ...methodsOf(event)].map((name) => `pack/${name}`),
      client,
    )
    if (decidable.includes(event)) expect(accepted(event, all)).toBeDefined()
    else expect(all).toEqual(silent)
    if (methodsOf(event).includes('setEnv'))
      expect(readFileSync(session, 'utf8')).toBe("export CART='it'\\''s'\n")
  })
})

describe('the description of what the client takes refuses', () => {
  test.each([
    ['another status', 'PreToolUse', { status: 2, stderr: 'no' }],
    ['a failure', 'PreToolUse', { status: 1 }],
    ['a field of another event', 'PreToolUse', { stdout: '{"decision":"block","reason":"no"}' }],
    ['a field that nobody knows', 'Stop', { stdout: '{"decison":"block","reason":"no"}' }],
    ['no event', 'PreToolUse', { stdout: '{"hookSpecificOutput":{"additionalContext":"a"}}' }],
    ['another event', 'PreToolUse', { stdout: '{"hookSpecificOutput":{"hookEventName":"Stop"}}' }],
    ['plain text', 'PreToolUse', { stdout: 'no' }],
    ['JSON where it is text', 'PreCompact', { stdout: '{"systemMessage":"a"}' }],
    ['lines where a path is due', 'WorktreeCreate', { stdout: '/a\n/b' }],
  ] as const)('%s', (_, event, said) => {
    expect(() => accepted(event, { stdout: '', stderr: '', status: 0, ...said })).toThrow()
  })
})
