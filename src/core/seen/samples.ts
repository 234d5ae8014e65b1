import type { EventName } from '../../runtime/src/events.ts'
import type { OwnFields } from '../../runtime/src/payloads.ts'
import { REQUIRED_FIELDS } from '../../runtime/src/testing/required-fields.ts'
import { isToolEvent, matchedOn } from '../client-events.ts'

/** The folders that a sample speaks of. */
export interface SamplePlace {
  readonly cwd: string
  readonly home: string
}

type Fields = Readonly<Record<string, unknown>>

/** An input of each tool that people have hooks for; any other tool gets an empty one. */
function toolInput(tool: string, { cwd }: SamplePlace): Fields {
  const file = `${cwd}/src/example.ts`
  const inputs: Readonly<Record<string, Fields>> = {
    Bash: { command: 'npm test', description: 'Run the tests' },
    Monitor: { command: 'npm test', description: 'Run the tests' },
    Read: { file_path: file },
    Write: { file_path: file, content: 'export const one = 1\n' },
    Edit: { file_path: file, old_string: '1', new_string: '2', replace_all: false },
    NotebookEdit: { notebook_path: `${cwd}/example.ipynb`, new_source: '1 + 1' },
    Glob: { pattern: '**/*.ts' },
    Grep: { pattern: 'TODO', output_mode: 'files_with_matches' },
    WebFetch: { url: 'https://example.com/', prompt: 'What is on this page?' },
    WebSearch: { query: 'example' },
    Agent: { subagent_type: 'general-purpose', description: 'Look around', prompt: 'List the folders' },
    Skill: { skill: 'example' },
    TaskCreate: { subject: 'Mend the example', description: 'It counts twice' },
  }
  return Object.hasOwn(inputs, tool) ? (inputs[tool] ?? {}) : {}
}

/** What an event has in ordinary life, where that is more than the least. */
const MORE: { readonly [E in EventName]?: Partial<OwnFields[E]> } = {
  PostToolUse: {
    duration_ms: 40,
    tool_response: { stdout: 'ok', stderr: '', interrupted: false, isImage: false },
  },
  PostToolUseFailure: { error: 'Exit code 1\nnot ok', is_interrupt: false, duration_ms: 40 },
  PostToolBatch: {
    tool_calls: [
      { tool_name: 'Bash', tool_input: { command: 'npm test' }, tool_use_id: 'toolu_1', tool_response: 'ok' },
    ],
  },
  Notification: { message: 'Claude needs your permission to use Bash' },
  UserPromptSubmit: { prompt: 'Mend the example' },
  UserPromptExpansion: { command_name: 'review', command_args: '', prompt: '/review' },
  Stop: { last_assistant_message: 'It is mended.', background_tasks: [], session_crons: [] },
  StopFailure: { last_assistant_message: 'API Error: 500' },
  SubagentStop: { last_assistant_message: 'Found it.', background_tasks: [], session_crons: [] },
  TaskCreated: { task_subject: 'Mend the example', task_description: 'It counts twice' },
  TaskCompleted: { task_subject: 'Mend the example', task_description: 'It counts twice' },
  Elicitation: {
    mode: 'form',
    requested_schema: { type: 'object', properties: { name: { type: 'string' } } },
  },
  ElicitationResult: { mode: 'form', content: { name: 'example' } },
}

/** Where the model works, the client says how it may. */
const WITH_MODE: readonly EventName[] = ['UserPromptSubmit', 'UserPromptExpansion', 'Stop', 'SubagentStop']

/**
 * A payload of an event as the client would send it here. `name` is what the matcher is tested against: the tool, the
 * source, the reason.
 */
export function samplePayload(event: EventName, name: string | undefined, place: SamplePlace): Fields {
  const session = 'sample-session'
  const common = {
    session_id: session,
    transcript_path: `${place.home}/.claude/projects/sample/${session}.jsonl`,
    cwd: place.cwd,
    ...(isToolEvent(event) || WITH_MODE.includes(event) ? { permission_mode: 'default' } : {}),
    hook_event_name: event,
  }
  const own: Fields = { ...REQUIRED_FIELDS[event], ...MORE[event], ...pathsIn(event, place) }
  const field = matchedOn(event)?.field
  if (!isToolEvent(event))
    return { ...common, ...own, ...(field === undefined || name === undefined ? {} : { [field]: name }) }
  const tool = name ?? 'Bash'
  return { ...common, ...own, tool_name: tool, tool_input: toolInput(tool, place), ...serverOf(tool) }
}

function serverOf(tool: string): Fields {
  const server = /^mcp__(.+?)__/.exec(tool)?.[1]
  return server === undefined ? {} : { mcp_server: { name: server, source: 'project' } }
}

function pathsIn(event: EventName, { cwd }: SamplePlace): Fields {
  const paths: { readonly [E in EventName]?: Fields } = {
    ConfigChange: { file_path: `${cwd}/.claude/settings.json` },
    InstructionsLoaded: { file_path: `${cwd}/CLAUDE.md` },
    CwdChanged: { old_cwd: cwd, new_cwd: `${cwd}/src` },
    FileChanged: { file_path: `${cwd}/.env` },
    DirectoryAdded: { directory: `${cwd}/../other` },
    WorktreeRemove: { worktree_path: `${cwd}/../worktree` },
  }
  return paths[event] ?? {}
}
