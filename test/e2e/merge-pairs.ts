import type { EventName } from '../../src/runtime/src/events.ts'
import type { Turn } from './client/wire.ts'
import type { ProbeHook } from './probe-pack.ts'

// Two hooks, A and B, on every event. What they decide stands in a word such as `pre-deny-allow`, which is somewhere
// in the event: A denies, B allows. Every text that they give ends with the word, so that it can be found again.

/** The events of the pairs, each with the beginning of its words. */
const PREFIXES = {
  PreToolUse: 'pre',
  PostToolUse: 'post',
  PostToolUseFailure: 'failure',
  PostToolBatch: 'batch',
  PermissionRequest: 'request',
  PermissionDenied: 'denied',
  UserPromptSubmit: 'submit',
  UserPromptExpansion: 'expand',
  Stop: 'stop',
  SubagentStart: 'agent',
  SubagentStop: 'agentstop',
  MessageDisplay: 'show',
  SessionStart: 'start',
  PreModelSwitch: 'switch',
  PostModelSwitch: 'switched',
  PreCompact: 'compact',
  TaskCreated: 'created',
  TaskCompleted: 'completed',
  Elicitation: 'elicit',
  ElicitationResult: 'result',
  WorktreeCreate: 'worktree',
} as const satisfies Partial<Record<EventName, string>>

/** Words of events that cannot carry one. */
export const FIXED = {
  SubagentStart: 'agent-context-context',
  SessionStart: 'start-all-all',
  PostModelSwitch: 'switched-context-context',
  'PreModelSwitch claude-haiku-4-5': 'switch-deny-deny',
  'PreModelSwitch claude-sonnet-4-6': 'switch-allow-ask',
  'PreModelSwitch claude-sonnet-5': 'switch-allow-allow',
}

/** B answers later, so that the client, which goes by who is first or last, gets them in this order. */
const LATER_MS = 300

type Decide = Record<string, (value?: unknown) => unknown>
type Where = { packDir: string; projectDir: string }

/** The handler of both. This and `decideAs` see nothing of this file but what is put into their module. */
async function handler(event: Record<string, unknown>, decide: Decide, where: Where): Promise<unknown> {
  const name = String(event['hook_event_name'])
  const fixed = FIXED as Record<string, string>
  const said = fixed[name] ?? fixed[`${name} ${event['to_model']}`] ?? JSON.stringify(event)
  const prefix = (PREFIXES as Record<string, string>)[name]
  const [word, ...ways] = new RegExp(`\\b${prefix}-([a-z]+)-([a-z]+)\\b`).exec(said) ?? []
  const isB = where.packDir.includes('/packs/b/')
  const way = ways[isB ? 1 : 0]
  if (word === undefined || way === undefined || way === 'none') return undefined
  if (isB) await new Promise((resolve) => setTimeout(resolve, LATER_MS))
  return decideAs(way, `${isB ? 'B' : 'A'} ${way} ${word}`, { decide, ...where })
}

function decideAs(way: string, text: string, { decide, projectDir }: Where & { decide: Decide }): unknown {
  const folder = `${projectDir}-${text.startsWith('B') ? 'b' : 'a'}`
  const special: Record<string, () => unknown> = {
    fail: () => {
      throw new Error(text)
    },
    modify: () => decide['modify']?.({ command: `echo '${text}'`, description: 'x' }),
    replace: () =>
      decide['replaceOutput']?.({ stdout: text, stderr: '', interrupted: false, isImage: false }),
    changed: () => [decide['allow']?.(text), decide['modify']?.({ command: `touch 'by ${text}'` })],
    path: () => {
      process.getBuiltinModule('node:fs').mkdirSync(folder, { recursive: true })
      return decide['worktree']?.(folder)
    },
    accept: () => decide['accept']?.({ name: text }),
    all: () => [decide['title']?.(text), decide['context']?.(text), decide['setEnv']?.({ SAME: text })],
  }
  return special[way]?.() ?? decide[way]?.(text)
}

