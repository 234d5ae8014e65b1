import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { FinalResult } from './client/stream.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe, runLog } from './probe-pack.ts'
import { finals, notices, printed, told } from './probe-results.ts'

// One conversation: each prompt, or what the model says to it, names the decision that the hooks are to make.

const SUBMIT = probe('UserPromptSubmit', ({ prompt }, decide) => {
  if (prompt.startsWith('submit-block')) return decide.block('submit blocks')
  if (prompt.startsWith('submit-hide')) return [decide.block('submit hides'), decide.hidePrompt()]
  if (prompt.startsWith('submit-context')) return decide.context('submit context')
  if (prompt.startsWith('submit-title')) return decide.title('Submit Title')
  if (prompt.startsWith('submit-tell')) return decide.tell('submit tells')
  return prompt.startsWith('submit-stop') ? decide.stop('submit stops') : undefined
})

const EXPAND = probe('UserPromptExpansion', ({ command_args }, decide) => {
  if (command_args.startsWith('expand-block')) return decide.block('expand blocks')
  if (command_args.startsWith('expand-hide')) return [decide.block('expand hides'), decide.hidePrompt()]
  if (command_args.startsWith('expand-context')) return decide.context('expand context')
  if (command_args.startsWith('expand-tell')) return decide.tell('expand tells')
  return command_args.startsWith('expand-stop') ? decide.stop('expand stops') : undefined
})

const STOP = probe('Stop', ({ last_assistant_message: said }, decide) => {
  if (said === 'stop-block') return decide.block('stop blocks')
  if (said === 'stop-context') return decide.context('stop context')
  if (said === 'stop-tell') return decide.tell('stop tells')
  return said === 'stop-stop' ? [decide.block('go on'), decide.stop('stop stops')] : undefined
})

const FAILURE = probe('StopFailure', ({ error }, decide) => decide.terminal(`\u001b]0;${error}\u0007`))

const DISPLAY = probe('MessageDisplay', ({ delta }, decide) => {
  if (delta.includes('show-other')) return decide.display('something else')
  return delta.includes('show-nothing') ? decide.display('') : undefined
})

// The client tries again once.
const BROKEN = { status: 500, error: 'api_error' }

/** Each prompt with what the model says to it; nothing where it must not be asked. */
const DIALOGUE: [prompt: string, ...answers: Turn[]][] = [
  ['no answer', BROKEN, BROKEN],
  ['submit-block'],
  ['submit-hide'],
  ['submit-context', 'ok'],
  ['submit-title', 'ok'],
  ['submit-tell', 'ok'],
  ['submit-stop'],
  ['/hi expand-block'],
  ['/hi expand-hide'],
  ['/hi expand-context', 'ok'],
  ['/hi expand-tell', 'ok'],
  ['/hi expand-stop'],
  ['say stop-block', 'stop-block', 'went on after block'],
  ['say stop-context', 'stop-context', 'went on after context'],
  ['say stop-tell', 'stop-tell'],
  ['say stop-stop', 'stop-stop'],
  ['say show-other', 'show-other'],
  ['say show-nothing', 'show-nothing'],
]

let site: Site
let result: ClientResult
beforeAll(async () => {
  site = makeSite()
  site.write('project/.claude/commands/hi.md', 'Greet $ARGUMENTS')
  await addPack(site, 'probe', SUBMIT, EXPAND, STOP, FAILURE, DISPLAY)
  result = await runClient({
    ...site,
    env: logging(site),
    turns: [...DIALOGUE.flatMap(([, ...answers]) => answers)],
    moves: DIALOGUE.map(([prompt]) => prompt),
  })
})
afterAll(() => site.remove())

/** How the client summed up its turn on the prompt with this word. */
function endOf(word: string): FinalResult | undefined {
  return finals(result)[DIALOGUE.findIndex(([prompt]) => prompt.includes(word))]
}

