import type { Kind } from '../../_shared/src/notice/webhook.ts'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly via: 'desktop' | 'webhook' | 'both'
  readonly url: string
  readonly urlEnv: string
  readonly kind: Kind
  readonly title: string
  readonly onlyTypes: readonly string[]
  readonly message: 'auto' | 'short' | 'off'
  readonly messageLength: number
  readonly sound: boolean
  readonly timeoutSeconds: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  via: 'desktop',
  urlEnv: 'HOOKPACK_NOTIFY_URL',
  url: '',
  kind: 'generic',
  title: 'Claude Code',
  onlyTypes: [
    'permission_prompt',
    'worker_permission_prompt',
    'idle_prompt',
    'elicitation_dialog',
    'elicitation_url_dialog',
    'agent_needs_input',
    'push_notification',
  ],
  message: 'auto',
  messageLength: 120,
  sound: false,
  timeoutSeconds: 8,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
