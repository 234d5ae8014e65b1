/**
 * What a hook can do on each of the client's events. Source: measured on Claude Code 2.1.329
 * (docs/client-facts.md); an event that is absent here does not exist in that client.
 *
 * Every event also has `tell`, `stop` and `terminal` (the client's universal output fields).
 */
export const EVENTS = {
  PreToolUse: ['deny', 'ask', 'allow', 'defer', 'modify', 'context'],
  PostToolUse: ['block', 'context', 'replaceOutput', 'classify'],
  PostToolUseFailure: ['block', 'context'],
  PostToolBatch: ['block', 'context'],
  Notification: [],
  UserPromptSubmit: ['block', 'context', 'title', 'hidePrompt'],
  UserPromptExpansion: ['block', 'context', 'hidePrompt'],
  SessionStart: ['context', 'title', 'firstMessage', 'watch', 'reloadSkills', 'setEnv'],
  SessionEnd: [],
  Stop: ['block', 'context'],
  StopFailure: [],
  SubagentStart: ['context'],
  SubagentStop: ['block', 'context'],
  PreCompact: ['block', 'instructions'],
  PostCompact: [],
  PreModelSwitch: ['deny', 'ask', 'allow'],
  PostModelSwitch: ['context'],
  PermissionRequest: ['deny', 'interrupt', 'allow', 'modify', 'remember'],
  PermissionDenied: ['retry'],
  Setup: ['context', 'setEnv'],
  TeammateIdle: ['block'],
  TaskCreated: ['block'],
  TaskCompleted: ['block'],
  Elicitation: ['accept', 'decline', 'cancel'],
  ElicitationResult: ['accept', 'decline', 'cancel'],
  ConfigChange: ['block'],
  WorktreeCreate: ['worktree', 'block'],
  WorktreeRemove: [],
  InstructionsLoaded: [],
  CwdChanged: ['watch', 'setEnv'],
  FileChanged: ['watch', 'setEnv'],
  DirectoryAdded: [],
  MessageDisplay: ['display'],
} as const

/** What every event has besides its own methods. */
export const UNIVERSAL = ['tell', 'stop', 'terminal'] as const

/** The name of an event, as it stands in `hook_event_name` and under `hooks` in a settings file. */
export type EventName = keyof typeof EVENTS

/** Events whose block the client takes from the exit status alone; their JSON cannot block. */
export const BLOCKS_BY_EXIT_STATUS: ReadonlySet<string> = new Set([
  'TeammateIdle',
  'TaskCompleted',
  'WorktreeCreate',
])

/** True for a name that the client knows as an event. */
export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(EVENTS, name)
}
