import type { EventOf } from '../../../src/runtime/src/types.ts'
import type { Occasion, Options } from './options.ts'

/** The events that this pack hears of. */
export type Heard = EventOf<
  'Stop' | 'Notification' | 'PermissionRequest' | 'StopFailure' | 'TaskCompleted' | 'UserPromptSubmit'
>

const OCCASIONS: Readonly<Record<string, Occasion>> = {
  Stop: 'done',
  Notification: 'waiting',
  PermissionRequest: 'permission',
  StopFailure: 'failed',
  TaskCompleted: 'task',
}

/** What the event is told as; undefined when the options leave it out. */
export function occasionOf(event: Heard, { events, onlyTypes }: Options): Occasion | undefined {
  const occasion = OCCASIONS[event.hook_event_name]
  if (occasion === undefined || !events.includes(occasion)) return undefined
  if (event.hook_event_name !== 'Notification') return occasion
  return onlyTypes.length === 0 || onlyTypes.includes(event.notification_type) ? occasion : undefined
}

const ABOUT_PERMISSIONS = ['permission_prompt', 'worker_permission_prompt', 'agent_needs_input']

/** Events with the same key are about the same thing: a permission is also announced as a notification. */
export function sameThing(event: Heard, occasion: Occasion): string {
  if (event.hook_event_name === 'Notification') {
    const type = String(event.notification_type)
    return ABOUT_PERMISSIONS.includes(type) ? 'permission' : `waiting ${type}`
  }
  if (event.hook_event_name === 'TaskCompleted') return `task ${String(event.task_id)}`
  return occasion
}

/** True within the quiet hours, which may go over midnight; `minutes` is the local time since midnight. */
export function isQuiet(hours: string, minutes: number): boolean {
  const [from, to] = hours.split('-').map((time) => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return hour * 60 + minute
  })
  if (hours === '' || from === undefined || to === undefined || from === to) return false
  return from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to
}