effect('UserPromptSubmit', 'block', 'the prompt never reaches the model; the user is told why', () => {
  const shown = 'UserPromptSubmit operation blocked by hook:\nsubmit blocks\n\nOriginal prompt: submit-block'
  expect(notices(result)).toContain(shown)
  expect(told(result)).not.toContain('submit-block')
})
effect('UserPromptSubmit', 'hidePrompt', 'the blocked prompt is not shown again', () => {
  expect(notices(result)).toContain('UserPromptSubmit operation blocked by hook:\nsubmit hides')
})
effect('UserPromptSubmit', 'context', 'the model reads the text with the prompt', () => {
  expect(result.hookTexts).toContain('UserPromptSubmit hook additional context: submit context')
})
effect('UserPromptSubmit', 'title', 'the session gets the title', () => {
  expect(result.steps).toContainEqual({ kind: 'title', text: 'Submit Title' })
})
effect('UserPromptSubmit', 'tell', 'the user is told, the model is not', () => {
  expect(notices(result)).toContain('UserPromptSubmit says: submit tells')
  expect(told(result)).not.toContain('submit tells')
})
effect(
  'UserPromptSubmit',
  'stop',
  'the model is not asked; it reads prompt and reason with the next one',
  () => {
    expect(endOf('submit-stop')?.text).toBe('Operation stopped by hook: submit stops')
    expect(told(result)).toContain('Operation stopped by hook: submit stops')
  },
)

effect('UserPromptExpansion', 'block', 'the command never reaches the model; the user is told why', () => {
  const shown =
    'UserPromptExpansion operation blocked by hook:\nexpand blocks\n\nOriginal prompt: /hi expand-block'
  expect(notices(result)).toContain(shown)
  expect(told(result)).not.toContain('expand-block')
})
effect('UserPromptExpansion', 'hidePrompt', 'the blocked command is not shown again', () => {
  expect(notices(result)).toContain('UserPromptExpansion operation blocked by hook:\nexpand hides')
})
effect('UserPromptExpansion', 'context', 'the model reads the text with the expanded command', () => {
  expect(told(result)).toContain('Greet expand-context')
  expect(result.hookTexts).toContain('UserPromptExpansion hook additional context: expand context')
})
effect('UserPromptExpansion', 'tell', 'the user is told', () => {
  expect(notices(result)).toContain('UserPromptExpansion says: expand tells')
})
effect(
  'UserPromptExpansion',
  'stop',
  'the model is not asked; it reads the reason with the next prompt',
  () => {
    expect(endOf('expand-stop')?.text).toBe('Operation stopped by hook: expand stops')
    expect(told(result)).not.toContain('Greet expand-stop')
  },
)

effect('Stop', 'block', 'the turn goes on; the model reads the reason as feedback', () => {
  expect(told(result)).toContain('Stop hook feedback:\nstop blocks')
  expect(endOf('stop-block')?.text).toBe('went on after block')
})
effect('Stop', 'context', 'the turn goes on; the model reads the text', () => {
  expect(told(result)).toContain('Stop hook additional context: stop context')
  expect(endOf('stop-context')?.text).toBe('went on after context')
})
effect('Stop', 'tell', 'the user is told', () => {
  expect(notices(result)).toContain('Stop says: stop tells')
})
effect(
  'Stop',
  'stop',
  'the turn ends, whatever else blocks; the model reads why with the next prompt',
  () => {
    expect(endOf('stop-stop')?.reason).toBe('stop_hook_prevented')
    expect(result.hookTexts).toContain('Stop hook stopped continuation: stop stops')
  },
)

effect('MessageDisplay', 'display', 'the user sees the other text; an empty one shows nothing', () => {
  expect([endOf('show-other')?.text, endOf('show-nothing')?.text]).toEqual(['something else', ''])
})
effect('StopFailure', 'terminal', 'the hook runs; without a terminal nothing is seen of it', () => {
  expect(endOf('no answer')).toMatchObject({ isError: true, reason: 'api_error' })
  expect(runLog(site)).toContainEqual(expect.objectContaining({ event: 'StopFailure', decision: 'terminal' }))
  expect(printed(result)).not.toContain(']0;')
})

test('the client took every answer, and asked the model for every turn', () => {
  expect(result).toMatchObject({ timedOut: false, unusedTurns: [] })
  expect(result.hookEvents.filter(({ outcome }) => outcome !== 'success')).toEqual([])
})
