import { EVENTS, type EventName } from '../../runtime/src/events.ts'
import { isToolEvent } from '../client-events.ts'

/** What a new pack begins with on an event: the field it looks at, for what, and an event with and one without it. */
export interface StartingPoint {
  readonly event: EventName
  readonly tools: readonly string[] | undefined
  /** Path of the field in the event. */
  readonly field: readonly string[]
  readonly phrase: string
  readonly hit: Fields
  readonly miss: Fields
  readonly decision: Chosen
  /** The turn may go on because of a hook already: blocking again could go on for ever. */
  readonly onlyOnce: boolean
}

type Fields = Readonly<Record<string, unknown>>

/** The decision that shows best what hooks of the event are for; `none` where nothing can be decided. */
export type Chosen = (typeof ORDER)[number] | 'none'

const ORDER = ['deny', 'block', 'decline', 'context', 'tell', 'retry', 'display', 'terminal'] as const

/** Texts: what is looked for, and what is harmless. */
type Example = readonly [field: string, phrase: string, harmless: string, beside?: Fields]

const FILE = ['file_path', '.env', '/project/README.md'] as const

const EXAMPLES: Readonly<Partial<Record<EventName, Example>>> = {
  Notification: ['message', 'needs your permission', 'Done.', { notification_type: 'permission_prompt' }],
  UserPromptSubmit: ['prompt', 'deploy to production', 'Explain this file.'],
  UserPromptExpansion: [
    'prompt',
    'deploy to production',
    '/review',
    { expansion_type: 'slash_command', command_name: 'review', command_args: '' },
  ],
  SessionStart: ['source', 'startup', 'resume'],
  SessionEnd: ['reason', 'clear', 'other'],
  Stop: ['last_assistant_message', 'not tested', 'All tests pass.', { stop_hook_active: false }],
  StopFailure: ['error', 'rate_limit', 'server_error'],
  SubagentStart: ['agent_type', 'Explore', 'Plan', { agent_id: 'agent-1' }],
  SubagentStop: [
    'last_assistant_message',
    'not tested',
    'All tests pass.',
    { stop_hook_active: false, agent_id: 'agent-1', agent_type: 'Explore' },
  ],
  PreCompact: ['trigger', 'auto', 'manual', { custom_instructions: null }],
  PostCompact: ['compact_summary', 'password', 'A summary.', { trigger: 'auto' }],
  PreModelSwitch: ['to_model', 'large', 'small', { from_model: 'medium' }],
  PostModelSwitch: ['to_model', 'large', 'small', { from_model: 'medium' }],
  Setup: ['trigger', 'init', 'maintenance'],
  TeammateIdle: ['teammate_name', 'tester', 'writer'],
  TaskCreated: ['task_subject', 'deploy', 'Write tests', { task_id: '1' }],
  TaskCompleted: ['task_subject', 'deploy', 'Write tests', { task_id: '1' }],
  Elicitation: ['message', 'password', 'Which colour?', { mcp_server_name: 'server' }],
  ElicitationResult: ['mcp_server_name', 'untrusted', 'server', { action: 'accept' }],
  ConfigChange: ['source', 'project_settings', 'skills'],
  WorktreeRemove: ['worktree_path', 'release', '/worktrees/feature'],
  InstructionsLoaded: [
    'file_path',
    'AGENTS.md',
    '/project/CLAUDE.md',
    { memory_type: 'Project', load_reason: 'session_start' },
  ],
  CwdChanged: ['new_cwd', 'node_modules', '/project/src', { old_cwd: '/project' }],
  FileChanged: [...FILE, { event: 'change' }],
  DirectoryAdded: ['directory', 'secrets', '/project/src', { source: 'slash_command' }],
  MessageDisplay: [
    'delta',
    'password',
    'Hello.',
    { turn_id: 'turn-1', message_id: 'message-1', index: 0, final: true },
  ],
}

const COMMAND = { phrase: 'git push --force', harmless: 'git push' }

/** What a new pack begins with on `event`. */
export function startingPoint(event: EventName): StartingPoint {
  const methods: readonly string[] = EVENTS[event]
  const decision = ORDER.find((kind) => methods.includes(kind)) ?? 'none'
  const onlyOnce = event === 'Stop' || event === 'SubagentStop'
  if (isToolEvent(event)) {
    const call = (command: string): Fields => ({ tool_name: 'Bash', tool_input: { command } })
    return {
      ...{
        event,
        decision,
        onlyOnce,
        tools: ['Bash'],
        field: ['tool_input', 'command'],
        phrase: COMMAND.phrase,
      },
      hit: call(`${COMMAND.phrase} origin main`),
      miss: call(`${COMMAND.harmless} origin main`),
    }
  }
  if (event === 'PostToolBatch') {
    const batch = (command: string): Fields => ({
      tool_calls: [{ tool_name: 'Bash', tool_input: { command }, tool_use_id: 'toolu_1' }],
    })
    return {
      ...{ event, decision, onlyOnce, tools: undefined, field: ['tool_calls'], phrase: COMMAND.phrase },
      hit: batch(COMMAND.phrase),
      miss: batch(COMMAND.harmless),
    }
  }
  const [field, phrase, harmless, beside = {}] = EXAMPLES[event] ?? ['message', 'phrase', 'text']
  return {
    ...{ event, decision, onlyOnce, tools: undefined, field: [field], phrase },
    hit: { ...beside, [field]: containing(phrase, harmless) },
    miss: { ...beside, [field]: harmless },
  }
}

/** The phrase alone where the field has one of a few words or is a path, else in a sentence. */
function containing(phrase: string, harmless: string): string {
  if (harmless.startsWith('/')) return `${harmless.slice(0, harmless.lastIndexOf('/'))}/${phrase}`
  return harmless.includes(' ') ? `This is ${phrase}.` : phrase
}
