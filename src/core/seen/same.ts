type Handler = Readonly<Record<string, unknown>>

/**
 * What the client takes two hooks of an event for the same by: then one of them runs. Matcher, time limit and mode are no
 * part of it; the plugin or skill that a hook comes from is.
 */
export function sameness(handler: Handler, root: string | undefined): string {
  return JSON.stringify([root ?? '', handler['type'], ...identity(handler), handler['if'] ?? ''])
}

function identity(handler: Handler): readonly unknown[] {
  switch (handler['type']) {
    case 'command':
      return [handler['shell'] ?? 'bash', handler['command'], handler['args'] ?? null]
    case 'http':
      return [handler['url']]
    case 'mcp_tool':
      return [handler['server'], handler['tool'], handler['input'] ?? {}]
    default:
      return [handler['prompt']]
  }
}
