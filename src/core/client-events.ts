import { matches } from '../runtime/src/agent.ts'
import { EVENTS, type EventName } from '../runtime/src/events.ts'

/** Everything that can be decided, on whatever event. */
export const DECISION_KINDS = [...new Set(Object.values(EVENTS).flat())]

/** Built-in tools of the client by the names that hooks see, in its own spelling (docs/client-facts.md). */
const TOOLS =
  'Agent Artifact AskUserQuestion Bash ClaudeDesign CronCreate CronDelete CronList Edit EndConversation EnterPlanMode EnterWorktree ExitPlanMode ExitWorktree Glob Grep LSP ListAgents ListMcpResourcesTool Monitor NotebookEdit OfferChromeSetup PowerShell Projects PushNotification Read ReadMcpResourceDirTool ReadMcpResourceTool ReadNotifications RemoteTrigger ReportFindings ScheduleWakeup SendFeedback SendMessage SendUserFile SendUserMessage SetGoal ShareOnboardingGuide ShowOnboardingRolePicker Skill SubagentHandback TaskCreate TaskGet TaskList TaskStop TaskUpdate TodoWrite ToolSearch WaitForMcpServers WebFetch WebSearch Workflow Write propose_skills'

/** Names that matchers may still have: aliases, and tools of clients before. */
const OLD_TOOLS =
  'BashOutput Brief KillBash KillShell ListMcpResources ListPeers LS MultiEdit ProposeGoal ReadMcpResource ReadMcpResourceDir Task'

/** The names of built-in tools, those of older clients included. */
export const TOOL_NAMES: readonly string[] = `${TOOLS} ${OLD_TOOLS}`.split(' ')

/** What a matcher is tested against on an event. No names: any. */
interface Matched {
  readonly field: string
  readonly names?: readonly string[]
}

const TOOL: Matched = { field: 'tool_name', names: TOOL_NAMES }
const COMPACTION: Matched = { field: 'trigger', names: ['manual', 'auto'] }

/** By event; on an event that is not here the client ignores matchers. */
const MATCHED: Readonly<Partial<Record<EventName, Matched>>> = {
  PreToolUse: TOOL,
  PostToolUse: TOOL,
  PostToolUseFailure: TOOL,
  PermissionRequest: TOOL,
  PermissionDenied: TOOL,
  Notification: {
    field: 'notification_type',
    names:
      'permission_prompt idle_prompt auth_success elicitation_dialog agent_needs_input agent_completed elicitation_url_dialog worker_permission_prompt push_notification computer_use_enter computer_use_exit quota_auto_resume_fired quota_auto_resume_stale quota_auto_resume_disabled model_refusal_fallback auth_storage_failure plugin_notification elicitation_complete elicitation_response'.split(
        ' ',
      ),
  },
  UserPromptExpansion: { field: 'command_name' },
  SessionStart: { field: 'source', names: ['startup', 'resume', 'clear', 'compact', 'fork'] },
  SessionEnd: { field: 'reason', names: ['clear', 'resume', 'logout', 'prompt_input_exit', 'other'] },
  StopFailure: {
    field: 'error',
    names:
      'rate_limit overloaded authentication_failed oauth_org_not_allowed account_on_hold verification_required billing_error invalid_request model_not_found server_error max_output_tokens cloud_credential_error unknown'.split(
        ' ',
      ),
  },
  SubagentStart: { field: 'agent_type' },
  SubagentStop: { field: 'agent_type' },
  PreCompact: COMPACTION,
  PostCompact: COMPACTION,
  PreModelSwitch: { field: 'to_model' },
  PostModelSwitch: { field: 'to_model' },
  Setup: { field: 'trigger', names: ['init', 'maintenance'] },
  Elicitation: { field: 'mcp_server_name' },
  ElicitationResult: { field: 'mcp_server_name' },
  ConfigChange: {
    field: 'source',
    names: ['user_settings', 'project_settings', 'local_settings', 'policy_settings', 'skills'],
  },
  InstructionsLoaded: {
    field: 'load_reason',
    names: ['session_start', 'nested_traversal', 'path_glob_match', 'include', 'compact'],
  },
  FileChanged: { field: 'file_path' },
  DirectoryAdded: { field: 'source', names: ['slash_command', 'register_repo_root'] },
}

/** What a matcher is tested against on this event; undefined where the client ignores matchers. */
export function matchedOn(event: EventName): Matched | undefined {
  return MATCHED[event]
}

/** True for an event that is about one call of one tool, which `tools` and `if` can choose. */
export function isToolEvent(event: EventName): boolean {
  return MATCHED[event] === TOOL
}

/** The names of a matcher that is a list of exact names; undefined for one that is a regular expression. */
export function listedNames(matcher: string): readonly string[] | undefined {
  return /^[\w\- ,|]*$/.test(matcher) ? matcher.split(/[|,]/).map((part) => part.trim()) : undefined
}

/** Why an event with these fields does not reach a hook with this matcher; undefined when it does. */
export function leftOut(event: EventName, matcher: string | undefined, fields: object): string | undefined {
  const { field = '' } = MATCHED[event] ?? {}
  const value = (fields as Readonly<Record<string, unknown>>)[field]
  if (typeof value !== 'string') return undefined
  const name = field === 'file_path' ? (value.split(/[/\\]/).at(-1) ?? '') : value
  return matches(matcher, name) ? undefined : `the matcher ${matcher} leaves out ${name}`
}

/** The kinds of handler that the client runs itself. */
type ClientHandler = 'http' | 'prompt' | 'agent' | 'mcp_tool'

const WITHOUT_MODELS: readonly EventName[] = [
  'SessionStart',
  'Setup',
  'SubagentStart',
  'SessionEnd',
  'Notification',
  'PreCompact',
  'PostCompact',
  'PreModelSwitch',
  'PostModelSwitch',
  'ConfigChange',
  'InstructionsLoaded',
  'CwdChanged',
  'FileChanged',
  'DirectoryAdded',
  'Elicitation',
  'ElicitationResult',
  'WorktreeCreate',
  'WorktreeRemove',
  'StopFailure',
  'MessageDisplay',
]

const UNSUPPORTED: Readonly<Record<ClientHandler, readonly EventName[]>> = {
  http: ['SessionStart', 'Setup'],
  prompt: WITHOUT_MODELS,
  agent: [...WITHOUT_MODELS, 'PermissionRequest'],
  mcp_tool: [],
}

/** True when the client runs handlers of this kind on this event; modules and scripts run on every one. */
export function runsOn(kind: string, event: EventName): boolean {
  return !(UNSUPPORTED[kind as ClientHandler] ?? []).includes(event)
}

/** True when a hook that fails can be counted as a refusal on this event. */
export function canRefuse(event: EventName): boolean {
  const methods: readonly string[] = EVENTS[event]
  return ['deny', 'block', 'decline'].some((method) => methods.includes(method))
}
