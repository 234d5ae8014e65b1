import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { EventName } from '../../../src/runtime/src/events.ts'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { duration } from '../../_shared/src/duration.ts'
import { ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import handler from '../src/notify.ts'
import { isQuiet } from '../src/occasion.ts'
import { DEFAULTS } from '../src/options.ts'
import { playersFor } from '../src/sound.ts'
import { sequenceFor, terminalOf } from '../src/terminal.ts'
import { noteFor } from '../src/text.ts'

ownState()
// Put together here, so that no scanner takes this file for a leak.
const BOT = `12345:${'a1B2c3D4e5'.repeat(4)}`
const SECRET = `gh${'p_'}${'a1B2c3D4e5F6g7H8i9J0'.repeat(2).slice(0, 36)}`

interface Seen {
  readonly url: string
  readonly authorization: string | undefined
  readonly body: Record<string, unknown>
}
const seen: Seen[] = []
let status = 200
const server = http.createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const { url = '', headers } = request
    seen.push({ url, authorization: headers.authorization, body: JSON.parse(body) })
    response.writeHead(status, { Location: '/elsewhere' }).end(`no: ${url}`)
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
  seen.length = 0
  status = 200
})

let sessions = 0
const newSession = (): string => `s${sessions++}`

function tell(event: EventName, fields: object, options: object, env: object = {}) {
  const given = payloadOf(event, { session_id: newSession(), ...fields } as never)
  return runCase(handler as never, given as never, {
    options: { ...DEFAULTS, channels: ['webhook'], ...options },
    projectDir: '/p/app',
    env: { HOOKPACK_WEBHOOK_URL: `${base}/T0KEN`, ...env },
  })
}

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('notify')))

describe('remote channels', () => {
  it('get what their services expect, and nothing of the session', async () => {
    const env = {
      HOOKPACK_SLACK_URL: `${base}/slack`,
      HOOKPACK_DISCORD_URL: `${base}/discord`,
      HOOKPACK_NTFY_URL: `${base}/topic`,
      HOOKPACK_NTFY_TOKEN: 'tk_abc',
      HOOKPACK_TELEGRAM_TOKEN: BOT,
      HOOKPACK_WEBHOOK_TOKEN: 'w1',
    }
    const channels = ['slack', 'discord', 'telegram', 'ntfy', 'webhook']
    const options = { channels, telegramApi: base, telegramChat: '-42' }
    const fields = { last_assistant_message: 'SAID', background_tasks: [{}, {}] }
    expect(await tell('Stop', fields, options, env)).toMatchObject({ decision: 'none' })
    const text = 'Finished in app (2 background tasks)'
    const byUrl = Object.fromEntries(seen.map((one) => [one.url, one]))
    expect(byUrl['/slack']?.body).toEqual({ text: `*Claude Code*\n${text}` })
    expect(byUrl['/discord']?.body).toMatchObject({ allowed_mentions: { parse: [] } })
    expect(byUrl[`/bot${BOT}/sendMessage`]?.body).toEqual({ chat_id: '-42', text: `Claude Code\n${text}` })
    expect(byUrl['/']).toMatchObject({
      authorization: 'Bearer tk_abc',
      body: { topic: 'topic', message: text },
    })
    expect(byUrl['/T0KEN']).toMatchObject({
      authorization: 'Bearer w1',
      body: { source: 'notify', event: 'Stop', text },
    })
    expect(JSON.stringify(seen.map(({ body }) => body))).not.toContain('SAID')
  })

  it('get quotes only with message=short, and redacted', async () => {
    await tell('Stop', { last_assistant_message: `use ${SECRET} now` }, { message: 'short' })
    await tell(
      'PermissionRequest',
      { tool_name: 'Bash', tool_input: { command: 'touch "x"\nid' } },
      { message: 'short' },
    )
    expect(seen.map(({ body }) => body['text'])).toEqual([
      'Finished in app: use [redacted] now',
      'Claude needs your permission for Bash (app): touch "x" id',
    ])
  })

  it('that refuse or redirect are failures without the address', async () => {
    status = 403
    const refused = await tell('Stop', {}, {})
    expect(refused).toMatchObject({ decision: 'failed' })
    expect(refused.reason).toMatch(/^webhook: 127\.0\.0\.1:\d+ answered 403: no: …$/)
    status = 302
    expect((await tell('Stop', {}, {})).reason).toContain('redirect (302), which is not followed')
    expect(seen).toHaveLength(2)
    const gone = await tell(
      'Stop',
      {},
      { timeoutSeconds: 1 },
      { HOOKPACK_WEBHOOK_URL: 'http://127.0.0.1:9/T0KEN' },
    )
    expect(gone.reason).toMatch(/^webhook: 127\.0\.0\.1:9 could not be reached/)
    expect(gone.reason).not.toContain('T0KEN')
  })

  it.each(['nonsense', `${BOT}/../x`])('refuse a token that is none: %s', async (token) => {
    const options = { channels: ['telegram'], telegramChat: '1', telegramApi: base }
    const { decision, reason } = await tell('Stop', {}, options, { HOOKPACK_TELEGRAM_TOKEN: token })
    expect([decision, reason]).toEqual(['tell', expect.stringContaining("does not hold a bot's token")])
    expect(reason).not.toContain(token)
    expect(seen).toEqual([])
  })

  it('over plain http elsewhere are refused', async () => {
    const { reason } = await tell('Stop', {}, {}, { HOOKPACK_WEBHOOK_URL: 'http://example.com/T0KEN' })
    expect(reason).toContain('must begin with https://')
  })
})

