import { absolutePath, type PathRules } from './paths.ts'

type Fields = Readonly<Record<string, unknown>>

/** As much of an event as is read here; every event has it. */
interface PlacedEvent {
  readonly hook_event_name: string
  readonly cwd: string
}

/** One file that an edit names. */
export interface EditedFile {
  /** Absolute. */
  readonly path: string
  /** Of the first edit of this file. */
  readonly tool: 'Edit' | 'MultiEdit' | 'Write' | 'NotebookEdit'
  /** What has happened; absent when the event does not tell, as before the call. */
  readonly done?: 'created' | 'changed'
}

const TOOLS = {
  Edit: 'file_path',
  MultiEdit: 'file_path',
  Write: 'file_path',
  NotebookEdit: 'notebook_path',
} as const

/**
 * The files that the event's edits name, each once: of PreToolUse those about to be edited, of PostToolUse and
 * PostToolBatch without those whose edit failed or was refused. Empty for all other events and tools.
 */
export function editedFiles(event: PlacedEvent, rules?: PathRules): readonly EditedFile[] {
  const files = new Map<string, EditedFile>()
  for (const call of callsOf(event)) {
    const edit = editOf(call, event.cwd, rules)
    const before = edit && files.get(edit.path)
    if (!edit) continue
    // Created and then changed is created.
    const done = before?.done === 'created' ? 'created' : (edit.done ?? before?.done)
    files.set(edit.path, { ...(before ?? edit), ...(done ? { done } : {}) })
  }
  return [...files.values()]
}

function callsOf(event: PlacedEvent): readonly Fields[] {
  const fields = event as unknown as Fields
  const calls = fields['tool_calls']
  switch (event.hook_event_name) {
    case 'PreToolUse':
    case 'PermissionRequest':
    case 'PostToolUse':
      return [fields]
    case 'PostToolBatch':
      return Array.isArray(calls) ? calls.map(asFields) : []
    default:
      return []
  }
}

function editOf(call: Fields, cwd: string, rules?: PathRules): EditedFile | undefined {
  const tool = call['tool_name']
  if (!isEditTool(tool)) return undefined
  const input = asFields(call['tool_input'])
  const file = input[TOOLS[tool]]
  if (typeof file !== 'string' || file.trim() === '') return undefined
  const path = absolutePath(file, cwd, rules)
  const response = call['tool_response']
  if (response === undefined) return { path, tool }
  const done = typeof response === 'string' ? told(response, input) : seen(asFields(response), tool)
  if (done === 'failed') return undefined
  return done === undefined ? { path, tool } : { path, tool, done }
}

function isEditTool(name: unknown): name is keyof typeof TOOLS {
  return typeof name === 'string' && Object.hasOwn(TOOLS, name)
}

type Done = 'created' | 'changed' | 'failed' | undefined

/** What the text says that the model gets, which is all that PostToolBatch has. */
function told(response: string, input: Fields): Done {
  if (/^<tool_use_error>|^PreToolUse:\w+ hook error|^Claude requested permissions /.test(response))
    return 'failed'
  if (response.startsWith('File created successfully at: ')) return 'created'
  if (/^(?:Updated|Inserted|Deleted) cell /.test(response)) return 'changed'
  // Edit says so even of a file that it has created, which it does when it is to replace nothing.
  if (input['old_string'] === '') return undefined
  return /^The file [\s\S]{1,9999}? has been updated/.test(response) ? 'changed' : undefined
}

/** What the tool's own answer says. */
function seen(response: Fields, tool: EditedFile['tool']): Done {
  if (typeof response['error'] === 'string' && response['error'] !== '') return 'failed'
  if (response['type'] === 'create') return 'created'
  if (response['type'] === 'update' || tool === 'NotebookEdit') return 'changed'
  const before = response['originalFile']
  if (before === null) return 'created'
  // Edit gives an empty text for an empty file and for none at all.
  return typeof before === 'string' && before !== '' ? 'changed' : undefined
}

function asFields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {}
}
