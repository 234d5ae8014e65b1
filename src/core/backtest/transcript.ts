import type { PastCall, PastEvent } from './past-call.ts'

type Fields = Readonly<Record<string, unknown>>

/** Which events are wanted, and who is told of what a line holds beside them. */
export interface Wanted {
  readonly event: (event: PastEvent, tool: string) => boolean
  /** Lines that a forked session has of the one before it are read once. */
  readonly isNew: (line: string) => boolean
}

/** Reads the lines of one transcript, in their order. */
export interface TranscriptReader {
  readonly line: (text: string) => void
  /** Everything that was wanted, in the order in which it happened. */
  readonly calls: () => readonly PastCall[]
  /** Calls that were wanted, and are longer than anything that is replayed. */
  readonly tooLong: () => readonly Pick<PastCall, 'time' | 'project'>[]
}

/** A call whose result has not been read yet. */
interface Open {
  readonly before: PastCall | undefined
  readonly own: Fields
  readonly common: Common
}

interface Common {
  readonly time: string
  readonly project: string
  readonly fields: Fields
}

/** A payload may be so long; the client has no limit, but nobody learns more from a longer one. */
const MOST_PAYLOAD = 4 * 1024 * 1024

/** Lines of transcripts that tell of calls and prompts; the others are many and long, and are not parsed. */
const WORTH_PARSING = /"type":"(?:assistant|user)"/

/** What is known of a transcript while it is read. */
interface Reading {
  readonly file: string
  readonly wanted: Wanted
  readonly calls: Set<PastCall>
  readonly tooLong: Pick<PastCall, 'time' | 'project'>[]
  readonly open: Map<string, Open>
  /** The folder that the session was started in. */
  project: string | undefined
  mode: unknown
  /** That of the last prompt: the model's lines do not repeat it. */
  prompt: unknown
}

/** A reader of one transcript. What it does not understand it passes over: the format is the client's own. */
export function newTranscriptReader(file: string, wanted: Wanted): TranscriptReader {
  const reading: Reading = {
    ...{ file, wanted, calls: new Set(), tooLong: [], open: new Map() },
    ...{ project: undefined, mode: undefined, prompt: undefined },
  }
  return {
    line: (raw) => readLine(reading, raw),
    calls: () => [...reading.calls],
    tooLong: () => reading.tooLong,
  }
}

function readLine(reading: Reading, raw: string): void {
  const line = WORTH_PARSING.test(raw) ? parsed(raw) : undefined
  if (!line || (line['type'] !== 'assistant' && line['type'] !== 'user')) return
  if (typeof line['uuid'] === 'string' && !reading.wanted.isNew(line['uuid'])) return
  reading.project ??= text(line['cwd'])
  if (typeof line['permissionMode'] === 'string') reading.mode = line['permissionMode']
  if (typeof line['promptId'] === 'string') reading.prompt = line['promptId']
  const common = {
    time: text(line['timestamp']),
    project: reading.project,
    fields: commonFields(line, reading),
  }
  const content = object(line['message'])?.['content']
  const blocks = objects(content)
  const asks = line['type'] === 'assistant' ? blocks.filter(({ type }) => type === 'tool_use') : []
  for (const block of asks) asked(reading, block, common)
  if (line['type'] === 'assistant') return
  const results = blocks.filter(({ type }) => type === 'tool_result')
  for (const result of results) ended(reading, result, line)
  const prompt = results.length > 0 ? undefined : promptOf(line, textIn(content))
  if (prompt !== undefined) keep(reading, 'UserPromptSubmit', { common, own: { prompt } })
}

/** The model has asked for a call. */
function asked(reading: Reading, { id, name, input }: Fields, common: Common): void {
  if (typeof id !== 'string' || typeof name !== 'string' || !object(input)) return
  const own = { tool_name: name, tool_input: input, tool_use_id: id }
  reading.open.set(id, { before: keep(reading, 'PreToolUse', { common, own }), own, common })
}

