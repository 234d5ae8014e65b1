import { mkdirSync, readdirSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect } from 'vitest'
import { packFolder, put, type Scratch, scratch } from '../scenarios/cli.ts'

/** The pack that these tests publish. */
export const NAME = '@acme/guard'

/** What `npm publish` sends. */
interface Sent {
  readonly 'dist-tags': Record<string, string>
  readonly access: string | null
  readonly versions: Record<string, { readonly dist: { readonly integrity: string } }>
  readonly _attachments: Record<string, { readonly data: string }>
}

type Answer = readonly [status: number, body: object, headers?: Record<string, string>]

/** A registry that has nothing, and answers to what is published as the test wants. */
export interface Taker {
  readonly url: string
  /** What it took. */
  readonly sent: readonly Sent[]
  answers: (request: IncomingMessage) => Answer
}

/** The answer to a version that is taken. */
export const TAKEN: Answer = [201, { ok: true }]

/** Starts such a registry for the tests of a file; each begins with one that takes everything. */
export function taker(): Taker {
  const sent: Sent[] = []
  const registry = { url: '', sent, answers: () => TAKEN }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const isPut = request.method === 'PUT'
      const [status, body, headers] = isPut ? (registry as Taker).answers(request) : ([404, {}] as const)
      if (isPut && status === 201) sent.push(JSON.parse(Buffer.concat(chunks).toString()))
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    })
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    registry.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  })
  beforeEach(() => {
    sent.length = 0
    registry.answers = () => TAKEN
  })
  afterAll(() => {
    server.close()
  })
  return registry
}

/** A secret that no message may show. */
const TOKEN = 'secret-token'

/** A scratch whose user is signed in to these registries, the first of which is npm's; `settings` are further lines. */
export function signedIn(urls: readonly [string, ...string[]], settings = ''): Scratch {
  const at = scratch()
  const tokens = urls.map((url) => `${url.replace('http:', '')}:_authToken=${TOKEN}\n`).join('')
  const quiet = 'fetch-retries=0\nupdate-notifier=false\n'
  put(path.join(at.home, '.npmrc'), `registry=${urls[0]}\n${tokens}${quiet}${settings}`)
  mkdirSync(path.join(at.root, 'tmp'))
  const env = { ...at.env, TMPDIR: path.join(at.root, 'tmp') }
  type Start = Parameters<Scratch['run']>[1]
  const start = (more: Start): Start => ({ ...more, env: { ...env, ...more?.env } })
  return {
    ...at,
    run: (args, more) => at.run(args, start(more)),
    done: (args, more) => at.done(args, start(more)),
  }
}

/** A pack that can be published. */
export function guard(at: Scratch, described: object = {}): string {
  const sound = { license: 'MIT', files: ['dist', 'hooks.json'], keywords: ['hookpack'] }
  return packFolder(at.root, NAME, { described: { ...sound, ...described } })
}

/** Checks that a command fails like this, that no token is told, and that nothing is left behind. */
export async function fails(at: Scratch, args: readonly string[], error: RegExp): Promise<void> {
  const { status, stderr } = await at.run(args)
  expect(stderr).toMatch(error)
  expect(stderr).toMatch(/^hint: ./m)
  expect(stderr).not.toContain(TOKEN)
  expect(status).toBe(1)
  expect(readdirSync(path.join(at.root, 'tmp'))).toEqual([])
}
