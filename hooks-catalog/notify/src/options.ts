/** A way to be told. */
export type Channel =
  | 'desktop'
  | 'bell'
  | 'osc'
  | 'sound'
  | 'slack'
  | 'discord'
  | 'telegram'
  | 'ntfy'
  | 'webhook'

/** What can be told. */
export type Occasion = 'done' | 'waiting' | 'permission' | 'failed' | 'task'

/** The pack's options in the shape the code uses. The schema in hooks.json has checked them already. */
export interface Options {
  readonly channels: readonly Channel[]
  readonly events: readonly Occasion[]
  readonly onlyTypes: readonly string[]
  readonly minTurnSeconds: number
  readonly dedupeSeconds: number
  readonly quietHours: string
  readonly title: string
  readonly message: 'auto' | 'short' | 'off'
  readonly messageLength: number
  readonly soundFile: string
  readonly slackUrlEnv: string
  readonly discordUrlEnv: string
  readonly telegramTokenEnv: string
  readonly telegramChat: string
  readonly telegramApi: string
  readonly ntfyUrlEnv: string
  readonly ntfyTokenEnv: string
  readonly webhookUrlEnv: string
  readonly webhookTokenEnv: string
  readonly timeoutSeconds: number
}

/** The defaults of the schema in hooks.json; a test keeps the two the same. */
export const DEFAULTS: Options = {
  channels: ['desktop'],
  events: ['done', 'waiting', 'permission', 'failed'],
  onlyTypes: [
    ...['permission_prompt', 'worker_permission_prompt', 'elicitation_dialog', 'elicitation_url_dialog'],
    ...['agent_needs_input', 'push_notification'],
  ],
  minTurnSeconds: 10,
  dedupeSeconds: 15,
  quietHours: '',
  title: 'Claude Code',
  message: 'auto',
  messageLength: 120,
  soundFile: '',
  slackUrlEnv: 'HOOKPACK_SLACK_URL',
  discordUrlEnv: 'HOOKPACK_DISCORD_URL',
  telegramTokenEnv: 'HOOKPACK_TELEGRAM_TOKEN',
  telegramChat: '',
  telegramApi: 'https://api.telegram.org',
  ntfyUrlEnv: 'HOOKPACK_NTFY_URL',
  ntfyTokenEnv: 'HOOKPACK_NTFY_TOKEN',
  webhookUrlEnv: 'HOOKPACK_WEBHOOK_URL',
  webhookTokenEnv: 'HOOKPACK_WEBHOOK_TOKEN',
  timeoutSeconds: 8,
}

/** The options over their defaults. Taken as checked: the runtime has them from a validated table. */
export function readOptions(raw: Readonly<Record<string, unknown>>): Options {
  return { ...DEFAULTS, ...(raw as Partial<Options>) }
}
