import type { EventName } from '../events.ts'
import type { OwnFields } from '../payloads.ts'

const TOOL = { tool_name: 'Bash', tool_input: {} }
const TOOL_USE = { ...TOOL, tool_use_id: 'toolu_1' }
const TASK = { task_id: '1', task_subject: 'a task' }
const STOP = { stop_hook_active: false }
const SUBAGENT = { agent_id: 'agent-1', agent_type: 'general-purpose' }
const SWITCH = {
  from_model: 'model-a',
  to_model: 'model-b',
  requested_model: 'model-b',
  context_tokens: 0,
  prompt_cache_warm: false,
  cache_ttl: '5m',
  estimated_cache_write_usd: 0,
  pricing: 'default',
} as const

/** For each event, the least that the client sends with it. */
export const REQUIRED_FIELDS: { readonly [E in EventName]: OwnFields[E] } = {
  PreToolUse: TOOL_USE,
  PostToolUse: { ...TOOL_USE, tool_response: {} },
  PostToolUseFailure: { ...TOOL_USE, error: 'Exit code 1' },
  PostToolBatch: { tool_calls: [] },
  Notification: { message: 'a message', notification_type: 'permission_prompt' },
  UserPromptSubmit: { prompt: 'a prompt' },
  UserPromptExpansion: {
    expansion_type: 'slash_command',
    command_name: 'name',
    command_args: '',
    prompt: '/name',
  },
  SessionStart: { source: 'startup' },
  SessionEnd: { reason: 'other' },
  Stop: STOP,
  StopFailure: { error: 'server_error' },
  SubagentStart: SUBAGENT,
  SubagentStop: { ...STOP, ...SUBAGENT, agent_transcript_path: '/transcripts/agent-1.jsonl' },
  PreCompact: { trigger: 'manual', custom_instructions: null },
  PostCompact: { trigger: 'manual', compact_summary: 'a summary' },
  PreModelSwitch: { ...SWITCH, source: 'command' },
  PostModelSwitch: { ...SWITCH, source: 'command' },
  PermissionRequest: TOOL,
  PermissionDenied: { ...TOOL_USE, reason: 'a reason' },
  Setup: { trigger: 'init' },
  TeammateIdle: { teammate_name: 'a teammate' },
  TaskCreated: TASK,
  TaskCompleted: TASK,
  Elicitation: { mcp_server_name: 'server', message: 'a question' },
  ElicitationResult: { mcp_server_name: 'server', action: 'accept' },
  ConfigChange: { source: 'project_settings' },
  WorktreeCreate: { name: 'worktree' },
  WorktreeRemove: { worktree_path: '/worktree' },
  InstructionsLoaded: { file_path: '/CLAUDE.md', memory_type: 'Project', load_reason: 'session_start' },
  CwdChanged: { old_cwd: '/', new_cwd: '/' },
  FileChanged: { file_path: '/file', event: 'change' },
  DirectoryAdded: { directory: '/folder', source: 'slash_command' },
  MessageDisplay: { turn_id: 'turn-1', message_id: 'message-1', index: 0, final: true, delta: 'a message' },
}