/** A call has ended: it was made, has failed, or was not allowed. */
function ended(reading: Reading, result: Fields, line: Fields): void {
  const id = text(result['tool_use_id'])
  const call = reading.open.get(id)
  if (!call) return
  reading.open.delete(id)
  const content = textIn(result['content'])
  const decision = object(line['permissionDecision'])?.['decision']
  // The client refuses calls that a tool's own schema does not allow before any hook hears of them.
  if (decision === undefined && content.startsWith('<tool_use_error>')) {
    if (call.before) reading.calls.delete(call.before)
    return
  }
  if (decision === 'reject' || line['toolDenialKind'] !== undefined) return
  const common = { ...call.common, time: text(line['timestamp']) }
  const response = line['toolUseResult']
  if (result['is_error'] === true)
    keep(reading, 'PostToolUseFailure', { common, own: { ...call.own, error: content, is_interrupt: false } })
  // Transcripts of subagents have only the text that the model was given.
  else if (response !== undefined)
    keep(reading, 'PostToolUse', { common, own: { ...call.own, tool_response: response } })
}

function keep(
  { wanted, calls, tooLong }: Reading,
  event: PastEvent,
  { common: { time, project, fields }, own }: { readonly common: Common; readonly own: Fields },
): PastCall | undefined {
  const tool = text(own['tool_name'])
  if (!wanted.event(event, tool)) return undefined
  const payload = jsonOf({ ...fields, hook_event_name: event, ...own })
  if (payload === undefined) {
    tooLong.push({ time, project })
    return undefined
  }
  const call = { event, tool, time, project, session: text(fields['session_id']), payload }
  calls.add(call)
  return call
}

/** The fields that the client gives with every event, as far as transcripts have them. */
function commonFields(
  line: Fields,
  { file, mode, prompt }: Pick<Reading, 'file' | 'mode' | 'prompt'>,
): Fields {
  const { cwd, sessionId, agentId, attributionAgent, effort } = line
  return {
    session_id: text(sessionId),
    transcript_path: file,
    cwd: text(cwd),
    ...(prompt === undefined ? {} : { prompt_id: prompt }),
    ...(mode === undefined ? {} : { permission_mode: mode }),
    ...(typeof agentId === 'string' ? { agent_id: agentId } : {}),
    ...(typeof agentId === 'string' && typeof attributionAgent === 'string'
      ? { agent_type: attributionAgent }
      : {}),
    ...(typeof effort === 'string' ? { effort: { level: effort } } : {}),
  }
}

/** What the user has typed, if a line holds that: commands as they were typed, nothing that the client has added. */
function promptOf(line: Fields, content: string): string | undefined {
  const added = ['isMeta', 'isSidechain', 'isCompactSummary', 'isVisibleInTranscriptOnly']
  if (content === '' || added.some((name) => line[name] === true)) return undefined
  if (/^(?:<local-command|<bash-|\[Request interrupted)/.test(content)) return undefined
  const command = /<command-name>([^<]{1,200})<\/command-name>/.exec(content)?.[1]
  if (command === undefined) return content
  const args = /<command-args>([\s\S]*?)<\/command-args>/.exec(content)?.[1] ?? ''
  return args === '' ? command : `${command} ${args}`
}

/** The text of a message's content: a string, or the texts of its blocks. */
function textIn(content: unknown): string {
  if (typeof content === 'string') return content
  return objects(content)
    .flatMap((block) => (block['type'] === 'text' ? text(block['text']) : []))
    .join('\n')
}

function objects(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(object).filter((one) => one !== undefined) : []
}

function parsed(raw: string): Fields | undefined {
  try {
    return object(JSON.parse(raw))
  } catch {
    // Cut off while the client wrote it, or not ours to read.
    return undefined
  }
}

function jsonOf(value: unknown): string | undefined {
  try {
    const json = JSON.stringify(value)
    return json.length > MOST_PAYLOAD ? undefined : json
  } catch {
    // Nested deeper than anything that the client gives to a hook.
    return undefined
  }
}

function object(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
