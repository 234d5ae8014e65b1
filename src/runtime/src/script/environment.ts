import type { Payload } from '../document.ts'
import type { EventName } from '../events.ts'

/** What the variables of a script are made from. */
export interface Told {
  readonly event: EventName
  readonly payload: Payload
  readonly env: Readonly<Record<string, string | undefined>>
  readonly options: Readonly<Record<string, unknown>>
  readonly projectDir: string
  readonly packDir: string
}

/** Bytes that the variables may have, each with its name, and all of the environment together. */
export interface Room {
  readonly each: number
  readonly together: number
}

/** Linux takes 128 KiB for one variable, macOS 1 MiB for all and the arguments. */
export const ROOM: Room = { each: 100_000, together: 512_000 }

/** For systems that are set up to take less, where a start with the usual room fails. */
export const LITTLE_ROOM: Room = { each: 4_000, together: 64_000 }

/** On Windows one variable ends at 32,767 characters. */
const EACH_ON_WINDOWS = 32_000

const FIELD_PREFIX = 'CLAUDE_TOOL_INPUT_'

/**
 * The environment of a script: the given one and the variables that tell about the event. What is not in the event
 * is not set, also when it was inherited; what cannot be a variable, or has no room, is only on stdin.
 */
export function environmentOf(
  told: Told,
  room: Room = ROOM,
  platform = process.platform,
): Record<string, string> {
  const each = platform === 'win32' ? Math.min(room.each, EACH_ON_WINDOWS) : room.each
  const environment: Record<string, string> = {}
  let left = room.together
  const add = (name: string, value: string): void => {
    environment[name] = value
    left -= bytesOf(name, value)
  }
  for (const [name, value] of Object.entries(told.env)) {
    if (value !== undefined && !isOurs(name, platform)) add(name, value)
  }
  // The short ones first: they are worth the most when room is short.
  const own = [...variablesOf(told)].sort(([, one], [, other]) => one.length - other.length)
  for (const [name, value] of own) {
    const bytes = bytesOf(name, value)
    if (!value.includes('\0') && bytes <= each && bytes <= left) add(name, value)
  }
  return environment
}

/** A `=`, the ending NUL, and the pointer that the system keeps for each. */
function bytesOf(name: string, value: string): number {
  return Buffer.byteLength(name) + Buffer.byteLength(value) + 10
}

const OURS = new Set([
  'HOOK_EVENT',
  'HOOK_TOOL_NAME',
  'HOOK_TOOL_INPUT',
  'HOOK_FILE_PATH',
  'HOOK_COMMAND',
  'HOOK_OPTIONS',
  'HOOK_PROJECT_DIR',
  'HOOK_PACK_DIR',
  'CLAUDE_TOOL_NAME',
  'CLAUDE_TOOL_INPUT',
  'CLAUDE_FILE_PATHS',
])

function isOurs(name: string, platform: string): boolean {
  const same = platform === 'win32' ? name.toUpperCase() : name
  return OURS.has(same) || same.startsWith(FIELD_PREFIX)
}

function variablesOf({ event, payload, options, projectDir, packDir }: Told): Map<string, string> {
  const input = recordOf(payload['tool_input'])
  const paths = pathsOf(payload)
  const known: readonly (readonly [string, unknown])[] = [
    ['HOOK_EVENT', event],
    ['HOOK_PACK_DIR', packDir],
    ['HOOK_PROJECT_DIR', projectDir || undefined],
    ['HOOK_OPTIONS', JSON.stringify(options)],
    ['HOOK_TOOL_NAME', payload['tool_name']],
    ['HOOK_FILE_PATH', paths.length === 1 ? paths[0] : undefined],
    ['HOOK_COMMAND', input?.['command']],
    ['HOOK_TOOL_INPUT', input && JSON.stringify(input)],
    ['CLAUDE_TOOL_NAME', payload['tool_name']],
    ['CLAUDE_TOOL_INPUT', input && JSON.stringify(input)],
    // Published scripts loop over it unquoted: a line break divides as well as a space, and paths may hold spaces.
    ['CLAUDE_FILE_PATHS', paths.length > 0 ? paths.join('\n') : undefined],
  ]
  const variables = new Map<string, string>()
  for (const [name, value] of known) if (typeof value === 'string') variables.set(name, value)
  addFields(variables, input ?? {})
  return variables
}

/** Each scalar of the tool input. Of two fields with one name, the one in small letters is the tool's own. */
function addFields(variables: Map<string, string>, input: Readonly<Record<string, unknown>>): void {
  for (const [field, value] of Object.entries(input)) {
    if (!/^\w+$/.test(field) || !['string', 'number', 'boolean'].includes(typeof value)) continue
    const name = FIELD_PREFIX + field.toUpperCase()
    if (!variables.has(name) || field === field.toLowerCase()) variables.set(name, String(value))
  }
}

/** The files that the event is about. */
function pathsOf(payload: Payload): readonly string[] {
  const calls = Array.isArray(payload['tool_calls']) ? payload['tool_calls'].map(recordOf) : []
  const inputs = [payload, ...calls].map((call) => recordOf(call?.['tool_input']))
  const paths = [payload, ...inputs].flatMap((one) => [one?.['file_path'], one?.['notebook_path']])
  return [...new Set(paths.filter((path): path is string => typeof path === 'string' && path !== ''))]
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
