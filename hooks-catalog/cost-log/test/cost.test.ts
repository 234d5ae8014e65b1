import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { linesIn, ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import { accountFrom, withUsages } from '../src/account.ts'
import atStart from '../src/at-start.ts'
import budget from '../src/budget.ts'
import { DEFAULTS } from '../src/options.ts'
import { dollarsOf, PRICED, PRICES, priceOf } from '../src/prices.ts'
import { type Place, readOn } from '../src/read-on.ts'
import record from '../src/record.ts'
import { usageOn } from '../src/usage.ts'

const { folder } = ownState()

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('cost-log')))

function line(
  id: string,
  output: number,
  model = 'claude-opus-5-5',
  time = new Date().toISOString(),
): string {
  const usage = {
    input_tokens: 100,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: output,
  }
  const message = { id, type: 'message', role: 'assistant', model, content: [], usage }
  return `${JSON.stringify({ parentUuid: null, message, requestId: 'r', type: 'assistant', timestamp: time })}\n`
}

let sessions = 0
function session() {
  const dir = folder()
  const transcript = path.join(dir, 't.jsonl')
  const common = { session_id: `cost ${sessions++}`, transcript_path: transcript, cwd: dir }
  const setting = { options: { ...DEFAULTS, folder: 'log' }, projectDir: dir }
  return {
    transcript,
    append: (text: string) => fs.appendFileSync(transcript, text),
    stop: () => runCase(record, payloadOf('Stop', common), setting),
    subagent: (file: string) =>
      runCase(
        record,
        payloadOf('SubagentStop', { ...common, agent_id: 'a1', agent_transcript_path: file }),
        setting,
      ),
    start: () => runCase(atStart, payloadOf('SessionStart', { ...common, source: 'fork' }), setting),
    prompt: (options: object) =>
      runCase(budget, payloadOf('UserPromptSubmit', { ...common, prompt: 'p' }), {
        ...setting,
        options: { ...setting.options, ...options },
      }),
    log: () => linesIn(path.join(dir, 'log')) as readonly { turn: { usd: number; models: object } }[],
  }
}

describe('turn after turn', () => {
  it('only what is new is counted, also of a request that goes on', async () => {
    const one = session()
    one.append(line('m1', 1000) + line('m1', 1000).slice(0, 40))
    await one.stop()
    await one.stop()
    one.append(`${line('m1', 1500).slice(40)}${line('m2', 10, 'claude-haiku-4-5')}not json\n`)
    await one.stop()
    const lines = one.log()
    expect(lines.map(({ turn }) => turn.usd)).toEqual([0.0204, 0.01015])
    expect(lines[1]).toMatchObject({
      event: 'Stop',
      session_usd: 0.03055,
      turn: { models: { 'claude-opus-5-5': { input: 0, output: 500 }, 'claude-haiku-4-5': { output: 10 } } },
    })
  })

  it('subagents are counted once, by their own line or with the turn', async () => {
    const one = session()
    one.append(line('m1', 1000))
    const agents = path.join(one.transcript.slice(0, -'.jsonl'.length), 'subagents')
    fs.mkdirSync(agents, { recursive: true })
    for (const name of ['agent-a1', 'agent-a2'])
      fs.writeFileSync(path.join(agents, `${name}.jsonl`), line(name, 500))
    await one.subagent(path.join(agents, 'agent-a1.jsonl'))
    await one.stop()
    expect(one.log()).toMatchObject([
      { event: 'SubagentStop', agent: 'a1', turn: { usd: 0.0104 } },
      { event: 'Stop', turn: { usd: 0.0308 }, session_usd: 0.0412 },
    ])
  })

  it('the history of a fork does not count', async () => {
    const one = session()
    one.append(line('m0', 9e6, 'claude-opus-5-5', '2020-01-01T00:00:00.000Z'))
    await one.start()
    one.append(line('m1', 1000, 'claude-opus-5-5', new Date(Date.now() + 1000).toISOString()))
    await one.stop()
    expect(one.log().map(({ turn }) => turn.usd)).toEqual([0.0204])
  })

  it('a transcript that became another one is not counted twice', async () => {
    const one = session()
    one.append(line('m1', 1000) + line('m2', 1000))
    await one.stop()
    fs.writeFileSync(one.transcript, line('m2', 1000))
    await one.stop()
    expect(one.log()).toHaveLength(1)
  })

  it('the warning comes once, and the budget holds until it is raised', async () => {
    const one = session()
    one.append(line('m1', 1_000_000))
    expect((await one.prompt({ warnAtUsd: 10 })).decision).toBe('tell')
    expect((await one.prompt({ warnAtUsd: 10 })).decision).toBe('none')
    expect((await one.prompt({ blockAtUsd: 15 })).decision).toBe('block')
    expect((await one.prompt({ blockAtUsd: 15 })).decision).toBe('block')
    expect((await one.prompt({ blockAtUsd: 30 })).decision).toBe('none')
    await one.stop()
    expect(one.log()).toMatchObject([{ turn: { usd: 20.0004 } }])
  })

  it('the budget of a day is that of all sessions', async () => {
    const [one, other] = [session(), session()]
    one.append(line('m1', 1_000_000))
    other.append(line('m1', 1_000_000))
    const day = { budgetPer: 'day', warnAtUsd: 39 }
    const results = [await one.prompt(day), await other.prompt(day), await one.prompt(day)]
    const told = results.filter(({ decision }) => decision === 'tell')
    expect(told.map(({ reason }) => reason)).toEqual([
      expect.stringMatching(/^cost-log: all sessions of today have cost about \$[4-9]\d\.\d\d;/),
    ])
  })

  it('sixteen at once count everything once', async () => {
    const one = session()
    for (let at = 0; at < 200; at++) one.append(line(`m${at}`, 1000))
    await Promise.all(Array.from({ length: 16 }, () => one.stop()))
    expect(one.log().reduce((sum, { turn }) => sum + turn.usd, 0)).toBeCloseTo(200 * 0.0204, 6)
  })
})

