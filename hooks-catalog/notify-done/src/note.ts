import { basename } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { EventOf, HookEvent } from '../../../src/runtime/src/types.ts'
import type { Note } from '../../_shared/src/notice/note.ts'
import type { Options } from './options.ts'

/** The events that are told. */
export type Told = EventOf<'Stop' | 'Notification'>

/** The longest text taken from a notification; the client's own are below 100 characters. */
const NOTICE_LENGTH = 300

/** True when this event is to be told at all: a finished turn is, a notification if its type is asked for. */
export function isTold(event: HookEvent, onlyTypes: readonly string[]): event is Told {
  if (event.hook_event_name === 'Stop') return true
  if (event.hook_event_name !== 'Notification') return false
  return onlyTypes.length === 0 || onlyTypes.includes(event.notification_type)
}

/** The note for an event. `withMessage` adds the beginning of Claude's last message to a finished turn. */
export function noteFor(
  event: Told,
  projectDir: string,
  {
    title,
    messageLength,
    withMessage,
  }: Pick<Options, 'title' | 'messageLength'> & { readonly withMessage: boolean },
): Note {
  const project = oneLine(basename(projectDir), 80)
  const message = withMessage ? oneLine(lastMessage(event), messageLength) : ''
  return {
    title: oneLine(title, 100),
    body: event.hook_event_name === 'Stop' ? finished(event, project, message) : waiting(event, project),
    event: event.hook_event_name,
    type: event.hook_event_name === 'Notification' ? event.notification_type : '',
    project,
    session: event.session_id,
  }
}

/** `value` as one line of at most `length` characters, cut between characters and not within one. */
export function oneLine(value: string, length: number): string {
  const characters = [
    ...stripVTControlCharacters(value)
      .replace(/[\s\u0000-\u001f\u007f-\u009f]+/g, ' ')
      .trim(),
  ]
  return characters.length > length
    ? `${characters
        .slice(0, length - 1)
        .join('')
        .trimEnd()}…`
    : characters.join('')
}

function finished(event: EventOf<'Stop'>, project: string, message: string): string {
  const tasks = event.background_tasks?.length ?? 0
  const still = tasks === 0 ? '' : ` (${tasks} background ${tasks === 1 ? 'task' : 'tasks'})`
  return `Finished in ${project}${still}${message === '' ? '' : `: ${message}`}`
}

function waiting(event: EventOf<'Notification'>, project: string): string {
  const notice = [event.title, event.message].filter(Boolean).join(': ')
  return `${oneLine(notice, NOTICE_LENGTH) || 'Waiting for you'} (${project})`
}

function lastMessage(event: Told): string {
  return event.hook_event_name === 'Stop' ? (event.last_assistant_message ?? '') : ''
}
