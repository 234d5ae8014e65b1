import type { EventName } from '../../src/runtime/src/events.ts'
import type { EventOf } from '../../src/runtime/src/payloads.ts'

const SESSION = '00000000-0000-4000-8000-000000000001'
const FOLDER = '/home/user/.claude/projects/-home-user-shop'

const session = {
  session_id: SESSION,
  transcript_path: `${FOLDER}/${SESSION}.jsonl`,
  cwd: '/home/user/shop',
}
/** From the first prompt on. */
const prompted = { ...session, prompt_id: '00000000-0000-4000-8000-000000000002' }
/** While the model works. */
const turn = { ...prompted, permission_mode: 'default', effort: { level: 'medium' } }
const bash = { tool_name: 'Bash', tool_input: { command: 'npm test', description: 'Run the tests' } }
const modelSwitch = {
  from_model: 'claude-opus-5-5',
  to_model: 'claude-sonnet-5-5',
  requested_model: 'sonnet',
  context_tokens: 110,
  prompt_cache_warm: true,
  cache_ttl: '5m',
  estimated_cache_write_usd: 0.0003,
  pricing: 'catalog',
  source: 'command',
} as const
const task = { task_id: '1', task_subject: 'Mend the cart', task_description: 'It counts twice' }
const atEnd = { background_tasks: [], session_crons: [] }

