import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { postFor, webhookUrl } from '../../_shared/src/notice/webhook.ts'
import { NASTY, notify } from './scratch.ts'

describe('the URL', () => {
  const from = (url: string, env = {}) => webhookUrl({ url, urlEnv: 'HOOK' }, env).href

  it('is the one of the variable, else the one of the option', () => {
    expect(from('https://a.example/x', { HOOK: ' https://b.example/y\n' })).toBe('https://b.example/y')
    expect(from('https://a.example/x', { HOOK: '' })).toBe('https://a.example/x')
  })

  it.each([
    'http://localhost:1/',
    'http://127.0.0.1:1/',
    'http://127.1.2.3/',
    'http://[::1]:1/',
    'https://a.example/',
  ])('may be %s', (url) => expect(from(url)).toBe(url))

  it.each([
    'http://a.example/',
    'http://127.0.0.1.a.example/',
    'http://10.0.0.1/',
    'ftp://localhost/',
    'file:///etc/passwd',
  ])('may not be %s', (url) => expect(() => from(url)).toThrow('the option url must begin with https://'))

  it('that is missing or broken is an error that says where to put it and does not repeat it', () => {
    expect(() => from('')).toThrow('no webhook: set the environment variable HOOK to its URL')
    expect(() => from('', { HOOK: 'T0KEN' })).toThrow(/^no webhook: the variable HOOK is not a URL$/)
  })
})

describe('the body', () => {
  const bodyOf = (kind: Parameters<typeof postFor>[0], url = 'https://a.example/x') => {
    const post = postFor(kind, new URL(url), NASTY)
    return { url: post.url.href, json: JSON.parse(post.body) }
  }

  it('for Slack has its three control characters escaped', () => {
    const { text } = bodyOf('slack').json
    expect(text).toContain('&amp; &lt;b&gt;')
    expect(text.startsWith('*-e $(id) "q"*\n')).toBe(true)
  })

  it('for Discord calls nobody', () => {
    expect(bodyOf('discord').json).toEqual({
      content: `**${NASTY.title}**\n${NASTY.body}`,
      allowed_mentions: { parse: [] },
    })
  })

  it.each([
    ['https://ntfy.sh/my-topic', 'https://ntfy.sh/', 'my-topic'],
    ['https://me:pw@host.example/base/t%31/?auth=x', 'https://me:pw@host.example/base/?auth=x', 't1'],
  ])('for ntfy at %s goes to the root with the topic in it', (url, root, topic) => {
    expect(bodyOf('ntfy', url)).toEqual({
      url: root,
      json: { topic, title: NASTY.title, message: NASTY.body },
    })
  })

  it('for ntfy needs a topic', () => {
    expect(() => bodyOf('ntfy', 'https://ntfy.sh/')).toThrow('must end with a topic')
  })
})

describe('a webhook on this machine', () => {
  const seen: { method?: string; url?: string; type?: string; body: string }[] = []
  let answer: (response: http.ServerResponse) => void = (response) => response.end('ok')
  const server = http.createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      seen.push({ method, url, type: headers['content-type'] ?? '', body })
      answer(response)
    })
  })
  let base = ''

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    seen.length = 0
    answer = (response) => response.end('ok')
  })

  it('gets one POST with JSON, without the last message unless it is asked for', async () => {
    vi.stubEnv('MY_URL', `${base}/hook/T0KEN`)
    await notify({}, { via: 'webhook', urlEnv: 'MY_URL' })
    await notify({}, { via: 'webhook', urlEnv: 'MY_URL', message: 'short' })
    expect(seen[0]).toMatchObject({
      method: 'POST',
      url: '/hook/T0KEN',
      type: 'application/json; charset=utf-8',
    })
    expect(seen.map(({ body }) => JSON.parse(body).text)).toEqual([
      'Finished in app',
      'Finished in app: All tests pass.',
    ])
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      source: 'notify-done',
      event: 'Stop',
      type: '',
      title: 'Claude Code',
      text: 'Finished in app',
      project: 'app',
      session: 's1',
    })
  })

  it('gets a notification with its type, in UTF-8', async () => {
    const asked = {
      hook_event_name: 'Notification',
      notification_type: 'idle_prompt',
      message: 'Wartet — 😀',
    }
    await notify(asked, { via: 'webhook', url: base, title: 'Grüße' })
    expect(JSON.parse(seen[0]?.body ?? '')).toMatchObject({
      type: 'idle_prompt',
      title: 'Grüße',
      text: 'Wartet — 😀 (app)',
    })
  })

  it('gets nothing for a type that is filtered', async () => {
    await notify(
      { hook_event_name: 'Notification', notification_type: 'auth_success' },
      { via: 'webhook', url: base },
    )
    expect(seen).toEqual([])
  })

  it('that refuses is an error with its status and the start of its answer, without the URL', async () => {
    answer = (response) => response.writeHead(404).end(`no_service\n${'x'.repeat(5000)}`)
    const sent = notify({}, { via: 'webhook', url: `${base}/hook/T0KEN` })
    await expect(sent).rejects.toThrow(/^the webhook at 127\.0\.0\.1:\d+ answered 404: no_service x{189}$/)
  })

  it('that redirects is not followed', async () => {
    answer = (response) => response.writeHead(302, { Location: `${base}/elsewhere` }).end()
    await expect(notify({}, { via: 'webhook', url: base })).rejects.toThrow(
      'a redirect (302), which is not followed',
    )
    expect(seen).toHaveLength(1)
  })

  it('that does not answer is given up after timeoutSeconds', async () => {
    answer = () => undefined
    await expect(notify({}, { via: 'webhook', url: base, timeoutSeconds: 0.2 })).rejects.toThrow(
      'did not answer within 0.2 s',
    )
  })

  it('that stops in the middle of a refusal is given up too', async () => {
    answer = (response) => response.writeHead(500).write('half')
    await expect(notify({}, { via: 'webhook', url: base, timeoutSeconds: 0.2 })).rejects.toThrow(
      'did not answer within 0.2 s',
    )
  })

  it('that is not there is an error', async () => {
    const sent = notify({}, { via: 'webhook', url: 'http://127.0.0.1:9/T0KEN' })
    await expect(sent).rejects.toThrow(/^the webhook at 127\.0\.0\.1:9 could not be reached: .*ECONNREFUSED/)
  })

  it('is reached though the desktop is not, and that is all', async () => {
    for (const name of [
      'DISPLAY',
      'WAYLAND_DISPLAY',
      'DBUS_SESSION_BUS_ADDRESS',
      'WSL_DISTRO_NAME',
      'WSL_INTEROP',
    ]) {
      vi.stubEnv(name, undefined)
    }
    vi.stubEnv('SSH_CONNECTION', '10.0.0.1 1 10.0.0.2 22')
    expect(await notify({}, { via: 'both', url: base })).toBeUndefined()
    expect(seen).toHaveLength(1)
  })
})
