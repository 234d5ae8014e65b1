import type { EventName } from './events.ts'

// What the client writes on stdin. Source: measured on Claude Code 2.1.329 (docs/client-facts.md); a field that
// was seen only sometimes is optional.

/** Fields of every payload. Paths are absolute; `cwd` follows the session's `cd`. */
export interface CommonFields {
  readonly session_id: string
  readonly transcript_path: string
  readonly cwd: string
  /** From the first prompt on. */
  readonly prompt_id?: string
  readonly permission_mode?: string
  readonly effort?: { readonly level: string }
  /** In subagents only. */
  readonly agent_id?: string
  readonly agent_type?: string
}

type Fields = Readonly<Record<string, unknown>>

interface ToolFields {
  /** A built-in tool, or `mcp__<server>__<tool>`. */
  readonly tool_name: string
  readonly tool_input: Fields
  readonly mcp_server?: { readonly name: string; readonly source: string }
}

interface ToolUseFields extends ToolFields {
  readonly tool_use_id: string
}

interface ModelSwitchFields {
  readonly from_model: string
  readonly to_model: string
  readonly requested_model: string | null
  readonly context_tokens: number
  readonly prompt_cache_warm: boolean
  readonly cache_ttl: '5m' | '1h'
  readonly estimated_cache_write_usd: number
  readonly pricing: 'configured' | 'catalog' | 'default'
}

interface StopFields {
  /** The turn goes on because a Stop hook blocked before. */
  readonly stop_hook_active: boolean
  readonly last_assistant_message?: string
  readonly background_tasks?: readonly Fields[]
  readonly session_crons?: readonly Fields[]
}

interface TaskFields {
  readonly task_id: string
  readonly task_subject: string
  readonly task_description?: string
  readonly teammate_name?: string
  readonly team_name?: string
}

type ElicitationAction = 'accept' | 'decline' | 'cancel'

/** The fields that each event has besides the common ones. */
export interface OwnFields {
  PreToolUse: ToolUseFields
  PostToolUse: ToolUseFields & { readonly tool_response: unknown; readonly duration_ms?: number }
  PostToolUseFailure: ToolUseFields & {
    readonly error: string
    readonly is_interrupt?: boolean
    readonly duration_ms?: number
  }
  PostToolBatch: {
    readonly tool_calls: readonly {
      readonly tool_name: string
      readonly tool_input: Fields
      readonly tool_use_id: string
      /** The text that the model gets. */
      readonly tool_response?: unknown
    }[]
  }
  Notification: { readonly message: string; readonly title?: string; readonly notification_type: string }
  UserPromptSubmit: { readonly prompt: string; readonly source?: string; readonly session_title?: string }
  UserPromptExpansion: {
    readonly expansion_type: 'slash_command' | 'mcp_prompt'
    readonly command_name: string
    readonly command_args: string
    readonly command_source?: string
    readonly prompt: string
  }
  SessionStart: {
    readonly source: 'startup' | 'resume' | 'clear' | 'compact' | 'fork'
    readonly model?: string
    readonly session_title?: string
    readonly seconds_since_last_response?: number
    readonly context_tokens?: number
    readonly prompt_cache_likely_expired?: boolean
    readonly estimated_cache_write_usd?: number
  }
  SessionEnd: { readonly reason: 'clear' | 'resume' | 'logout' | 'prompt_input_exit' | 'other' }
  Stop: StopFields
  StopFailure: {
    readonly error: string
    readonly error_details?: string
    readonly last_assistant_message?: string
  }
  SubagentStart: { readonly agent_id: string; readonly agent_type: string }
  SubagentStop: StopFields & {
    readonly agent_id: string
    /** Empty for the internal agent that compacts. */
    readonly agent_type: string
    readonly agent_transcript_path: string
  }
  PreCompact: { readonly trigger: 'manual' | 'auto'; readonly custom_instructions: string | null }
  PostCompact: { readonly trigger: 'manual' | 'auto'; readonly compact_summary: string }
  PreModelSwitch: ModelSwitchFields & { readonly source: 'command' | 'picker' | 'sdk' }
  PostModelSwitch: ModelSwitchFields & {
    readonly source: 'command' | 'picker' | 'sdk' | 'auto' | 'resume'
  }
  PermissionRequest: ToolFields & { readonly permission_suggestions?: readonly Fields[] }
  PermissionDenied: ToolUseFields & { readonly reason: string }
  Setup: { readonly trigger: 'init' | 'maintenance' }
  TeammateIdle: { readonly teammate_name: string; readonly team_name?: string }
  TaskCreated: TaskFields
  TaskCompleted: TaskFields
  Elicitation: {
    readonly mcp_server_name: string
    readonly message: string
    readonly mode?: 'form' | 'url'
    readonly url?: string
    readonly elicitation_id?: string
    readonly requested_schema?: Fields
  }
  ElicitationResult: {
    readonly mcp_server_name: string
    readonly elicitation_id?: string
    readonly mode?: 'form' | 'url'
    readonly action: ElicitationAction
    readonly content?: Fields
  }
  ConfigChange: { readonly source: string; readonly file_path?: string }
  WorktreeCreate: { readonly name: string }
  WorktreeRemove: { readonly worktree_path: string }
  InstructionsLoaded: {
    readonly file_path: string
    readonly memory_type: 'User' | 'Project' | 'Local' | 'Managed'
    readonly load_reason: string
    readonly globs?: readonly string[]
    readonly trigger_file_path?: string
    readonly parent_file_path?: string
  }
  CwdChanged: { readonly old_cwd: string; readonly new_cwd: string }
  FileChanged: { readonly file_path: string; readonly event: 'change' | 'add' | 'unlink' }
  DirectoryAdded: { readonly directory: string; readonly source: 'slash_command' | 'register_repo_root' }
  MessageDisplay: {
    readonly turn_id: string
    readonly message_id: string
    readonly index: number
    readonly final: boolean
    readonly delta: string
  }
}

/** The payload of event `E` as it came on stdin. */
export type EventOf<E extends EventName> = E extends EventName
  ? { readonly hook_event_name: E } & CommonFields & OwnFields[E]
  : never

/** The payload of any event: `hook_event_name` tells which one it is. */
export type HookEvent = EventOf<EventName>
