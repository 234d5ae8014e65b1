import type { Note } from './note.ts'

/** What a webhook expects in its body. */
export type Kind = 'generic' | 'slack' | 'discord' | 'ntfy'

/** A POST that is ready to be sent. */
export interface Post {
  readonly url: URL
  readonly body: string
}

/**
 * The URL to use: the variable's, else the option's. Throws when there is none, when it is not a URL, and
 * when it would carry the text unencrypted over a network. It is a secret, so no message repeats it.
 */
export function webhookUrl(
  { url, urlEnv }: { readonly url: string; readonly urlEnv: string },
  env: Readonly<Record<string, string | undefined>>,
): URL {
  const fromEnv = env[urlEnv]?.trim()
  const source = fromEnv ? `the variable ${urlEnv}` : 'the option url'
  const given = fromEnv || url.trim()
  if (given === '') throw new Error(`no webhook: set the environment variable ${urlEnv} to its URL`)
  if (!URL.canParse(given)) throw new Error(`no webhook: ${source} is not a URL`)
  const parsed = new URL(given)
  if (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed.hostname)))
    return parsed
  throw new Error(`no webhook: ${source} must begin with https:// (http:// is for this machine only)`)
}

/** The request that tells `note` to a service of `kind` at `url`. */
export function postFor(kind: Kind, url: URL, note: Note): Post {
  switch (kind) {
    case 'generic': {
      const { title, body, event, type, project, session } = note
      return {
        url,
        body: JSON.stringify({ source: 'notify-done', event, type, title, text: body, project, session }),
      }
    }
    case 'slack':
      return { url, body: JSON.stringify({ text: `*${slackText(note.title)}*\n${slackText(note.body)}` }) }
    case 'discord': {
      const content = `**${note.title}**\n${note.body}`
      // Without this a text with @everyone in it calls everyone.
      return { url, body: JSON.stringify({ content, allowed_mentions: { parse: [] } }) }
    }
    case 'ntfy':
      return ntfy(url, note)
  }
}

/** Slack's three control characters; escaped, `<!channel>` is a text and calls nobody. */
function slackText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** ntfy takes JSON at the server's root only, with the topic in it: headers could not carry every title. */
function ntfy(topicUrl: URL, { title, body }: Note): Post {
  const segments = topicUrl.pathname.replace(/\/+$/, '').split('/')
  const topic = decodeURIComponent(segments.pop() ?? '')
  if (topic === '')
    throw new Error('no webhook: for kind=ntfy the URL must end with a topic, as in https://ntfy.sh/my-topic')
  const url = new URL(topicUrl)
  url.pathname = `${segments.join('/')}/`
  return { url, body: JSON.stringify({ topic, title, message: body }) }
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname)
}