describe('reading on', () => {
  it('gives every whole line once, whatever the pieces are', () => {
    const file = path.join(folder(), 'f')
    const lines = ['a', 'x'.repeat(50), '', 'ü😀'.repeat(3), 'z'.repeat(9), 'end']
    fs.writeFileSync(file, `${lines.join('\n')}\nhalf`)
    for (const chunk of [64, 100, 1000]) {
      const seen: string[] = []
      let place: Place | undefined
      for (let more = true; more; ) {
        const further = readOn(file, place, chunk)
        if (further.place.offset === place?.offset) break
        seen.push(...further.lines)
        ;({ place, more } = further)
      }
      expect(seen).toEqual(lines)
    }
  })

  it('passes over a line that is longer than a piece, and takes the next one', () => {
    const file = path.join(folder(), 'f')
    fs.writeFileSync(file, `${'x'.repeat(500)}\nnext\n`)
    const seen: string[] = []
    let place: Place | undefined
    for (let more = true; more; ) {
      const further = readOn(file, place, 64)
      seen.push(...further.lines)
      ;({ place, more } = further)
    }
    expect(seen).toEqual(['next'])
  })
})

describe('prices', () => {
  it('are those of the README', () => {
    const readme = fs.readFileSync(path.resolve(import.meta.dirname, '../README.md'), 'utf8')
    expect(readme).toContain(`(${PRICED.at}),\nlooked up on ${PRICED.on}`)
    const manifest = fs.readFileSync(path.resolve(import.meta.dirname, '../hooks.json'), 'utf8')
    expect(manifest).toContain(`${PRICED.at}, looked up on ${PRICED.on}`)
    const rows = [...readme.matchAll(/^\| `(claude-[\w-]+)` +\|(.+)\|$/gm)].map(
      ([, name = '', rest = '']) => {
        const [input, output, cacheRead, long] = rest.split('|').map((cell) => cell.trim())
        return [name, [input, output, cacheRead, long].join(' ').trim()]
      },
    )
    const table = Object.entries(PRICES).map(([name, { input, output, cacheRead = '', longPrompt }]) => [
      name,
      [input, output, cacheRead, longPrompt ? `${longPrompt.input} and ${longPrompt.output}` : '']
        .join(' ')
        .trim(),
    ])
    expect(rows).toEqual(table)
  })

  it.each([
    ['claude-opus-5-5', 'claude-opus-5-5'],
    ['claude-opus-5-5[1m]', 'claude-opus-5-5'],
    ['claude-opus-4-20250514', 'claude-opus-4'],
    ['claude-opus-4-0', 'claude-opus-4'],
    ['anthropic/claude-sonnet-4-5@20250929', 'claude-sonnet-4-5'],
    ['claude-3-5-haiku-latest', 'claude-3-5-haiku'],
  ])('of %s are those of %s', (model, name) => {
    expect(priceOf(model, {})).toEqual(PRICES[name])
  })

  it.each(['claude-opus-4-9', 'claude-opus-50', 'gpt-6', 'constructor'])('of %s are none', (model) => {
    expect(priceOf(model, {})).toBeUndefined()
  })

  it('of the cache follow from that of the input', () => {
    const tokens = { input: 0, output: 0, cacheRead: 1e6, cacheWrite5m: 1e6, cacheWrite1h: 1e6, searches: 0 }
    expect(dollarsOf(tokens, { input: 10, output: 0 }, false)).toBeCloseTo(1 + 12.5 + 20)
    const longPrompt = { above: 1000, input: 20, output: 0 }
    expect(dollarsOf(tokens, { input: 10, output: 0, longPrompt }, false)).toBeCloseTo(2 * 33.5)
  })
})

it('an account stays small, whatever is in a transcript', () => {
  const lines = Array.from({ length: 20_000 }, (_, at) =>
    line(`${at}${'i'.repeat(900)}`, 1, `claude-${'m'.repeat(500)}${at % 300}`).trim(),
  )
  const usages = lines.map(usageOn).filter((usage) => usage !== undefined)
  expect(usages).toHaveLength(20_000)
  const account = withUsages(accountFrom({ total: 'broken' }), usages, { file: '/f'.repeat(500), prices: {} })
  expect(JSON.stringify(account).length).toBeLessThan(200_000)
})