/** One payload of each event, with the fields that Claude Code 2.1.329 sends (docs/client-facts.md). */
export const PAYLOADS = {
  PreToolUse: { ...turn, hook_event_name: 'PreToolUse', ...bash, tool_use_id: 'toolu_01' },
  PostToolUse: {
    ...turn,
    hook_event_name: 'PostToolUse',
    ...bash,
    tool_use_id: 'toolu_01',
    duration_ms: 34,
    tool_response: {
      stdout: '12 passed',
      stderr: '',
      interrupted: false,
      isImage: false,
      noOutputExpected: false,
    },
  },
  PostToolUseFailure: {
    ...turn,
    hook_event_name: 'PostToolUseFailure',
    ...bash,
    tool_use_id: 'toolu_01',
    error: 'Exit code 3\noops',
    is_interrupt: false,
    duration_ms: 5,
  },
  PostToolBatch: {
    ...turn,
    hook_event_name: 'PostToolBatch',
    tool_calls: [{ ...bash, tool_use_id: 'toolu_01', tool_response: '12 passed' }],
  },
  Notification: {
    ...prompted,
    hook_event_name: 'Notification',
    message: 'Claude needs your permission',
    notification_type: 'permission_prompt',
  },
  UserPromptSubmit: {
    ...prompted,
    permission_mode: 'default',
    hook_event_name: 'UserPromptSubmit',
    prompt: 'Mend the cart',
  },
  UserPromptExpansion: {
    ...prompted,
    permission_mode: 'default',
    hook_event_name: 'UserPromptExpansion',
    expansion_type: 'slash_command',
    command_name: 'review',
    command_args: 'the cart',
    command_source: 'projectSettings',
    prompt: '/review the cart',
  },
  SessionStart: {
    ...session,
    hook_event_name: 'SessionStart',
    source: 'resume',
    seconds_since_last_response: 60,
    context_tokens: 110,
    prompt_cache_likely_expired: false,
    estimated_cache_write_usd: 0.0006,
  },
  SessionEnd: { ...prompted, hook_event_name: 'SessionEnd', reason: 'prompt_input_exit' },
  Stop: {
    ...turn,
    hook_event_name: 'Stop',
    stop_hook_active: false,
    last_assistant_message: 'The cart is mended.',
    ...atEnd,
  },
  StopFailure: {
    ...prompted,
    effort: { level: 'medium' },
    hook_event_name: 'StopFailure',
    error: 'server_error',
    last_assistant_message: 'API Error: 529',
  },
  SubagentStart: {
    ...prompted,
    hook_event_name: 'SubagentStart',
    agent_id: 'a000000000000001',
    agent_type: 'Explore',
  },
  SubagentStop: {
    ...turn,
    hook_event_name: 'SubagentStop',
    stop_hook_active: false,
    agent_id: 'a000000000000001',
    agent_type: 'Explore',
    last_assistant_message: 'Found it.',
    agent_transcript_path: `${FOLDER}/${SESSION}/subagents/agent-a000000000000001.jsonl`,
    ...atEnd,
  },
  PreCompact: {
    ...prompted,
    hook_event_name: 'PreCompact',
    trigger: 'manual',
    custom_instructions: 'keep the tests',
  },
  PostCompact: {
    ...prompted,
    hook_event_name: 'PostCompact',
    trigger: 'auto',
    compact_summary: '<summary>The cart</summary>',
  },
  PreModelSwitch: { ...prompted, hook_event_name: 'PreModelSwitch', ...modelSwitch },
  PostModelSwitch: { ...prompted, hook_event_name: 'PostModelSwitch', ...modelSwitch },
  PermissionRequest: {
    ...turn,
    hook_event_name: 'PermissionRequest',
    ...bash,
    permission_suggestions: [{ type: 'setMode', mode: 'acceptEdits', destination: 'session' }],
  },
  PermissionDenied: {
    ...turn,
    permission_mode: 'auto',
    hook_event_name: 'PermissionDenied',
    ...bash,
    tool_use_id: 'toolu_01',
    reason: 'Classifier unavailable',
  },
  Setup: { ...session, hook_event_name: 'Setup', trigger: 'init' },
  TeammateIdle: { ...prompted, hook_event_name: 'TeammateIdle', teammate_name: 'tester' },
  TaskCreated: { ...prompted, hook_event_name: 'TaskCreated', ...task },
  TaskCompleted: { ...prompted, hook_event_name: 'TaskCompleted', ...task },
  Elicitation: {
    ...prompted,
    hook_event_name: 'Elicitation',
    mcp_server_name: 'shop',
    message: 'Your name?',
    mode: 'form',
    requested_schema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  },
  ElicitationResult: {
    ...prompted,
    hook_event_name: 'ElicitationResult',
    mcp_server_name: 'shop',
    mode: 'form',
    action: 'cancel',
  },
  ConfigChange: {
    ...prompted,
    hook_event_name: 'ConfigChange',
    source: 'project_settings',
    file_path: '/home/user/shop/.claude/settings.json',
  },
  WorktreeCreate: { ...prompted, hook_event_name: 'WorktreeCreate', name: 'cart' },
  WorktreeRemove: { ...prompted, hook_event_name: 'WorktreeRemove', worktree_path: '/home/user/cart' },
  InstructionsLoaded: {
    ...prompted,
    effort: { level: 'medium' },
    hook_event_name: 'InstructionsLoaded',
    file_path: '/home/user/shop/.claude/rules/ts.md',
    memory_type: 'Project',
    load_reason: 'path_glob_match',
    globs: ['**/*.ts'],
    trigger_file_path: '/home/user/shop/cart.ts',
  },
  CwdChanged: {
    ...prompted,
    cwd: '/home/user/shop/cart',
    hook_event_name: 'CwdChanged',
    old_cwd: '/home/user/shop',
    new_cwd: '/home/user/shop/cart',
  },
  FileChanged: {
    ...prompted,
    hook_event_name: 'FileChanged',
    file_path: '/home/user/shop/.env',
    event: 'change',
  },
  DirectoryAdded: {
    ...prompted,
    hook_event_name: 'DirectoryAdded',
    directory: '/home/user/other',
    source: 'register_repo_root',
  },
  MessageDisplay: {
    ...prompted,
    hook_event_name: 'MessageDisplay',
    index: 0,
    final: true,
    delta: 'Done.',
    ...{
      turn_id: '00000000-0000-4000-8000-000000000003',
      message_id: '00000000-0000-4000-8000-000000000004',
    },
  },
} as const satisfies { readonly [E in EventName]: EventOf<E> }