/** The hooks of one of the two packs. A matcher that matches everything keeps them in entries of their own. */
export function hooksOfPairs(rest: ProbeHook['rest']): ProbeHook[] {
  const constants = { PREFIXES, FIXED, LATER_MS }
  const lines = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)}`)
  const code = [handler, decideAs, ...lines].join('\n')
  return Object.keys(PREFIXES).map((event) => ({ event: event as EventName, code, rest }))
}

function bash(command: string): Turn {
  return { tool: 'Bash', input: { command, description: 'x' } }
}

const call = (tool: string, input: Record<string, unknown>): Turn => ({ tool, input })
const elicit = (question: string) => call('mcp__elicit__ask', { question })
const create = (subject: string) => call('TaskCreate', { subject, description: 'x' })
const complete = (taskId: string) => call('TaskUpdate', { taskId, status: 'completed' })
const enter = (name: string) => call('EnterWorktree', { name })
const LEAVE = call('ExitWorktree', { action: 'remove', discard_changes: true })
const agent = (prompt: string) =>
  call('Agent', { prompt, description: 'x', subagent_type: 'general-purpose', run_in_background: false })

/** What subagents say. */
export const AGENT_TURNS: Turn[] = ['agentstop-block-block', 'went on', 'agentstop-stop-block']

/** The conversation: what the user says or does, and what the model answers to it. */
export const DIALOGUE: [move: string | { subtype: string; model: string }, ...answers: Turn[]][] = [
  [
    'tools',
    bash('echo start: "$SAME"'),
    ...[
      'deny-deny',
      'deny-ask',
      'ask-allow',
      'modify-modify',
      'modify-deny',
      'context-context',
      'context-deny',
    ]
      .concat(['tell-tell', 'fail-deny', 'deny-fail', 'defer-deny', 'allow-deny', 'fail-context'])
      .map((ways) => bash(`echo pre-${ways}`)),
    bash('touch pre-allow-none'),
    ...[
      'block-block',
      'block-context',
      'context-context',
      'replace-replace',
      'tell-tell',
      'fail-block',
      'replace-block',
    ].map((ways) => bash(`echo post-${ways}`)),
    ...['block-block', 'context-block'].map((ways) => bash(`echo failure-${ways}; false`)),
    bash('echo batch-context-context'),
    ...[
      'deny-allow',
      'allow-deny',
      'deny-deny',
      'none-allow',
      'allow-none',
      'changed-changed',
      'none-deny',
      'fail-deny',
    ].map((ways) => bash(`touch request-${ways}`)),
    ...[
      'accept-accept',
      'accept-decline',
      'decline-accept',
      'accept-cancel',
      'cancel-accept',
      'decline-cancel',
    ]
      .flatMap((ways) => [`elicit-${ways}`, `result-${ways}`])
      .map(elicit),
    create('created-block-block'),
    create('created-none-block'),
    create('completed-block-block'),
    complete('3'),
    enter('worktree-path-path'),
    LEAVE,
    enter('worktree-none-path'),
    LEAVE,
    enter('worktree-block-block'),
    enter('worktree-path-block'),
    LEAVE,
    agent('first errand'),
    agent('second errand'),
    'enough',
  ],
  ['stop after a tool', bash('echo post-stop-block')],
  ['stop before a tool', bash('touch pre-stop-deny')],
  ['block after tools', bash('echo batch-block-context')],
  ['submit-context-context', 'ok'],
  ['submit-title-title', 'ok'],
  ['submit-block-block'],
  ['submit-tell-tell', 'ok'],
  ['submit-stop-context'],
  ['/hi expand-block-block'],
  ['/hi expand-context-context', 'ok'],
  ['say 1', 'stop-block-block', 'went on'],
  ['say 2', 'stop-block-context', 'went on'],
  ['say 3', 'stop-context-context', 'went on'],
  ['say 4', 'stop-stop-block'],
  ['say 5', 'show-display-display'],
  [{ subtype: 'set_model', model: 'claude-haiku-4-5' }],
  [{ subtype: 'set_model', model: 'claude-sonnet-4-6' }],
  [{ subtype: 'set_model', model: 'claude-sonnet-5' }],
  ['on the new model', 'ok'],
  ['/compact compact-block-block'],
  ['/compact compact-block-instructions'],
  ['/compact compact-instructions-instructions', '<summary>all</summary>'],
  ['after all', 'ok'],
  ['at last', bash('touch pre-defer-ask')],
]
