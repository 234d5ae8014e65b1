/** Which version of Claude Code brought a field of handlers. Source: its public changelog; docs/client-facts.md. */
export const NEWER_FIELDS: Readonly<Record<string, string>> = {
  args: '2.1.139',
  continueOnBlock: '2.1.139',
  if: '2.1.85',
  onFailure: '2.1.241',
}

/** The same of types. */
export const NEWER_TYPES: Readonly<Record<string, string>> = {
  http: '2.1.63',
  mcp_tool: '2.1.118',
  prompt: '2.0.30',
}

/** The same of events. */
export const NEWER_EVENTS: Readonly<Record<string, string>> = {
  SubagentStart: '2.0.43',
  PermissionRequest: '2.0.45',
  Setup: '2.1.10',
  TeammateIdle: '2.1.33',
  TaskCompleted: '2.1.33',
  ConfigChange: '2.1.49',
  WorktreeCreate: '2.1.50',
  WorktreeRemove: '2.1.50',
  InstructionsLoaded: '2.1.69',
  PostCompact: '2.1.76',
  Elicitation: '2.1.76',
  ElicitationResult: '2.1.76',
  StopFailure: '2.1.78',
  CwdChanged: '2.1.83',
  FileChanged: '2.1.83',
  TaskCreated: '2.1.84',
  PermissionDenied: '2.1.89',
  MessageDisplay: '2.1.152',
  DirectoryAdded: '2.1.219',
  PreModelSwitch: '2.1.241',
  PostModelSwitch: '2.1.241',
}

/** True when a version comes before another; only numbers count. */
export function isOlder(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split('.').map((part) => Number.parseInt(part, 10) || 0))
  for (const at of [0, 1, 2]) {
    const difference = (a?.[at] ?? 0) - (b?.[at] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
