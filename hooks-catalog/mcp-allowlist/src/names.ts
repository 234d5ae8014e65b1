/** A tool of an MCP server. */
export interface ToolName {
  readonly server: string
  readonly tool: string
}

const MOST_CHARACTERS = 300

/**
 * What `mcp__<server>__<tool>` may mean. Names may have `__` in them: without a word of the client every division is
 * possible. Empty for what is no such name.
 */
export function readings(full: unknown, server: unknown): readonly ToolName[] {
  if (typeof full !== 'string' || !full.startsWith('mcp__') || full.length > MOST_CHARACTERS) return []
  const rest = full.slice('mcp__'.length)
  if (typeof server === 'string') {
    // The client writes `_` for what may not stand in a name.
    const written = server.replace(/[^\w-]/g, '_')
    if (written !== '' && rest.startsWith(`${written}__`))
      return [{ server: written, tool: rest.slice(written.length + 2) }]
  }
  const found: ToolName[] = []
  for (let at = rest.indexOf('__'); at >= 0; at = rest.indexOf('__', at + 1))
    if (at > 0 && at + 2 < rest.length) found.push({ server: rest.slice(0, at), tool: rest.slice(at + 2) })
  return found
}

/** Whether a pattern means a tool: `server`, `server/tool`, or the whole name; `*` is any part. */
export function means(pattern: string, { server, tool }: ToolName): boolean {
  if (pattern.startsWith('mcp__')) return fits(pattern, `mcp__${server}__${tool}`)
  const slash = pattern.indexOf('/')
  if (slash < 0) return fits(pattern, server)
  return fits(pattern.slice(0, slash), server) && fits(pattern.slice(slash + 1), tool)
}

/** Whether a text fits a pattern with asterisks, without regard to case. */
export function fits(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split(/\*+/)
  const low = text.toLowerCase()
  const [first = '', ...others] = parts
  if (others.length === 0) return low === first
  const last = others.pop() ?? ''
  if (!low.startsWith(first) || low.length < first.length + last.length || !low.endsWith(last)) return false
  let at = first.length
  const end = low.length - last.length
  for (const part of others) {
    const place = low.indexOf(part, at)
    if (place < 0 || place + part.length > end) return false
    at = place + part.length
  }
  return true
}

// Verbs with which names of tools begin that only read, and words that mean the opposite wherever they stand.
const READS =
  /^(?:get|list|search|read|fetch|find|query|describe|show|view|count|lookup|look|resolve|explain|summari[sz]e|status|ping|health|info|help|check|inspect|preview|diff|compare|download|browse|whoami|echo|ask|think|current|convert|calculate|validate|retrieve|snapshot|screenshot)$/
const WRITES =
  /^(?:create|update|delete|remove|write|edit|set|put|post|patch|add|insert|drop|truncate|send|execute|exec|run|eval|apply|merge|push|commit|deploy|publish|upload|move|rename|copy|replace|start|stop|restart|kill|cancel|close|open|approve|reject|assign|invite|grant|revoke|pay|buy|order|transfer|install|uninstall|enable|disable|reset|restore|clear|purge|archive|submit|click|type|fill|press|drag|navigate|save|store|sync|trigger|dispatch|fork|import|register|mutate|modify|change|destroy|terminate|sql|checkout|out)$/

// Tools of widely used servers whose names have no such verb, or one that elsewhere means the opposite.
const READERS =
  /^(?:open_nodes|git_log|directory_tree|browser_console_messages|browser_network_requests|sequentialthinking)$/

/** Whether the name of a tool says that it only reads. A name is a promise, not a proof. */
export function readsByName({ tool }: ToolName): boolean {
  const words = tool
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
  if (READERS.test(tool)) return true
  if (words.some((word) => WRITES.test(word))) return false
  // The verb comes first, or behind the name of the service: `github_list_issues`, `issues-get`.
  return words.some((word) => READS.test(word))
}
