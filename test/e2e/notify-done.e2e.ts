import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { runClient } from './client/run.ts'
import { hooks, makeSite, type Site, writeMessy } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

interface Webhook {
  url: string
  posts: string[]
  answers: boolean
  close(): void
}

let site: Site
let webhook: Webhook
beforeEach(async () => {
  site = makeSite()
  writeMessy(site)
  webhook = await startWebhook()
})
afterEach(() => {
  webhook.close()
  site.remove()
})

/** A webhook on loopback; the file `told` appears in the project as soon as something was posted. */
async function startWebhook(): Promise<Webhook> {
  const webhook: Webhook = { url: '', posts: [], answers: true, close: () => server.close() }
  const server = createServer(async (request, response) => {
    webhook.posts.push(`${request.method} ${await text(request)}`)
    if (webhook.answers) response.end()
    site.write('project/told', '')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  webhook.url = `http://127.0.0.1:${port}/`
  return webhook
}

// `claude -p` ends its background hooks when it exits, and the last Stop comes right before that: its POST
// is cut off, always so far. So a hook of the test's own sends the model on after the first Stop, which makes the run a
// session that lasts, and the model's next command waits until the webhook was told.
const GO_ON = { decision: 'block', reason: 'one more thing' }
const SEND_ON_ONCE = `grep -q '"stop_hook_active":true' || echo '${JSON.stringify(GO_ON)}'`
const LASTING = { hooks: { Stop: [{ hooks: [{ type: 'command', command: SEND_ON_ONCE }] }] } }
const WAIT = 'for i in $(seq 150); do if test -e told; then break; fi; sleep 0.1; done; ls'

async function stopOnceAndWait(env: Record<string, string> = {}): Promise<void> {
  const turns = ['All done.', { tool: 'Bash', input: { command: WAIT } }, 'Really done.']
  const args = ['--settings', JSON.stringify(LASTING)]
  const { unusedTurns } = await runClient({ ...site, env, turns, args })
  expect(unusedTurns).toEqual([])
}

function expectTold(): void {
  const [post = ''] = webhook.posts
  expect(post).toMatch(/^POST /)
  expect(JSON.parse(post.slice('POST '.length))).toMatchObject({
    source: 'notify-done',
    event: 'Stop',
    text: `Finished in ${path.basename(site.project)}`,
  })
  expect(post).not.toContain('All done.') // a webhook is not given the model's words unless asked to
}

test('a webhook named by its URL is told that the turn has finished', async () => {
  await hooks(site, 'add', 'notify-done', '--set', 'via=webhook', '--set', `url=${webhook.url}`)
  await stopOnceAndWait()
  expectTold()
})

test('a webhook named by an environment variable is told as well', async () => {
  await hooks(site, 'add', 'notify-done', '--set', 'via=webhook', '--set', 'urlEnv=MY_WEBHOOK')
  await stopOnceAndWait({ MY_WEBHOOK: webhook.url })
  expectTold()
})

test('the client does not wait for a webhook that never answers', async () => {
  webhook.answers = false
  await hooks(site, 'add', 'notify-done', '--set', 'via=webhook', '--set', `url=${webhook.url}`)
  const { exitCode, final, hookEvents } = await runClient({ ...site, turns: ['All done.'] })
  expect({ exitCode, text: final?.text }).toEqual({ exitCode: 0, text: 'All done.' })
  expect(hookEvents).toContainEqual(expect.objectContaining({ event: 'Stop', outcome: 'cancelled' }))
})

test('a webhook that is gone does not disturb the session', async () => {
  webhook.close()
  await hooks(site, 'add', 'notify-done', '--set', 'via=webhook', '--set', `url=${webhook.url}`)
  const turns = ['All done.', { tool: 'Bash', input: { command: 'sleep 1; ls' } }, 'Really done.']
  const args = ['--settings', JSON.stringify(LASTING)]
  const { exitCode, final, unusedTurns } = await runClient({ ...site, turns, args })
  expect({ exitCode, text: final?.text, unusedTurns }).toEqual({
    exitCode: 0,
    text: 'Really done.',
    unusedTurns: [],
  })
})
