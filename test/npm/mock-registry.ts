import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { writeArchive } from '../../src/core/archive/write.ts'
import { integrityOf } from '../../src/core/integrity.ts'
import { CERTIFICATE, KEY } from './certificate.ts'

/** What a healthy registry would answer. */
interface Good {
  readonly packument: Record<string, unknown>
  readonly tarball: Uint8Array
}

/** An answer to one request. */
export type Answering = (response: ServerResponse, good: Good, request: IncomingMessage) => void

/** What a registry does: as npm does, unless told otherwise. */
export interface Behaviour {
  readonly packument?: Answering
  readonly tarball?: Answering
  /** Its keys; 404 unless told otherwise, as of a registry that signs nothing. */
  readonly keys?: Answering
  /** What it has about builds; 404 unless told otherwise. */
  readonly attestations?: Answering
  /** Changes what it says of `1.1.0`. */
  readonly newest?: (described: Described) => unknown
  /** Changes what it says of `1.0.0`. */
  readonly oldest?: (described: Described) => unknown
  readonly secure?: boolean
  /** Below which its packages are, such as `/npm/`. */
  readonly below?: string
}

/** What it says of a version. */
export interface Described {
  readonly name: string
  readonly version: string
  readonly dist: { readonly tarball: string; readonly integrity: string }
}

/** A registry on this machine, for one test. */
export interface MockRegistry {
  /** Ends with `/`. */
  readonly url: string
  readonly host: string
  /** Every request, in order. */
  readonly seen: readonly { readonly path: string; readonly headers: IncomingMessage['headers'] }[]
  readonly connections: () => number
  /** The bytes of a version. */
  readonly bytesOf: (version: string) => Uint8Array
  /** From now on. */
  readonly become: (behaviour: Behaviour) => void
}

/** Starts a registry that has every name but `absent`, in the versions 1.0.0 and 1.1.0. */
export async function mockRegistry(first: Behaviour = {}): Promise<MockRegistry> {
  let behaviour = first
  let connections = 0
  const seen: MockRegistry['seen'][number][] = []
  const below = first.below ?? '/'
  // Other bytes in each registry: what one test has downloaded must not help the next.
  const mark = randomUUID()
  const archives = new Map<string, Uint8Array>()
  const bytesOf = (name: string, version: string): Uint8Array => {
    const key = `${name}@${version}`
    const bytes = archives.get(key) ?? archiveOf(name, version, mark)
    archives.set(key, bytes)
    return bytes
  }
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const asked = decodeURIComponent(request.url ?? '')
    seen.push({ path: asked, headers: request.headers })
    const [, special] = /^-\/npm\/v1\/(keys|attestations)\b/.exec(asked.slice(below.length)) ?? []
    const [, name = '', version] =
      /^\/(.+?)(?:\/-\/(\d[^/]*)\.tgz)?$/.exec(`/${asked.slice(below.length)}`) ?? []
    const packument = packumentOf(name, { base: registry.url, bytesOf, ...behaviour })
    const good = { packument, tarball: bytesOf(name, version ?? '1.1.0') }
    const lists = name === 'absent' ? status(404) : (behaviour.packument ?? json(packument))
    const own = special && (behaviour[special as 'keys' | 'attestations'] ?? status(404))
    const answers = own || (version === undefined ? lists : (behaviour.tarball ?? sends))
    answers(response, good, request)
  }
  const server = first.secure
    ? createSecureServer({ key: KEY, cert: CERTIFICATE }, answer)
    : createServer(answer)
  server.on('connection', () => connections++)
  const registry = {
    url: await listening(server, first),
    host: '',
    seen,
    connections: () => connections,
    bytesOf: (version: string) => bytesOf('@acme/hello', version),
    become: (next: Behaviour) => {
      behaviour = next
    },
  }
  registry.host = new URL(registry.url).host
  return registry
}

async function listening(server: Server, { secure, below = '/' }: Behaviour): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http${secure ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}${below}`
}

function archiveOf(name: string, version: string, mark: string): Uint8Array {
  const file = (path: string, value: unknown) => ({
    path,
    bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
    executable: false,
  })
  const hooks = [{ id: 'hello', event: 'Stop', handler: { module: 'hello.cjs' } }]
  return writeArchive([
    file('package.json', { name, version, description: `says hello ${mark}` }),
    file('hooks.json', { hooks }),
    file('hello.cjs', 'module.exports = () => undefined\n'),
  ])
}

interface Listing {
  readonly base: string
  readonly bytesOf: (name: string, version: string) => Uint8Array
  readonly newest?: Behaviour['newest']
  readonly oldest?: Behaviour['oldest']
}

function packumentOf(name: string, { base, bytesOf, newest, oldest }: Listing): Record<string, unknown> {
  const described = (version: string): Described => ({
    name,
    version,
    dist: { tarball: `${base}${name}/-/${version}.tgz`, integrity: integrityOf(bytesOf(name, version)) },
  })
  const last = newest?.(described('1.1.0')) ?? described('1.1.0')
  const first = oldest?.(described('1.0.0')) ?? described('1.0.0')
  // Long enough ago for no version to have to wait, as the short form says it.
  const modified = '2020-01-01T00:00:00.000Z'
  return { name, modified, 'dist-tags': { latest: '1.1.0' }, versions: { '1.0.0': first, '1.1.0': last } }
}

const sends: Answering = (response, { tarball }) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': tarball.length })
  response.end(tarball)
}

/** Answers with a value as JSON, and an ETag. */
export function json(value: unknown, headers: Readonly<Record<string, string>> = {}): Answering {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/json', etag: '"1"', ...headers })
    response.end(JSON.stringify(value))
  }
}

/** Answers with a status and nothing else worth reading. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}, body = '{}'): Answering {
  return (response) => {
    response.writeHead(code, headers)
    response.end(body)
  }
}

/** Answers with the page that a hotel's network shows. */
export const loginPage: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
  response.end('<!DOCTYPE html>\n<title>Sign in</title>\n<form></form>\n')
}

/** Promises so many bytes more than it sends, and ends the connection. */
export const cutsOff: Answering = (response, { tarball }) => {
  response.writeHead(200, { 'content-length': tarball.length })
  response.write(tarball.subarray(0, 10), () => response.socket?.destroy())
}

/** Sends the beginning in chunks, and ends the connection before the last. */
export const cutsOffChunks: Answering = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"name":', () => response.socket?.destroy())
}

/** Says nothing at all. */
export const silent: Answering = () => undefined