describe('what is told', () => {
  it('is the same thing once: a request, then its notification', async () => {
    const session_id = newSession()
    await tell('PermissionRequest', { session_id, tool_name: 'Bash' }, {})
    await tell('Notification', { session_id, notification_type: 'permission_prompt', message: 'M' }, {})
    await tell('Stop', { session_id }, {})
    await tell('Stop', {}, {})
    expect(seen.map(({ body }) => body['event'])).toEqual(['PermissionRequest', 'Stop', 'Stop'])
  })

  it('is not a short turn, and a long one with its duration', async () => {
    const [short, long] = [newSession(), newSession()]
    for (const session_id of [short, long])
      await tell('UserPromptSubmit', { session_id, prompt_id: 'p1' }, {})
    await tell('Stop', { session_id: short, prompt_id: 'p1' }, {})
    expect(seen).toEqual([])
    await tell('Stop', { session_id: long, prompt_id: 'p1' }, { minTurnSeconds: 0 })
    await tell('Stop', { session_id: short, prompt_id: 'p2' }, {})
    expect(seen.map(({ body }) => body['text'])).toEqual(['Finished in app after 0 s', 'Finished in app'])
  })

  it.skipIf(process.platform !== 'linux')('says once in a session that there is no desktop', async () => {
    for (const name of [
      'DISPLAY',
      'WAYLAND_DISPLAY',
      'DBUS_SESSION_BUS_ADDRESS',
      'WSL_DISTRO_NAME',
      'WSL_INTEROP',
    ])
      vi.stubEnv(name, undefined)
    const session_id = newSession()
    const options = { channels: ['desktop'], dedupeSeconds: 0, minTurnSeconds: 0 }
    const first = await tell('Stop', { session_id }, options)
    expect(first).toMatchObject({ decision: 'tell', reason: expect.stringContaining('there is no desktop') })
    expect(await tell('Stop', { session_id }, options)).toMatchObject({ decision: 'none' })
    vi.unstubAllEnvs()
  })

  it('names what is missing once in a session', async () => {
    const session_id = newSession()
    const none = { HOOKPACK_WEBHOOK_URL: '' }
    const first = await tell('Notification', { session_id, notification_type: 'permission_prompt' }, {}, none)
    const second = await tell('Stop', { session_id }, {}, none)
    expect([first.decision, second.decision]).toEqual(['failed', 'none'])
  })

  it('is short, in one line, and says how long it took', () => {
    const event = payloadOf('Stop', { last_assistant_message: 'a\u001b[31m\nb'.padEnd(500, 'x') })
    const note = noteFor(event, { ...DEFAULTS, quoting: true, projectDir: '/p/app', seconds: 7260 })
    expect(note.body).toMatch(/^Finished in app after 2 h 1 min: a bx{114,117}…$/)
    expect([duration(40), duration(200), duration(4000)]).toEqual(['40 s', '3 min', '1 h 7 min'])
  })
})

it.each([
  ['22:00-07:30', ['22:00', '23:59', '00:00', '07:29'], ['21:59', '07:30', '12:00']],
  ['12:00-13:00', ['12:00', '12:59'], ['11:59', '13:00', '00:00']],
  ['', [], ['00:00', '12:00']],
])('quiet hours of %s', (hours, quiet, loud) => {
  const at = (time: string): boolean => {
    const [hour = 0, minute = 0] = time.split(':').map(Number)
    return isQuiet(hours, hour * 60 + minute)
  }
  expect(quiet.map(at)).toEqual(quiet.map(() => true))
  expect(loud.map(at)).toEqual(loud.map(() => false))
})

describe('the terminal', () => {
  const note = { title: 'T;1', body: 'a;b', event: 'Stop', type: '', project: 'app', session: 's' }

  it('gets the sequence that it knows', () => {
    expect(sequenceFor('bell', note, {})).toBe('\u0007')
    expect(sequenceFor('osc', note, { TERM_PROGRAM: 'iTerm.app' })).toBe('\u001b]9;T;1: a;b\u001b\\')
    expect(sequenceFor('osc', note, { TERM: 'xterm-kitty' })).toBe('\u001b]99;;T;1: a;b\u001b\\')
    expect(sequenceFor('osc', note, { TERM: 'foot' })).toBe('\u001b]777;notify;T,1;a,b\u001b\\')
    expect(sequenceFor('osc', note, { TMUX: 'x' })).toBe(
      '\u001bPtmux;\u001b\u001b]9;T;1: a;b\u001b\u001b\\\u001b\\',
    )
  })

  it('is that of the client, and nothing that is not a terminal', async () => {
    await expect(terminalOf({})).rejects.toThrow('CLAUDE_PID is not set')
    await expect(terminalOf({ CLAUDE_PID: '1; id' })).rejects.toThrow('CLAUDE_PID is not set')
    await expect(terminalOf({ CLAUDE_PID: '999999999' }, 'linux')).rejects.toThrow('no terminal')
    await expect(terminalOf({ CLAUDE_PID: '1' }, 'win32')).rejects.toThrow('no terminal')
  })
})

it('a sound file is an argument or a variable, never a part of a script', () => {
  const file = '/a "b"; $(id).wav'
  for (const desktop of ['macos', 'linux', 'windows', 'wsl'] as const) {
    for (const { args, env } of playersFor(desktop, file)) {
      expect([...args, ...Object.values(env ?? {})]).toContain(file)
      expect(args.filter((arg) => arg !== file && arg.includes('id'))).toEqual([])
    }
  }
})
