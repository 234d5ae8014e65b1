/** Names that tools had before; matchers and rules with them are about the tools of today (docs/client-facts.md). */
const OLD_NAMES: Readonly<Record<string, string>> = {
  Task: 'Agent',
  KillShell: 'TaskStop',
  KillBash: 'TaskStop',
  ListPeers: 'ListAgents',
  Brief: 'SendUserMessage',
  ListMcpResources: 'ListMcpResourcesTool',
  ReadMcpResource: 'ReadMcpResourceTool',
  ReadMcpResourceDir: 'ReadMcpResourceDirTool',
  ProposeGoal: 'SetGoal',
}

/** The name of today. */
export function toolOfToday(name: string): string {
  return Object.hasOwn(OLD_NAMES, name) ? (OLD_NAMES[name] ?? name) : name
}

/** The names that a tool had before. */
export function namesBefore(tool: string): readonly string[] {
  return Object.entries(OLD_NAMES).flatMap(([old, today]) => (today === tool ? [old] : []))
}

/** The tool whose rules are for this one as well: Monitor runs a command as Bash does. */
export function parentTool(tool: string): string | undefined {
  return tool === 'Monitor' ? 'Bash' : undefined
}
