// One table: the types of the fields below are made from it, and what comes from outside is checked against it.
// Source: the schemas that Claude Code 2.1.329 sends to the model, and its payloads; a `?` marks what may be absent.
// BashOutput, KillShell, LS and MultiEdit are tools of older clients.
const FIELDS = {
  Agent: {
    description: 'string',
    prompt: 'string',
    subagent_type: 'string?',
    model: 'string?',
    effort: 'string?',
    run_in_background: 'boolean?',
    isolation: 'string?',
  },
  AskUserQuestion: { questions: 'objects', answers: 'object?' },
  Bash: {
    command: 'string',
    description: 'string?',
    timeout: 'number?',
    run_in_background: 'boolean?',
    dangerouslyDisableSandbox: 'boolean?',
  },
  BashOutput: { bash_id: 'string', filter: 'string?' },
  Edit: { file_path: 'string', old_string: 'string', new_string: 'string', replace_all: 'boolean?' },
  EnterWorktree: { name: 'string?', path: 'string?' },
  ExitPlanMode: { plan: 'string?' },
  ExitWorktree: { action: 'string', discard_changes: 'boolean?' },
  Glob: { pattern: 'string', path: 'string?' },
  Grep: {
    pattern: 'string',
    path: 'string?',
    glob: 'string?',
    type: 'string?',
    output_mode: 'string?',
    multiline: 'boolean?',
    head_limit: 'number?',
  },
  KillShell: { shell_id: 'string' },
  LS: { path: 'string', ignore: 'strings?' },
  MultiEdit: { file_path: 'string', edits: 'objects' },
  NotebookEdit: {
    notebook_path: 'string',
    new_source: 'string',
    cell_id: 'string?',
    cell_type: 'string?',
    edit_mode: 'string?',
  },
  Read: {
    file_path: 'string',
    offset: 'number?',
    limit: 'number?',
    pages: 'string?',
    allow_large: 'boolean?',
  },
  Skill: { skill: 'string', args: 'string?' },
  TaskCreate: { subject: 'string', description: 'string?', activeForm: 'string?', metadata: 'object?' },
  TaskStop: { task_id: 'string?', shell_id: 'string?' },
  TaskUpdate: {
    taskId: 'string',
    status: 'string?',
    subject: 'string?',
    description: 'string?',
    activeForm: 'string?',
    owner: 'string?',
  },
  TodoWrite: { todos: 'objects' },
  ToolSearch: { query: 'string', max_results: 'number?' },
  WebFetch: { url: 'string', prompt: 'string', offset: 'number?' },
  WebSearch: { query: 'string', allowed_domains: 'strings?', blocked_domains: 'strings?' },
  Write: { file_path: 'string', content: 'string' },
} as const

type Fields = Readonly<Record<string, unknown>>

interface Kinds {
  string: string
  number: number
  boolean: boolean
  object: Fields
  objects: readonly Fields[]
  strings: readonly string[]
}

type Table = typeof FIELDS
type Optional<Row> = { [F in keyof Row]: Row[F] extends `${string}?` ? F : never }[keyof Row]
type Kind<Mark> = Mark extends `${infer K extends keyof Kinds}?`
  ? Kinds[K]
  : Mark extends keyof Kinds
    ? Kinds[Mark]
    : never

/** A built-in tool whose input is known here. `Task` is the old name of `Agent`. */
export type ToolName = keyof Table | 'Task'

/** The input of a built-in tool. */
export type ToolInput<T extends ToolName> = T extends keyof Table
  ? { readonly [F in Exclude<keyof Table[T], Optional<Table[T]>>]: Kind<Table[T][F]> } & {
      readonly [F in Optional<Table[T]>]?: Kind<Table[T][F]>
    }
  : ToolInput<'Agent'>

/** A tool event, or one of the `tool_calls` of PostToolBatch. */
interface ToolCall {
  readonly tool_name?: unknown
  readonly tool_input?: unknown
}

/**
 * The input of a call of `tool`; `undefined` for a call of another tool, and when a field that the tool needs is
 * missing or of another type. An optional field of another type is left out; fields that are not known stay.
 */
export function toolInput<T extends ToolName>(call: object, tool: T): ToolInput<T> | undefined {
  const { tool_name: name, tool_input: input } = call as ToolCall
  const known = currentName(tool)
  if (!isKnown(known) || typeof name !== 'string' || currentName(name) !== known || !isObject(input))
    return undefined
  const result: Record<string, unknown> = { ...input }
  for (const [field, mark] of Object.entries(FIELDS[known])) {
    if (isA(mark.replace('?', '') as keyof Kinds, input[field])) continue
    if (!mark.endsWith('?')) return undefined
    delete result[field]
  }
  return result as ToolInput<T>
}

function currentName(name: string): string {
  return name === 'Task' ? 'Agent' : name
}

function isKnown(name: string): name is keyof Table {
  return Object.hasOwn(FIELDS, name)
}

function isA(kind: keyof Kinds, value: unknown): boolean {
  switch (kind) {
    case 'object':
      return isObject(value)
    case 'objects':
      return Array.isArray(value) && value.every(isObject)
    case 'strings':
      return Array.isArray(value) && value.every((one) => typeof one === 'string')
    default:
      return typeof value === kind
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
