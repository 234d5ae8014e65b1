/** One tool call that the scripted model makes. */
export interface ToolCall {
  tool: string
  input: Record<string, unknown>
}

/** What the scripted model answers when it is asked once: text, one tool call, several in one message, an error. */
export type Turn = string | (ToolCall & { text?: string }) | { tools: ToolCall[]; text?: string } | ErrorTurn

/** An answer of the model's server that is no answer of the model. */
export interface ErrorTurn {
  status: number
  error: string
}

/** A content block as the Messages API has it, loosely: only the fields this harness reads or writes. */
export interface Block {
  type: string
  text?: string
  id?: string
  name?: string
  input?: Record<string, unknown>
  tool_use_id?: string
  is_error?: boolean
  content?: string | Block[]
}

/** A message of a conversation as the Messages API has it. */
export interface Message {
  role: string
  content: string | Block[]
}

/** A whole answer of the model in the shape of the Messages API. */
export interface Answer {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: Block[]
  stop_reason: 'tool_use' | 'end_turn' | null
  stop_sequence: null
  usage: { input_tokens: number; output_tokens: number }
}

/** The tool calls of a turn. */
export function callsOf(turn: Turn): ToolCall[] {
  if (typeof turn === 'string' || 'error' in turn) return []
  return 'tools' in turn ? turn.tools : [turn]
}

/** Makes the content blocks of a turn; `nextId` names each tool call. */
export function blocksOf(turn: Exclude<Turn, ErrorTurn>, nextId: () => string): Block[] {
  if (typeof turn === 'string') return [{ type: 'text', text: turn }]
  const calls = callsOf(turn)
  const said: Block[] = turn.text === undefined ? [] : [{ type: 'text', text: turn.text }]
  return [...said, ...calls.map(({ tool, input }) => ({ type: 'tool_use', id: nextId(), name: tool, input }))]
}

/** Wraps content blocks into a complete answer. */
export function answer(id: string, model: string, content: Block[]): Answer {
  const calls = content.some((block) => block.type === 'tool_use')
  const usage = { input_tokens: 100, output_tokens: 10 }
  const stop_reason = calls ? 'tool_use' : 'end_turn'
  return { id, type: 'message', role: 'assistant', model, content, stop_reason, stop_sequence: null, usage }
}

/** The same answer as the body of an event stream; each block comes in one piece. */
export function eventStream(whole: Answer): string {
  const { stop_reason, stop_sequence, usage } = whole
  const frames: { type: string; [field: string]: unknown }[] = [
    { type: 'message_start', message: { ...whole, content: [], stop_reason: null } },
    ...whole.content.flatMap(blockFrames),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ]
  return frames.map((frame) => `event: ${frame.type}\ndata: ${JSON.stringify(frame)}\n\n`).join('')
}

function blockFrames(block: Block, index: number) {
  const isText = block.type === 'text'
  const delta = isText
    ? { type: 'text_delta', text: block.text }
    : { type: 'input_json_delta', partial_json: JSON.stringify(block.input) }
  const opening = isText ? { type: 'text', text: '' } : { ...block, input: {} }
  return [
    { type: 'content_block_start', index, content_block: opening },
    { type: 'content_block_delta', index, delta },
    { type: 'content_block_stop', index },
  ]
}

/** The plain text of a block's content, tool results included. */
export function plainText(content: string | Block[] | undefined): string {
  if (content === undefined || typeof content === 'string') return content ?? ''
  return content.map((block) => block.text ?? plainText(block.content)).join('\n')
}
