import { existsSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import type { Turn } from './client/wire.ts'
import { makeSite, type Site } from './hooks-cli.ts'
import { addPack, effect, logging, probe, runLog } from './probe-pack.ts'
import { printed, resultOf, told } from './probe-results.ts'

// One conversation in which the model starts subagents, keeps tasks, and works in worktrees.

const HOOKS = [
  probe('SubagentStart', (_event, decide) => decide.context('agent context')),
  probe('SubagentStop', ({ last_assistant_message: said }, decide) => {
    if (said === 'agent-block') return decide.block('agent blocked')
    if (said === 'agent-context') return decide.context('agent stop context')
    return said === 'agent-stop' ? [decide.block('go on'), decide.stop('agent stopped')] : undefined
  }),
  probe('TaskCreated', ({ task_subject: subject }, decide) =>
    subject === 'never-begin' ? decide.block('task not wanted') : undefined,
  ),
  probe('TaskCompleted', ({ task_subject: subject }, decide) =>
    subject === 'never-end' ? decide.block('task not done') : undefined,
  ),
  probe('WorktreeCreate', ({ name }, decide, { projectDir }) => {
    if (name === 'refused') return decide.block('no such worktree')
    const folder = `${projectDir}-${name}`
    process.getBuiltinModule('node:fs').mkdirSync(folder)
    return decide.worktree(folder)
  }),
  probe('WorktreeRemove', ({ worktree_path: folder }, decide) => {
    process.getBuiltinModule('node:fs').rmSync(folder, { recursive: true })
    return decide.terminal('\u001b]0;removed\u0007')
  }),
]

function agent(prompt: string): Turn {
  const rest = { description: 'x', subagent_type: 'general-purpose', run_in_background: false }
  return { tool: 'Agent', input: { prompt, ...rest } }
}

function task(subject: string): Turn {
  return { tool: 'TaskCreate', input: { subject, description: 'x' } }
}

function completed(taskId: string): Turn {
  return { tool: 'TaskUpdate', input: { taskId, status: 'completed' } }
}

const AGENT_TURNS = [
  'agent-block',
  'after block',
  'agent-context',
  'after context',
  'agent-stop',
  'never asked',
]
const TURNS: Turn[] = [
  agent('first errand'),
  agent('second errand'),
  agent('third errand'),
  task('never-begin'),
  task('never-end'),
  task('soon-done'),
  completed('2'),
  completed('3'),
  { tool: 'TaskList', input: {} },
  { tool: 'EnterWorktree', input: { name: 'refused' } },
  { tool: 'EnterWorktree', input: { name: 'made' } },
  { tool: 'Bash', input: { command: 'echo "in: $PWD"', description: 'x' } },
  { tool: 'ExitWorktree', input: { action: 'remove', discard_changes: true } },
]

let site: Site
let result: ClientResult
beforeAll(async () => {
  site = makeSite()
  await addPack(site, 'probe', ...HOOKS)
  const tools = ['Agent', 'Bash', 'EnterWorktree', 'ExitWorktree', 'TaskCreate', 'TaskUpdate', 'TaskList']
  result = await runClient({
    ...site,
    env: logging(site),
    allowedTools: tools,
    args: ['--tools', tools.join(',')],
    turns: TURNS,
    agentTurns: AGENT_TURNS,
  })
})
afterAll(() => site.remove())

const answerTo = (word: string) => resultOf(result, word).text
const noted = (event: string) => runLog(site).filter((record) => record.event === event)

effect('SubagentStart', 'context', 'the subagent reads the text, the model itself does not', () => {
  expect(told(result, 'agent')).toContain('SubagentStart hook additional context: agent context')
  expect(told(result, 'main')).not.toContain('agent context')
})
effect('SubagentStop', 'block', 'the subagent goes on; it reads the reason as feedback', () => {
  expect(told(result, 'agent')).toContain('Stop hook feedback:\nagent blocked')
  expect(answerTo('first errand')).toContain('after block')
})
effect('SubagentStop', 'context', 'the subagent goes on; it reads the text', () => {
  expect(told(result, 'agent')).toContain('SubagentStop hook additional context: agent stop context')
  expect(answerTo('second errand')).toContain('after context')
})
effect('SubagentStop', 'stop', 'the subagent ends, whatever else blocks', () => {
  expect(answerTo('third errand')).toContain('agent-stop')
  expect(JSON.stringify(result.requests)).not.toContain('never asked')
})

effect('TaskCreated', 'block', 'there is no such task; the model gets the reason', () => {
  expect(answerTo('never-begin')).toBe('TaskCreated hook feedback:\ntask not wanted')
  expect(resultOf(result, '{}').text).not.toContain('never-begin')
})
effect('TaskCompleted', 'block', 'the task stays pending; the model gets the reason', () => {
  expect(answerTo('"taskId":"2"')).toMatch(/^TaskCompleted hook feedback:\n.*task not done\n?$/)
  expect(resultOf(result, '{}').text).toBe('#2 [pending] never-end\n#3 [completed] soon-done')
})

effect('WorktreeCreate', 'block', 'there is no worktree; the model gets the reason', () => {
  expect(answerTo('refused')).toMatch(/^WorktreeCreate hook failed: .*: no such worktree$/)
})
effect('WorktreeCreate', 'worktree', 'the session works in that folder', () => {
  expect(answerTo('in: ')).toBe(`in: ${site.project}-made`)
})
effect('WorktreeRemove', 'terminal', 'the hook removes the worktree; nothing is seen of the sequence', () => {
  expect(noted('WorktreeRemove')).toMatchObject([{ outcome: 'decided' }])
  expect(existsSync(`${site.project}-made`)).toBe(false)
  expect(printed(result)).not.toContain(']0;')
})

test('the client took every answer, and asked the model for every turn', () => {
  expect(result).toMatchObject({ exitCode: 0, timedOut: false, unusedTurns: [] })
})
