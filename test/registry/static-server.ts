import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** A request as the server saw it. */
interface Seen {
  readonly path: string
  readonly status: number
  readonly headers: IncomingMessage['headers']
}

/** Answers in the place of the file; false to leave it to the server. */
export type Fault = (path: string, response: ServerResponse, turn: number) => boolean

/** A server of static files, as any host of them is: ETags, no code. It counts what it is asked and what it sends. */
export interface StaticServer {
  readonly url: string
  readonly seen: Seen[]
  /** Bytes of bodies that were sent. */
  bytes: number
  /** What goes wrong, for every request. */
  fault: Fault | undefined
  /** `etag`, `last-modified`, or nothing to ask again with. */
  validator: 'etag' | 'last-modified' | 'none'
  readonly close: () => Promise<void>
}

/** Serves a folder on loopback until the test ends, over https with a certificate and its key. */
export async function serve(
  folder: string,
  tls?: { readonly key: string; readonly cert: string },
): Promise<StaticServer> {
  const turns = new Map<string, number>()
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://127.0.0.1').pathname).slice(1)
    const turn = (turns.get(name) ?? 0) + 1
    turns.set(name, turn)
    response.on('finish', () =>
      served.seen.push({ path: name, status: response.statusCode, headers: request.headers }),
    )
    if (served.fault?.(name, response, turn) === true) return
    answer(path.join(folder, name), { request, response, served })
  }
  const server = tls ? createSecureServer(tls, listener) : createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const served: StaticServer = {
    url: `http${tls ? 's' : ''}://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    seen: [],
    bytes: 0,
    fault: undefined,
    validator: 'etag',
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  onTestFinished(served.close)
  return served
}

function answer(
  file: string,
  { request, response, served }: { request: IncomingMessage; response: ServerResponse; served: StaticServer },
): void {
  if (!existsSync(file) || !statSync(file).isFile()) {
    response.writeHead(404).end()
    return
  }
  const bytes = readFileSync(file)
  const etag = `"${createHash('sha1').update(bytes).digest('hex')}"`
  const changed = statSync(file).mtime.toUTCString()
  if (served.validator === 'etag') response.setHeader('etag', etag)
  if (served.validator === 'last-modified') response.setHeader('last-modified', changed)
  const same =
    served.validator === 'etag'
      ? request.headers['if-none-match'] === etag
      : request.headers['if-modified-since'] === changed
  if (same && served.validator !== 'none') {
    response.writeHead(304).end()
    return
  }
  served.bytes += bytes.length
  response.setHeader('content-length', bytes.length)
  response.end(bytes)
}
