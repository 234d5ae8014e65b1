import path from 'node:path'
import * as z from 'zod'
import type { EventName } from '../../src/runtime/src/events.ts'

// What Claude Code 2.1.329 takes from a hook, written without a look at the runtime (docs/client-facts.md).

const text = z.string().min(1)
const fields = z.record(z.string(), z.unknown())
const files = z.array(z.string().refine(path.isAbsolute, 'not absolute'))
const context = { additionalContext: text }

const permission = (words: readonly string[]) => ({
  permissionDecision: z.enum(words),
  permissionDecisionReason: text,
})

const request = z.union([
  z.strictObject({
    behavior: z.literal('allow'),
    updatedInput: fields.optional(),
    updatedPermissions: z.array(fields).optional(),
  }),
  z.strictObject({ behavior: z.literal('deny'), message: text, interrupt: z.literal(true).optional() }),
])

const answer = { action: z.enum(['accept', 'decline', 'cancel']), content: fields }

/** The fields of `hookSpecificOutput`, besides its `hookEventName`. */
const OWN: Partial<Record<EventName, z.ZodRawShape>> = {
  PreToolUse: { ...permission(['allow', 'deny', 'ask', 'defer']), updatedInput: fields, ...context },
  PostToolUse: { ...context, updatedToolOutput: z.unknown(), classifierContext: text.max(2000) },
  PostToolUseFailure: context,
  PostToolBatch: context,
  UserPromptSubmit: { ...context, sessionTitle: text, suppressOriginalPrompt: z.literal(true) },
  UserPromptExpansion: { ...context, suppressOriginalPrompt: z.literal(true) },
  SessionStart: {
    ...context,
    initialUserMessage: text,
    sessionTitle: text,
    watchPaths: files,
    reloadSkills: z.literal(true),
  },
  Stop: context,
  SubagentStart: context,
  SubagentStop: context,
  PreModelSwitch: permission(['allow', 'deny', 'ask']),
  PostModelSwitch: context,
  PermissionRequest: { decision: request },
  PermissionDenied: { retry: z.literal(true) },
  Setup: context,
  Elicitation: answer,
  ElicitationResult: answer,
  CwdChanged: { watchPaths: files },
  FileChanged: { watchPaths: files },
  MessageDisplay: { displayContent: z.string() },
}

const BLOCK = { decision: z.literal('block'), reason: text }

const BLOCKED_BY_JSON: readonly EventName[] = [
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'UserPromptSubmit',
  'UserPromptExpansion',
  'Stop',
  'SubagentStop',
  'PreCompact',
  'TaskCreated',
  'TaskCompleted',
  'ConfigChange',
]

const BLOCKED_BY_STATUS: readonly EventName[] = ['TeammateIdle', 'TaskCompleted', 'WorktreeCreate']

/** Where all of stdout is the text, JSON included. */
const TAKEN_AS_TEXT: readonly EventName[] = ['WorktreeCreate', 'PreCompact', 'PostCompact']

const UNIVERSAL = {
  continue: z.literal(false),
  stopReason: text,
  systemMessage: text,
  terminalSequence: text,
}

function documentOf(event: EventName) {
  const own = z.strictObject({ hookEventName: z.literal(event), ...OWN[event] }).partial()
  const optional = z.strictObject({
    ...(TAKEN_AS_TEXT.includes(event) ? {} : UNIVERSAL),
    ...(BLOCKED_BY_JSON.includes(event) ? BLOCK : {}),
    ...(OWN[event] ? { hookSpecificOutput: own.required({ hookEventName: true }) } : {}),
  })
  return optional.partial()
}

/** How a process ended, as far as the client looks. */
interface Said {
  readonly stdout: string
  readonly stderr: string
  readonly status: number | null
}

/** What the client takes from it; throws for anything that it would not take, or take for something else. */
export function accepted(event: EventName, { stdout, stderr, status }: Said): unknown {
  if (status === 2) {
    if (!BLOCKED_BY_STATUS.includes(event)) throw new Error(`${event} is not blocked by its exit status`)
    return {
      blocked: z.strictObject({ stdout: z.literal(''), stderr: text }).parse({ stdout, stderr }).stderr,
    }
  }
  if (status !== 0 || stderr !== '') throw new Error(`it ended with ${status} and said ${stderr}`)
  if (stdout === '') return undefined
  if (TAKEN_AS_TEXT.includes(event) && !stdout.startsWith('{"decision":"block"')) return plain(event, stdout)
  return documentOf(event).parse(JSON.parse(stdout))
}

function plain(event: EventName, stdout: string): string {
  if (stdout.startsWith('{')) throw new Error(`${event} would show this JSON as text: ${stdout}`)
  if (event === 'WorktreeCreate' && (!path.isAbsolute(stdout) || /[\r\n]/.test(stdout)))
    throw new Error(`this is not a path: ${stdout}`)
  return stdout
}
