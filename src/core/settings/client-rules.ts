import { EVENTS } from '../../runtime/src/events.ts'
import { nearest } from '../nearest.ts'

/**
 * One thing the client would not accept in a settings file, and what it drops for it.
 * Source of the rules: measured on Claude Code 2.1.329 (docs/client-facts.md).
 */
export interface Problem {
  /** Dotted path of the value, as the client's own doctor prints it. */
  readonly path: string
  readonly message: string
  readonly drops: 'file' | 'entry'
}

/** Under these events one bad entry makes the client drop the whole file, permissions included. */
const FATAL_EVENTS: ReadonlySet<string> = new Set(['PreToolUse', 'PermissionRequest'])

/** Top-level keys whose wrong type drops the whole file; the ones a person is likely to have. */
const TOP_LEVEL: Readonly<Record<string, string>> = {
  cleanupPeriodDays: 'number',
  disableAllHooks: 'boolean',
  env: 'object',
  hooks: 'object',
  includeCoAuthoredBy: 'boolean',
  model: 'string',
  permissions: 'object',
}

const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  command: ['command'],
  http: ['url'],
  mcp_tool: ['server', 'tool'],
  prompt: ['prompt'],
  agent: ['prompt'],
}

const FIELD_TYPES: Readonly<Record<string, string>> = {
  args: 'array',
  async: 'boolean',
  asyncRewake: 'boolean',
  command: 'string',
  if: 'string',
  model: 'string',
  once: 'boolean',
  onFailure: 'string',
  prompt: 'string',
  shell: 'string',
  statusMessage: 'string',
  timeout: 'number',
  url: 'string',
}

/** What the client would find wrong with a parsed settings file, in file order. */
export function problemsOf(settings: unknown): readonly Problem[] {
  if (settings === undefined) return []
  if (typeOf(settings) !== 'object')
    return [{ path: 'the top level', message: expected('object', settings), drops: 'file' }]
  const top = Object.entries(settings as object).flatMap(([key, value]) => {
    const type = Object.hasOwn(TOP_LEVEL, key) ? TOP_LEVEL[key] : undefined
    return type === undefined || typeOf(value) === type ? [] : [problem(key, expected(type, value), 'file')]
  })
  const hooks: unknown = (settings as { hooks?: unknown }).hooks
  return typeOf(hooks) === 'object'
    ? [...top, ...Object.entries(hooks as object).flatMap(eventProblems)]
    : top
}

function eventProblems([event, groups]: [string, unknown]): readonly Problem[] {
  const path = `hooks.${event}`
  if (!Object.hasOwn(EVENTS, event)) {
    const near = nearest(event, Object.keys(EVENTS))[0]
    return [problem(path, `is not an event of Claude Code${near ? `; did you mean ${near}?` : ''}`, 'entry')]
  }
  const drops = FATAL_EVENTS.has(event) && groups !== null ? 'file' : 'entry'
  if (!Array.isArray(groups)) return [problem(path, expected('array', groups), drops)]
  return groups
    .flatMap((group, index) => groupProblems(group, `${path}.${index}`))
    .map((found) => ({ ...found, drops }))
}

function groupProblems(group: unknown, path: string): readonly Problem[] {
  if (typeOf(group) !== 'object') return [problem(path, expected('object', group))]
  const { matcher, hooks } = group as { matcher?: unknown; hooks?: unknown }
  const bad: Problem[] = []
  if (matcher !== undefined && typeof matcher !== 'string')
    bad.push(problem(`${path}.matcher`, expected('string', matcher)))
  if (!Array.isArray(hooks)) return [...bad, problem(`${path}.hooks`, expected('array', hooks))]
  return [...bad, ...hooks.flatMap((handler, index) => handlerProblems(handler, `${path}.hooks.${index}`))]
}

function handlerProblems(handler: unknown, path: string): readonly Problem[] {
  if (typeOf(handler) !== 'object') return [problem(path, expected('object', handler))]
  const fields = handler as Record<string, unknown>
  const type = fields['type']
  const required = typeof type === 'string' && Object.hasOwn(REQUIRED, type) ? REQUIRED[type] : undefined
  if (!required) {
    return [
      problem(
        `${path}.type`,
        `must be one of ${Object.keys(REQUIRED).join(', ')}; it is ${JSON.stringify(type) ?? 'missing'}`,
      ),
    ]
  }
  return [
    ...required
      .filter((key) => fields[key] === undefined)
      .map((key) => problem(`${path}.${key}`, 'is missing')),
    ...Object.entries(fields).flatMap(([key, value]) => {
      const want = Object.hasOwn(FIELD_TYPES, key) ? FIELD_TYPES[key] : undefined
      return want === undefined || typeOf(value) === want
        ? []
        : [problem(`${path}.${key}`, expected(want, value))]
    }),
    ...(typeof fields['timeout'] === 'number' && fields['timeout'] <= 0
      ? [problem(`${path}.timeout`, 'must be more than 0 seconds')]
      : []),
  ]
}

function problem(path: string, message: string, drops: 'file' | 'entry' = 'entry'): Problem {
  return { path, message, drops }
}

function expected(type: string, value: unknown): string {
  return `must be of type ${type}, and is ${value === undefined ? 'missing' : typeOf(value)}`
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
