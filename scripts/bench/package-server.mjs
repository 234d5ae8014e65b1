// Registries on loopback, in a process of their own so that they do not take part in what is measured.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { tarParts } from './tar.mjs'

/**
 * Starts a server: `files` serves a folder with ETags, `npm` a registry of `count` packages.
 *
 * @returns {Promise<{ url: string, reset: () => Promise<void>, traffic: () => Promise<{ requests: number, bytes: number }>, stop: () => Promise<void> }>}
 */
export async function startServer(what) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), JSON.stringify(what)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ended = new Promise((resolve) => child.once('close', resolve))
  const answer = () => new Promise((resolve) => child.once('message', resolve))
  const asked = (question) => {
    const answered = answer()
    child.send(question)
    return answered
  }
  const { url } = await answer()
  return {
    url,
    reset: () => asked('reset'),
    traffic: () => asked('traffic'),
    stop: async () => {
      child.disconnect()
      await ended
    },
  }
}

function serve({ kind, folder, count }) {
  const seen = { requests: 0, bytes: 0 }
  const packages = kind === 'npm' ? npmPackages(count) : undefined
  const server = createServer((request, response) => {
    seen.requests++
    const name = decodeURIComponent(new URL(request.url, 'http://localhost').pathname).slice(1)
    const bytes = packages ? packages(name, server.address().port) : fileBytes(folder, name)
    if (!bytes) return response.writeHead(404).end('{}')
    const etag = `"${createHash('sha256').update(bytes).digest('hex').slice(0, 32)}"`
    const headers = { etag, 'cache-control': 'public, max-age=300' }
    if (request.headers['if-none-match'] === etag) return response.writeHead(304, headers).end()
    seen.bytes += bytes.length
    return response.writeHead(200, { ...headers, 'content-length': bytes.length }).end(bytes)
  })
  process.on('message', (question) => {
    if (question === 'reset') Object.assign(seen, { requests: 0, bytes: 0 })
    process.send(seen)
  })
  process.on('disconnect', () => process.exit())
  server.listen(0, '127.0.0.1', () => process.send({ url: `http://127.0.0.1:${server.address().port}/` }))
}

function fileBytes(folder, name) {
  try {
    return readFileSync(path.join(folder, name))
  } catch {
    // Not there: the caller answers 404.
    return undefined
  }
}

/** `bench-pack-0` and so on, in two versions each. */
function npmPackages(count) {
  const names = Array.from({ length: count }, (_, at) => `bench-pack-${at}`)
  const tarballs = new Map(
    names.flatMap((name) =>
      ['1.0.0', '1.1.0'].map((version) => [`${name}/-/${name}-${version}.tgz`, tarball(name, version)]),
    ),
  )
  const packument = (name, port) => ({
    name,
    'dist-tags': { latest: '1.1.0' },
    versions: Object.fromEntries(
      ['1.0.0', '1.1.0'].map((version) => {
        const file = `${name}/-/${name}-${version}.tgz`
        const integrity = `sha512-${createHash('sha512').update(tarballs.get(file)).digest('base64')}`
        return [version, { name, version, dist: { tarball: `http://127.0.0.1:${port}/${file}`, integrity } }]
      }),
    ),
  })
  const search = Buffer.from(
    JSON.stringify({
      objects: names.map((name) => ({ package: { name, version: '1.1.0', description: 'x' } })),
      total: count,
    }),
  )
  return (name, port) => {
    if (name === '-/v1/search') return search
    return (
      tarballs.get(name) ??
      (names.includes(name) ? Buffer.from(JSON.stringify(packument(name, port))) : undefined)
    )
  }
}

function tarball(name, version) {
  const hooks = [{ id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'one.cjs' } }]
  const files = [
    ['hooks.json', JSON.stringify({ hooks, permissions: { network: [] } })],
    [
      'one.cjs',
      `module.exports = () => undefined // ${name} ${version}\n${'// a line of an ordinary handler\n'.repeat(200)}`,
    ],
    ['package.json', JSON.stringify({ name, version, description: 'x', license: 'MIT' })],
  ]
  return gzipSync(
    Buffer.concat([
      ...files.flatMap(([file, text]) => tarParts(file, Buffer.from(text))),
      Buffer.alloc(1024),
    ]),
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) serve(JSON.parse(process.argv[2]))
