/**
 * What a hook can do on each of the client's events. Source: measured on Claude Code 2.1.329
 * (docs/client-facts.md); an event that is absent here does not exist in that client.
 *
 * Every event also has `tell` and `stop` (the client's universal output fields).
 */
export const EVENTS = {
  PreToolUse: ['deny', 'ask', 'allow', 'defer', 'modify', 'context'],
  PostToolUse: ['block', 'context'],
  PostToolUseFailure: ['block', 'context'],
  PostToolBatch: ['block', 'context'],
  Notification: [],
  UserPromptSubmit: ['block', 'context'],
  UserPromptExpansion: ['block', 'context'],
  SessionStart: ['context'],
  SessionEnd: [],
  Stop: ['block', 'context'],
  StopFailure: [],
  SubagentStart: ['context'],
  SubagentStop: ['block', 'context'],
  PreCompact: ['block'],
  PostCompact: [],
  PreModelSwitch: ['deny', 'ask', 'allow'],
  PostModelSwitch: ['context'],
  PermissionRequest: ['deny', 'allow'],
  PermissionDenied: [],
  Setup: ['context'],
  TeammateIdle: ['block'],
  TaskCreated: ['block'],
  TaskCompleted: ['block'],
  Elicitation: [],
  ElicitationResult: [],
  ConfigChange: ['block'],
  WorktreeCreate: [],
  WorktreeRemove: [],
  InstructionsLoaded: [],
  CwdChanged: [],
  FileChanged: [],
  DirectoryAdded: [],
  MessageDisplay: [],
} as const

/** The name of an event, as it stands in `hook_event_name` and under `hooks` in a settings file. */
export type EventName = keyof typeof EVENTS

/** Events whose block the client takes from exit status 2 alone; their JSON cannot block. */
export const BLOCKS_BY_EXIT_STATUS: ReadonlySet<string> = new Set(['TeammateIdle', 'TaskCompleted'])

/** True for a name that the client knows as an event. */
export function isEventName(name: unknown): name is EventName {
  return typeof name === 'string' && Object.hasOwn(EVENTS, name)
}
