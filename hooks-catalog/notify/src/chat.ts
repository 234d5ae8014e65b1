import type { Note } from '../../_shared/src/notice/note.ts'
import { postFor, webhookUrl } from '../../_shared/src/notice/webhook.ts'
import type { Channel, Options } from './options.ts'
import type { Request } from './post.ts'

type Env = Readonly<Record<string, string | undefined>>

/** The channels that send something over the network. */
export const REMOTE: readonly Channel[] = ['slack', 'discord', 'telegram', 'ntfy', 'webhook']

/** The request for a remote channel. Throws when something that it needs is not set; no message repeats a secret. */
export function requestFor(
  channel: Channel,
  note: Note,
  { options, env }: { options: Options; env: Env },
): Request {
  switch (channel) {
    case 'slack':
      return postFor('slack', webhookUrl({ url: '', urlEnv: options.slackUrlEnv }, env), note)
    case 'discord':
      return postFor('discord', webhookUrl({ url: '', urlEnv: options.discordUrlEnv }, env), note)
    case 'ntfy': {
      const post = postFor('ntfy', webhookUrl({ url: '', urlEnv: options.ntfyUrlEnv }, env), note)
      return { ...post, ...bearer(env[options.ntfyTokenEnv]) }
    }
    case 'telegram':
      return telegram(note, options, env)
    default:
      return webhook(note, options, env)
  }
}

function webhook(note: Note, { webhookUrlEnv, webhookTokenEnv }: Options, env: Env): Request {
  const { event, type, title, body: text, project, session } = note
  const body = JSON.stringify({ source: 'notify', event, type, title, text, project, session })
  return { url: webhookUrl({ url: '', urlEnv: webhookUrlEnv }, env), body, ...bearer(env[webhookTokenEnv]) }
}

/** As plain text: without a parse mode nothing in it is markup. */
function telegram({ title, body }: Note, options: Options, env: Env): Request {
  const token = env[options.telegramTokenEnv]?.trim() ?? ''
  if (token === '')
    throw new Error(`set the environment variable ${options.telegramTokenEnv} to the bot's token`)
  if (!/^\d+:[\w-]{20,}$/.test(token))
    throw new Error(
      `the variable ${options.telegramTokenEnv} does not hold a bot's token (digits, a colon, the secret)`,
    )
  if (options.telegramChat === '') throw new Error('set the option telegramChat to the id of the chat')
  const base = webhookUrl({ url: options.telegramApi, urlEnv: '' }, {})
  const url = new URL(`${base.href.replace(/\/$/, '')}/bot${token}/sendMessage`)
  return { url, body: JSON.stringify({ chat_id: options.telegramChat, text: `${title}\n${body}` }) }
}

/** A token with a line break or the like in it would be no header. */
function bearer(token: string | undefined): Pick<Request, 'headers'> {
  const plain = token?.trim() ?? ''
  if (plain === '') return {}
  if (!/^[\x21-\x7e]+$/.test(plain)) throw new Error('the token has characters that no token has')
  return { headers: { Authorization: `Bearer ${plain}` } }
}
