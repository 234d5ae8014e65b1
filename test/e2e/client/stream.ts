import { type Block, type Message, plainText } from './wire.ts'

/** A hook that the client ran; `outcome` is the client's own word (`success`, `error`, `cancelled`, …). */
export interface HookEvent {
  kind: 'hook'
  event: string
  /** Event and what its matcher was tested against, like `PreToolUse:Bash`. */
  name: string
  outcome: string
  exitCode: number | null
  stdout: string
  stderr: string
}

/** What came back of a tool call; `decidedBy` is who let it run or refused it, where the client says so. */
export interface ToolResult {
  kind: 'result'
  id: string
  tool: string
  text: string
  isError: boolean
  decision?: 'accept' | 'reject'
  decidedBy?: string
}

/** How the client summed up its run, or one turn of a conversation. */
export interface FinalResult {
  kind: 'final'
  subtype: string
  /** Why it ended, in the client's word (`completed`, `hook_stopped`, …); empty when no model was asked. */
  reason: string
  isError: boolean
  text: string
  denied: string[]
}

/** What the client answered to a request of the program around it. */
export interface ControlAnswer {
  kind: 'answer'
  id: string
  ok: boolean
  /** The error, or the answer as JSON. */
  text: string
}

/** One thing that happened in a run, in the order in which the client reported it. */
export type Step =
  | { kind: 'said'; text: string }
  | { kind: 'asked'; id: string; tool: string; input: Record<string, unknown> }
  | { kind: 'told' | 'notice'; text: string }
  | { kind: 'title'; text: string }
  | ControlAnswer
  | HookEvent
  | ToolResult
  | FinalResult

/** A line of the client's stream, loosely: only the fields that are read here. */
interface Line {
  type?: string
  subtype?: string
  message?: Message
  tool_result_meta?: { id: string; permission_decision?: { decision: 'accept' | 'reject'; source: string } }[]
  hook_name?: string
  hook_event?: string
  outcome?: string
  exit_code?: number
  stdout?: string
  stderr?: string
  is_error?: boolean
  terminal_reason?: string
  content?: string
  title?: string
  response?: { subtype: string; request_id: string; error?: string; response?: unknown }
  result?: string
  permission_denials?: { tool_name: string }[]
}

/** Reads the client's `stream-json` output into steps; a whole line that is not JSON is an error. */
export function readStream(output: string): Step[] {
  const tools = new Map<string, string>()
  // What follows the last line end is nothing, or the half line of a client that was killed.
  const lines = output.split('\n').slice(0, -1)
  return lines.flatMap((line) => stepsOf(parse(line), tools))
}

function parse(line: string): Line {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw new Error(`the client printed a line that is not JSON: ${line.slice(0, 200)}`, { cause })
  }
}

function stepsOf(line: Line, tools: Map<string, string>): Step[] {
  if (line.type === 'result') return [finalOf(line)]
  if (line.type === 'system') return systemStep(line)
  if (line.type === 'control_response') return controlAnswer(line)
  const content = line.message?.content
  if (typeof content === 'string' && line.type === 'user') return [{ kind: 'told', text: content }]
  if (!Array.isArray(content)) return []
  if (line.type === 'assistant') return content.flatMap((block) => spoken(block, tools))
  if (line.type === 'user') return content.flatMap((block) => returned(block, line, tools))
  return []
}

function systemStep(line: Line): Step[] {
  switch (line.subtype) {
    case 'hook_response':
      return [hookOf(line)]
    case 'informational':
      return [{ kind: 'notice', text: line.content ?? '' }]
    case 'session_title_changed':
      return [{ kind: 'title', text: line.title ?? '' }]
    default:
      return []
  }
}

function controlAnswer({ response }: Line): Step[] {
  if (!response) return []
  const ok = response.subtype === 'success'
  const text = ok ? JSON.stringify(response.response ?? {}) : (response.error ?? '')
  return [{ kind: 'answer', id: response.request_id, ok, text }]
}

function spoken(block: Block, tools: Map<string, string>): Step[] {
  if (block.type === 'text') return [{ kind: 'said', text: block.text ?? '' }]
  if (block.type !== 'tool_use') return []
  const { id = '', name = '', input = {} } = block
  tools.set(id, name)
  return [{ kind: 'asked', id, tool: name, input }]
}

function returned(block: Block, line: Line, tools: Map<string, string>): Step[] {
  if (block.type === 'text') return [{ kind: 'told', text: block.text ?? '' }]
  if (block.type !== 'tool_result') return []
  const id = block.tool_use_id ?? ''
  const decided = line.tool_result_meta?.find((meta) => meta.id === id)?.permission_decision
  return [
    {
      kind: 'result',
      id,
      tool: tools.get(id) ?? '',
      text: plainText(block.content),
      isError: block.is_error === true,
      ...(decided && { decision: decided.decision, decidedBy: decided.source }),
    },
  ]
}

function hookOf(line: Line): HookEvent {
  return {
    kind: 'hook',
    event: line.hook_event ?? '',
    name: line.hook_name ?? '',
    outcome: line.outcome ?? '',
    exitCode: line.exit_code ?? null,
    stdout: line.stdout ?? '',
    stderr: line.stderr ?? '',
  }
}

function finalOf(line: Line): FinalResult {
  return {
    kind: 'final',
    subtype: line.subtype ?? '',
    reason: line.terminal_reason ?? '',
    isError: line.is_error === true,
    text: line.result ?? '',
    denied: (line.permission_denials ?? []).map((denial) => denial.tool_name),
  }
}
