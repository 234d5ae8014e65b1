import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { ControlAnswer } from './client/stream.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe } from './probe-pack.ts'
import { finals, notices, printed, told } from './probe-results.ts'

// What is around a conversation: which model is asked, what is left of what was said, how it begins.

let site: Site
let result: ClientResult

describe('a session whose model and length change', () => {
  const HOOKS = [
    probe('PreModelSwitch', ({ to_model }, decide) => {
      if (to_model.includes('haiku')) return decide.deny('switch denied')
      if (to_model.includes('sonnet-4')) return decide.ask('switch asked')
      return to_model.includes('sonnet')
        ? [decide.allow('switch allowed'), decide.tell('switch tells')]
        : undefined
    }),
    probe('PostModelSwitch', (_event, decide) => [
      decide.context('switched context'),
      decide.tell('switched tells'),
    ]),
    probe('PreCompact', ({ custom_instructions }, decide) =>
      custom_instructions === 'block' ? decide.block('compact blocks') : decide.instructions('compact so'),
    ),
    probe('PostCompact', (_event, decide) => decide.tell('compacted tells')),
    probe('SessionStart', ({ source }, decide) =>
      source === 'compact' ? [decide.context('compacted context'), decide.tell('start tells')] : undefined,
    ),
  ]
  const switchTo = (model: string) => ({ subtype: 'set_model', model })
  const MOVES = [
    'at first',
    switchTo('claude-haiku-4-5'),
    switchTo('claude-sonnet-4-6'),
    'still the first model',
    switchTo('claude-sonnet-5'),
    'the new model',
    '/compact block',
    '/compact more',
    'after',
  ]
  const endOf = (prompt: string) =>
    finals(result)[MOVES.filter((move) => typeof move === 'string').indexOf(prompt)]?.text

  beforeAll(async () => {
    site = makeSite()
    await addPack(site, 'probe', ...HOOKS)
    result = await runClient({
      ...site,
      env: logging(site),
      turns: ['ok', 'ok', 'ok', '<summary>all that was</summary>', 'ok'],
      moves: MOVES,
    })
  })
  afterAll(() => site.remove())

  const switches = () => result.steps.filter((step): step is ControlAnswer => step.kind === 'answer')
  const modelOf = (prompt: string) =>
    result.requests.find(({ messages }) => JSON.stringify(messages).includes(prompt))?.model

  effect('PreModelSwitch', 'deny', 'the model stays; whoever switched is told why', () => {
    expect(switches()[0]).toMatchObject({
      ok: false,
      text: 'Model switch blocked by a PreModelSwitch hook: switch denied',
    })
    expect(modelOf('still the first model')).toBe(modelOf('at first'))
  })
  effect('PreModelSwitch', 'ask', 'where nobody can be asked, the model stays', () => {
    expect(switches()[1]).toMatchObject({
      ok: false,
      text: 'Model switch blocked by a PreModelSwitch hook: switch asked',
    })
  })
  effect('PreModelSwitch', 'allow', 'the next request goes to the new model', () => {
    expect(switches()[2]).toMatchObject({ ok: true })
    expect(modelOf('the new model')).toBe('claude-sonnet-5')
  })
  effect('PreModelSwitch', 'tell', 'the user is told', () => {
    expect(notices(result)).toContain('switch tells')
  })
  effect('PostModelSwitch', 'context', 'the model reads the text with the next prompt', () => {
    expect(told(result)).toContain('PostModelSwitch hook additional context: switched context')
  })
  effect('PostModelSwitch', 'tell', 'the user is told', () => {
    expect(notices(result)).toContain('PostModelSwitch:claude-sonnet-5 says: switched tells')
  })

  effect('PreCompact', 'block', 'nothing is compacted; the user is told why', () => {
    expect(endOf('/compact block')).toMatch(/^Compaction blocked by PreCompact hook: .*: compact blocks$/)
  })
  effect(
    'PreCompact',
    'instructions',
    'they stand after those of the user in the request for a summary',
    () => {
      expect(told(result)).toContain('Additional Instructions:\nmore\n\ncompact so\n')
    },
  )
  effect('PostCompact', 'tell', 'the user sees it with the outcome', () => {
    expect(printed(result)).toMatch(/PostCompact \[.*\] completed successfully: .*compacted tells/)
  })
  effect('SessionStart', 'context', 'the model reads the text after the summary', () => {
    expect(told(result)).toContain('SessionStart hook additional context: compacted context')
  })
  effect('SessionStart', 'tell', 'the user is told, if the session goes on after a compaction', () => {
    expect(notices(result)).toContain('SessionStart:compact says: start tells')
  })
  test('the client took every answer, and asked the model for every turn', () => {
    expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
    expect(result.hookEvents.filter(({ outcome }) => outcome !== 'success')).toEqual([])
  })
})

describe('a session that a hook begins', () => {
  const START = probe('SessionStart', (_event, decide, { projectDir }) => {
    const fs = process.getBuiltinModule('node:fs')
    fs.mkdirSync(`${projectDir}/.claude/skills/made`, { recursive: true })
    const skill = '---\nname: made\ndescription: made at the start\n---\nDo it.\n'
    fs.writeFileSync(`${projectDir}/.claude/skills/made/SKILL.md`, skill)
    const all = [decide.firstMessage('said by the hook'), decide.reloadSkills()]
    return process.env['PROBE_DECIDES'] ? all : undefined
  })
  const start = async (env: Record<string, string>) => {
    const turns = ['first answer', 'second answer']
    site = makeSite()
    try {
      await addPack(site, 'probe', START)
      return await runClient({
        ...site,
        env: { ...logging(site), ...env },
        prompt: 'said by the user',
        turns,
      })
    } finally {
      site.remove()
    }
  }
  let without: ClientResult
  beforeAll(async () => {
    without = await start({})
    result = await start({ PROBE_DECIDES: 'yes' })
  })

  effect('SessionStart', 'firstMessage', "it is a turn of its own, before the user's prompt", () => {
    expect(finals(result).map(({ text }) => text)).toEqual(['first answer', 'second answer'])
    const [first, second] = result.requests.filter(({ kind }) => kind === 'main')
    expect(JSON.stringify(first?.messages)).toContain('said by the hook')
    expect(JSON.stringify(first?.messages)).not.toContain('said by the user')
    expect(JSON.stringify(second?.messages)).toContain('said by the user')
  })
  effect(
    'SessionStart',
    'reloadSkills',
    'the model is offered a skill that the hook has just written',
    () => {
      expect(told(result)).toContain('made at the start')
      expect(told(without)).not.toContain('made at the start')
    },
  )
})
