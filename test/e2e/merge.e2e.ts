import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toldTexts } from './client/conversation.ts'
import { type ClientResult, runClient } from './client/run.ts'
import { makeSite, SCOPES, type Site } from './hooks-cli.ts'
import { AGENT_TURNS, DIALOGUE, FIXED, hooksOfPairs } from './merge-pairs.ts'
import { addPack, logging } from './probe-pack.ts'
import { finals } from './probe-results.ts'

// The same two hooks on every event, once in entries of their own, so that the client starts two processes and merges
// what they say, and once in one entry, where one process merges. What the client then does must be the same.

const TOOLS = ['Agent', 'Bash', 'EnterWorktree', 'ExitWorktree', 'TaskCreate', 'TaskUpdate']
const SERVER = { command: process.execPath, args: [path.join(import.meta.dirname, 'fixtures/elicit.cjs')] }

interface Merged {
  site: Site
  result: ClientResult
}

async function runPairs(restOfB: { matcher?: string }): Promise<Merged> {
  const site = makeSite()
  site.write('project/.claude/commands/hi.md', 'Greet $ARGUMENTS')
  await addPack(site, 'a', ...hooksOfPairs({}))
  await addPack(site, 'b', ...hooksOfPairs(restOfB))
  const result = await runClient({
    ...site,
    env: logging(site),
    allowedTools: [...TOOLS.filter((tool) => tool !== 'Bash'), 'mcp__elicit__ask'],
    args: ['--tools', TOOLS.join(','), '--mcp-config', JSON.stringify({ mcpServers: { elicit: SERVER } })],
    turns: DIALOGUE.flatMap(([, ...answers]) => answers),
    agentTurns: AGENT_TURNS,
    moves: DIALOGUE.map(([move]) => move),
    // Questions that the hooks are to answer are left to them.
    host: ({ subtype, input, message }) => {
      if (subtype === 'elicitation') return { action: 'accept', content: { name: message } }
      return JSON.stringify(input).includes('request-')
        ? undefined
        : { behavior: 'allow', updatedInput: input }
    },
    timeoutMs: 120_000,
  })
  return { site, result }
}

let apart: Merged
let together: Merged
beforeAll(async () => {
  ;[apart, together] = await Promise.all([runPairs({ matcher: '.*' }), runPairs({})])
})
afterAll(() => {
  for (const { site } of [apart, together]) site.remove()
})

/** What became of a pair: of the call or prompt that names it, and who was told what the hooks said. */
function seen({ site, result }: Merged, word: string) {
  const call = result.steps.find((step) => step.kind === 'asked' && JSON.stringify(step.input).includes(word))
  const ended = call?.kind === 'asked' ? result.toolResults.find(({ id }) => id === call.id) : undefined
  const results = result.toolResults.map(({ text }) => text).filter((text) => text.includes(word))
  const printed = result.steps.filter(({ kind }) => kind !== 'hook' && kind !== 'result' && kind !== 'asked')
  return {
    call: ended && [ended.isError, ended.decision, ended.decidedBy],
    asked: result.asked.filter((request) => JSON.stringify(request).includes(`${word}"`)).length,
    results: results.length,
    answer: said(results.join(), word),
    action: /"action":"\w+"/.exec(ended?.text ?? '')?.[0],
    worktree: /project-[ab]\b/.exec(ended?.text ?? '')?.[0],
    files: readdirSync(site.project).filter((name) => name.includes(word)),
    model: said(toldTexts(result.requests).join(), word),
    user: said(JSON.stringify(printed), word),
    turn: endOfTurn(result, word),
    switched: result.steps.flatMap((step) =>
      step.kind === 'answer' && word.startsWith('switch-') ? [step.ok] : [],
    ),
  }
}

/** What the hooks said of a pair and can be found in a text, in any order and number. */
function said(text: string, word: string): string[] {
  return [...new Set(text.match(new RegExp(`[AB] [a-z]+ ${word}`, 'g')))].sort()
}

/** How the turn ended in which a pair was the only one. */
function endOfTurn(result: ClientResult, word: string): string | undefined {
  const turns = DIALOGUE.filter(([move]) => typeof move === 'string')
  const at = turns.findIndex((turn) => turn.length <= 3 && JSON.stringify(turn).includes(word))
  return at === -1 ? undefined : finals(result)[at]?.reason
}

/** On a permission the client goes by whoever answers first; one process by what is safe. */
const RACE = 'request-allow-deny'

const NAMED = JSON.stringify([DIALOGUE, AGENT_TURNS, Object.values(FIXED)]).match(/\b[a-z]+-[a-z]+-[a-z]+\b/g)
const WORDS = [...new Set(NAMED)].filter((word) => word !== RACE)

/**
 * Where several hooks refuse, the client shows the reason of one of them, whoever was first or last. One process
 * gives the reasons of all.
 */
const ONE_REASON =
  /^(pre-deny-deny|pre-stop-deny|submit-block-block|expand-block-block|request-deny-deny|switch-deny-deny)$/

test('the hooks are in entries of their own, and in one entry', () => {
  const entries = ({ site }: Merged) => {
    const settings = readFileSync(path.join(site.root, SCOPES.project.settings), 'utf8')
    return settings.match(/runtime\.cjs/g)?.length ?? 0
  }
  expect(entries(apart)).toBe(2 * entries(together))
})

test('the client asked the model for every turn of both conversations', () => {
  for (const { result } of [apart, together])
    expect(result).toMatchObject({ timedOut: false, exitCode: 0, unusedTurns: [] })
})

test('a deny of a permission that comes after an allow counts where one process merges', () => {
  expect(seen(apart, RACE)).toMatchObject({ files: [RACE], call: [false, 'accept', 'hook'] })
  expect(seen(together, RACE)).toMatchObject({ files: [], call: [true, 'reject', 'hook'] })
})

test.each(WORDS)('%s: the client does the same', (word) => {
  const [one, other] = [seen(apart, word), seen(together, word)]
  expect(Object.values(one).flat().filter(Boolean)).not.toEqual([])
  if (!ONE_REASON.test(word)) expect(other).toEqual(one)
  else {
    const { answer, model, user, ...same } = one
    expect(other).toMatchObject(same)
    for (const [all, some] of [
      [other.answer, answer],
      [other.model, model],
      [other.user, user],
    ])
      expect(all).toEqual(expect.arrayContaining(some ?? []))
  }
})
