import { EVENTS } from '../../runtime/src/events.ts'
import { nearest } from '../nearest.ts'
import { handlerFaults } from './handler-rules.ts'

/**
 * One thing the client would not accept in a settings file, and what it drops for it.
 * Source of the rules: measured on Claude Code 2.1.329 (docs/client-facts.md).
 */
export interface Problem {
  /** Dotted path of the value, as the client's own doctor prints it. */
  readonly path: string
  /** The same path in parts: keys, and places in lists. */
  readonly at: readonly (string | number)[]
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
  includeCoAuthoredBy: 'boolean',
  model: 'string',
  permissions: 'object',
}

type At = readonly (string | number)[]

/** What the client would find wrong with a parsed settings file, in file order. */
export function problemsOf(settings: unknown): readonly Problem[] {
  if (settings === undefined) return []
  if (typeOf(settings) !== 'object') return [problem([], expected('object', settings), 'file')]
  const top = Object.entries(settings as object).flatMap(([key, value]) => {
    const type = Object.hasOwn(TOP_LEVEL, key) ? TOP_LEVEL[key] : undefined
    return type === undefined || typeOf(value) === type ? [] : [problem([key], expected(type, value), 'file')]
  })
  const { hooks } = settings as { hooks?: unknown }
  return hooks === undefined ? top : [...top, ...hooksProblems(hooks)]
}

/**
 * A `hooks` that is no object is ignored, unless there may be a guard in it: then the client rather drops the whole file
 * than run without that guard.
 */
function hooksProblems(hooks: unknown): readonly Problem[] {
  if (typeOf(hooks) !== 'object') {
    const mayGuard = Array.isArray(hooks) && hooks.some((one) => typeof one === 'object' && one !== null)
    return [problem(['hooks'], expected('object', hooks), mayGuard ? 'file' : 'entry')]
  }
  const { hooks: inner } = hooks as { hooks?: unknown }
  const isGroup = Array.isArray(inner) && inner.length > 0
  return [
    ...(isGroup ? [problem(['hooks'], 'must have events as its keys, and is a single group', 'file')] : []),
    ...Object.entries(hooks as object).flatMap(eventProblems),
  ]
}

function eventProblems([event, groups]: [string, unknown]): readonly Problem[] {
  const at = ['hooks', event]
  if (!Object.hasOwn(EVENTS, event)) {
    const near = nearest(event, Object.keys(EVENTS))[0]
    const message = `is not an event of Claude Code${near ? `; did you mean ${near}?` : ''}`
    return [problem(at, message, hidesGuard(event, groups) ? 'file' : 'entry')]
  }
  const drops = FATAL_EVENTS.has(event) && groups !== null ? 'file' : 'entry'
  if (!Array.isArray(groups)) return [problem(at, expected('array', groups), drops)]
  return groups
    .flatMap((group, index) => groupProblems(group, [...at, index]))
    .map((found) => ({ ...found, drops }))
}

function hidesGuard(event: string, groups: unknown): boolean {
  return (
    event === '__proto__' &&
    typeof groups === 'object' &&
    Object.keys(groups ?? {}).some((key) => FATAL_EVENTS.has(key))
  )
}

function groupProblems(group: unknown, at: At): readonly Problem[] {
  if (typeOf(group) !== 'object') return [problem(at, expected('object', group))]
  const { matcher, hooks } = group as { matcher?: unknown; hooks?: unknown }
  const bad: Problem[] = []
  if (matcher !== undefined && typeof matcher !== 'string')
    bad.push(problem([...at, 'matcher'], expected('string', matcher)))
  if (!Array.isArray(hooks)) return [...bad, problem([...at, 'hooks'], expected('array', hooks))]
  return [...bad, ...hooks.flatMap((handler, index) => handlerProblems(handler, [...at, 'hooks', index]))]
}

function handlerProblems(handler: unknown, at: At): readonly Problem[] {
  if (typeOf(handler) !== 'object') return [problem(at, expected('object', handler))]
  return handlerFaults(handler as Record<string, unknown>).map(([field, message]) =>
    problem([...at, field], message),
  )
}

function problem(at: At, message: string, drops: 'file' | 'entry' = 'entry'): Problem {
  return { path: at.length === 0 ? 'the top level' : at.join('.'), at, message, drops }
}

function expected(type: string, value: unknown): string {
  return `must be of type ${type}, and is ${value === undefined ? 'missing' : typeOf(value)}`
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
