import path from 'node:path'
import { redact } from '../../../src/runtime/src/kit/redact.ts'
import type { EventOf } from '../../../src/runtime/src/types.ts'
import { duration } from '../../_shared/src/duration.ts'
import type { Note } from '../../_shared/src/notice/note.ts'
import { oneLine } from '../../_shared/src/one-line.ts'
import type { Heard } from './occasion.ts'

/** What a note says besides its event. */
export interface NoteOptions {
  readonly title: string
  readonly messageLength: number
  /** Whether texts of the session are quoted. */
  readonly quoting: boolean
  readonly projectDir: string
  /** Of the turn; undefined when not known. */
  readonly seconds?: number | undefined
}

/** The note for an event: one line without control characters and secrets. */
export function noteFor(event: Heard, options: NoteOptions): Note {
  const project = oneLine(path.basename(options.projectDir), 80)
  const said = options.quoting ? oneLine(redact(quotedOf(event)), options.messageLength) : ''
  return {
    title: oneLine(options.title, 100),
    body: `${bodyOf(event, project, options.seconds)}${said === '' ? '' : `: ${said}`}`,
    event: event.hook_event_name,
    type: event.hook_event_name === 'Notification' ? oneLine(String(event.notification_type), 60) : '',
    project,
    session: oneLine(String(event.session_id), 100),
  }
}

function bodyOf(event: Heard, project: string, seconds: number | undefined): string {
  switch (event.hook_event_name) {
    case 'Stop':
      return `Finished in ${project}${seconds === undefined ? '' : ` after ${duration(seconds)}`}${tasks(event)}`
    case 'StopFailure':
      return `Stopped by an error in ${project} (${oneLine(String(event.error), 60)})`
    case 'TaskCompleted':
      return `Task completed in ${project}`
    case 'PermissionRequest':
      return `${asked(event.tool_name)} (${project})`
    case 'Notification': {
      const texts = [event.title, event.message].filter((text) => typeof text === 'string' && text !== '')
      return `${oneLine(redact(texts.join(': ')), 300) || 'Waiting for you'} (${project})`
    }
    case 'UserPromptSubmit':
      return project
  }
}

function asked(tool: unknown): string {
  if (tool === 'AskUserQuestion') return 'Claude has a question'
  if (tool === 'ExitPlanMode') return 'Claude has a plan for you to approve'
  return `Claude needs your permission for ${oneLine(String(tool), 60)}`
}

/** What of the session's own texts could be quoted. */
function quotedOf(event: Heard): string {
  if (event.hook_event_name === 'Stop') return textOf(event.last_assistant_message)
  if (event.hook_event_name === 'TaskCompleted') return textOf(event.task_subject)
  if (event.hook_event_name !== 'PermissionRequest') return ''
  const input = (event.tool_input ?? {}) as Readonly<Record<string, unknown>>
  return textOf(input['command'] ?? input['file_path'] ?? input['url'])
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 20_000) : ''
}

function tasks(event: EventOf<'Stop'>): string {
  const count = Array.isArray(event.background_tasks) ? event.background_tasks.length : 0
  return count === 0 ? '' : ` (${count} background ${count === 1 ? 'task' : 'tasks'})`
}
