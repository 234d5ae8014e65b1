import type { Payload } from './parse-object.ts'

/** Field names that no payload of Claude Code has: VS Code writes camelCase, Cursor has conversations. */
const FOREIGN_FIELDS = ['hookEventName', 'sessionId', 'conversation_id', 'cursor_version']

/**
 * True when the payload comes from another agent that executes Claude Code's settings files. Copilot speaks
 * Claude's field names and is known by its variable; a Claude Code that was started from Copilot's shell
 * inherits that one, but names its own session in another.
 */
export function isForeign(payload: Payload, env: Readonly<Record<string, string | undefined>>): boolean {
  for (const field of FOREIGN_FIELDS) if (field in payload) return true
  if (env['COPILOT_CLI'] === undefined) return false
  const session = env['CLAUDE_CODE_SESSION_ID']
  return session === undefined || session !== payload['session_id']
}

/** The event's name as Claude Code writes it, or `undefined` when the payload has none. */
export function eventOf(payload: Payload, foreign: boolean): string | undefined {
  const name = payload['hook_event_name'] ?? (foreign ? payload['hookEventName'] : undefined)
  if (typeof name !== 'string' || name === '') return undefined
  // Cursor begins its names with a small letter.
  return foreign ? name.charAt(0).toUpperCase() + name.slice(1) : name
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
