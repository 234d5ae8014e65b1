/**
 * True when the payload comes from another agent that executes Claude Code's settings files: Copilot (its
 * variable; it speaks Claude's field names), VS Code (camelCase names), Cursor (conversation ids).
 */
export function isForeign(payload: Readonly<Record<string, unknown>>, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['COPILOT_CLI'] !== undefined) return true
  if (typeof payload['hook_event_name'] !== 'string') return true
  return ['hookEventName', 'sessionId', 'conversation_id', 'cursor_version'].some((key) => key in payload)
}

/**
 * The client's own test of a matcher against a name: absent, empty and `*` match all; letters, digits,
 * `_ - space , |` make a list of exact names; anything else is an unanchored regular expression, and one
 * that does not compile matches nothing. Needed for agents that ignore matchers.
 */
export function matches(matcher: string | undefined, name: string): boolean {
  if (matcher === undefined || matcher === '' || matcher === '*') return true
  if (/^[\w\- ,|]*$/.test(matcher)) return matcher.split(/[|,]/).some((part) => part.trim() === name)
  try {
    return new RegExp(matcher).test(name)
  } catch {
    // The client treats a broken expression as one that never matches; so do we.
    return false
  }
}
