/**
 * What a hook can do on each of the client's events. Source: measured on Claude Code 2.1.329
 * (docs/client-facts.md); an event that is absent here does not exist in that client.
 *
 * The client has output fields for all events, but `systemMessage` (tell) and `continue: false` (stop) do nothing on
 * many of them, and PreCompact, PostCompact and WorktreeCreate take every JSON for plain text.
 */
export const EVENTS = {
  PreToolUse: ['deny', 'ask', 'allow', 'defer', 'modify', 'context', 'tell', 'stop', 'terminal'],
  PostToolUse: ['block', 'context', 'replaceOutput', 'classify', 'tell', 'stop', 'terminal'],
  PostToolUseFailure: ['block', 'context', 'tell', 'terminal'],
  PostToolBatch: ['block', 'context', 'tell', 'stop', 'terminal'],
  Notification: ['terminal'],
  UserPromptSubmit: ['block', 'context', 'title', 'hidePrompt', 'tell', 'stop', 'terminal'],
  UserPromptExpansion: ['block', 'context', 'hidePrompt', 'tell', 'stop', 'terminal'],
  SessionStart: ['context', 'title', 'firstMessage', 'watch', 'reloadSkills', 'setEnv', 'tell', 'terminal'],
  SessionEnd: [],
  Stop: ['block', 'context', 'tell', 'stop', 'terminal'],
  StopFailure: ['terminal'],
  SubagentStart: ['context', 'terminal'],
  SubagentStop: ['block', 'context', 'stop', 'terminal'],
  PreCompact: ['block', 'instructions'],
  PostCompact: ['tell'],
  PreModelSwitch: ['deny', 'ask', 'allow', 'tell', 'terminal'],
  PostModelSwitch: ['context', 'tell', 'terminal'],
  PermissionRequest: ['deny', 'interrupt', 'allow', 'modify', 'remember', 'terminal'],
  PermissionDenied: ['retry', 'terminal'],
  Setup: ['context', 'setEnv', 'terminal'],
  TeammateIdle: ['block', 'terminal'],
  TaskCreated: ['block', 'terminal'],
  TaskCompleted: ['block', 'terminal'],
  Elicitation: ['accept', 'decline', 'cancel', 'terminal'],
  ElicitationResult: ['accept', 'decline', 'cancel', 'terminal'],
  ConfigChange: ['block', 'terminal'],
  WorktreeCreate: ['worktree', 'block'],
  WorktreeRemove: ['terminal'],
  InstructionsLoaded: ['terminal'],
  CwdChanged: ['watch', 'setEnv', 'terminal'],
  FileChanged: ['watch', 'setEnv', 'terminal'],
  DirectoryAdded: ['terminal'],
  MessageDisplay: ['display', 'terminal'],
} as const

/** The name of an event, as it stands in `hook_event_name` and under `hooks` in a settings file. */
export type EventName = keyof typeof EVENTS

/** Events whose block the client takes from the exit status alone; their JSON cannot block. */
export const BLOCKS_BY_EXIT_STATUS: ReadonlySet<string> = new Set(['TeammateIdle', 'WorktreeCreate'])

/** True for a name that the client knows as an event. */
export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(EVENTS, name)
}
