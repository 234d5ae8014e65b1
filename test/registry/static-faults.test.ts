import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { HooksError } from '../../src/errors.ts'
import { open, put, scratchFolder, writeRegistry } from './fixture.ts'
import { type Fault, type StaticServer, serve } from './static-server.ts'

/** A server that does something wrong for the file of versions. */
async function faulty(fault: Fault): Promise<{ home: string; server: StaticServer }> {
  const server = await serve(await writeRegistry(scratchFolder(), { hello: ['1.0.0'] }))
  server.fault = (name, response, turn) => name.startsWith('pkg/') && fault(name, response, turn)
  return { home: scratchFolder(), server }
}

/** What is said when the versions are asked for. The address of the registry is cut short. */
async function said({ home, server }: Awaited<ReturnType<typeof faulty>>, options = {}): Promise<HooksError> {
  const error: HooksError = await open(server.url, home, options)
    .packument('hello')
    .then(
      () => expect.unreachable('it must not succeed'),
      (thrown: HooksError) => thrown,
    )
  return Object.assign(error, { message: error.message.replaceAll(server.url, '<url>') })
}

const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Fault =>
  (_name, response) => {
    response.writeHead(status, headers).end(body)
    return true
  }

const FILE = /^`pkg\/2c\/f2\/hello\.ndjson` of the registry `acme` \(<url>\) /

describe('what goes wrong on the way is said with the registry and the file', () => {
  test.each([
    [401, 'registry-auth', 'is refused (401): it needs a header with a token'],
    [403, 'registry-auth', 'is refused (403): it needs a header with a token'],
    [429, 'registry-busy', 'is refused for now (429): too many requests'],
    [400, 'registry-answer', 'is not given out (400)'],
    [500, 'registry-busy', 'is answered with 500, 3 times'],
    [503, 'registry-busy', 'is answered with 503, 3 times'],
    [304, 'registry-answer', 'is said to be unchanged (304), which was not asked'],
  ])('status %i', async (status, code, says) => {
    const error = await said(await faulty(answer(status)))
    expect(error.message).toMatch(FILE)
    expect(error.message).toContain(says)
    expect(error.code).toBe(code)
  })

  test('a header that is not accepted, without the header', async () => {
    const error = await said(await faulty(answer(401)), { headers: { Authorization: 'Bearer s3cret' } })
    expect(error.message).toContain('is refused (401): its headers are not accepted')
    expect(`${error.message} ${error.hint} ${error.stack}`).not.toContain('s3cret')
  })

  test('a variable that is not set, before anybody is asked', async () => {
    const at = await faulty(answer(401))
    const error = await said(at, { headers: { Authorization: `Bearer \${ACME_TOKEN}` } })
    expect(error.message).toBe(
      'the registry `acme` (<url>) needs the variable `ACME_TOKEN`, which is not set',
    )
    expect(at.server.seen).toEqual([])
  })

  test.each([
    ['by its type', answer(200, { 'content-type': 'text/html; charset=utf-8' }, 'Sign in')],
    ['by its text', answer(200, {}, '\n<!DOCTYPE html><title>Sign in</title>')],
  ])('a web page, known %s', async (_, fault) => {
    const error = await said(await faulty(fault))
    expect(error.message).toMatch(/is answered with a web page$/)
    expect(error.code).toBe('registry-answer')
  })

  test('a body that is cut off', async () => {
    const at = await faulty((_name, response) => {
      response.writeHead(200, { 'content-length': '400' })
      response.write('{"v":1')
      setImmediate(() => response.destroy())
      return true
    })
    const error = await said(at)
    expect(error.message).toMatch(/cannot be had: the answer was cut off/)
    expect(error.code).toBe('registry-answer')
  })

  test('something that is not JSON, or not of the format', async () => {
    const text = await said(await faulty(answer(200, {}, 'hello\n')))
    expect(text.message).toMatch(/is not JSON/)
    const format = await said(await faulty(answer(200, {}, '{"v":1,"name":"hello"}\n')))
    expect(format.message).toMatch(/is not valid: vers: /)
    expect([text.code, format.code]).toEqual(['registry-invalid', 'registry-invalid'])
  })

  test('more bytes than such a file may have, whether announced or not', async () => {
    const announced = await said(await faulty(answer(200, { 'content-length': String(9 * 1024 * 1024) })))
    expect(announced.message).toMatch(/is larger than 8 MiB$/)
    const streamed = await faulty((_name, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
      return true
    })
    expect((await said(streamed)).message).toMatch(/is larger than 8 MiB$/)
  })

  test('nobody there, and no such host', async () => {
    const { home, server } = await faulty(() => false)
    await server.close()
    const refused = await said({ home, server })
    expect(refused.message).toContain('nobody answers there (ECONNREFUSED)')
    expect(refused.code).toBe('registry-unreachable')
    await expect(open('https://registry.invalid/', home).packument('hello')).rejects.toThrow(
      /its host is not found/,
    )
  })

  test('an answer that does not end', async () => {
    const at = await faulty((_name, response) => response.writeHead(200).write('{') || true)
    const patience = { tries: 1, wait: 1, longest: 1, timeout: 200 }
    expect((await said(at, { patience })).message).toMatch(/cannot be had: it did not come in time$/)
  })

  test('an encoding that was not asked for', async () => {
    const error = await said(await faulty(answer(200, { 'content-encoding': 'br' }, 'x')))
    expect(error.message).toMatch(/has the encoding `br`, which was not asked for$/)
  })

  test('more unpacked than packed', async () => {
    const { gzipSync } = await import('node:zlib')
    const body = gzipSync(Buffer.alloc(9 * 1024 * 1024, ' '))
    const at = await faulty((_name, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(body)
      return true
    })
    expect((await said(at)).message).toMatch(/is larger than 8 MiB$/)
  })
})

describe('a server that has a bad moment', () => {
  test.each([
    ['fails', answer(503)],
    ['wants us to wait', answer(429, { 'retry-after': '1' })],
    ['names a time to come back', answer(503, { 'retry-after': new Date(Date.now() + 500).toUTCString() })],
    [
      'ends the connection',
      (_name: string, response: Parameters<Fault>[1]) => {
        response.destroy()
        return true
      },
    ],
  ] satisfies [string, Fault][])('and %s is asked again', async (_, fault) => {
    const at = await faulty((name, response, turn) => turn === 1 && fault(name, response, turn))
    expect(await open(at.server.url, at.home).packument('hello')).toBeDefined()
    expect(at.server.seen.filter(({ path: name }) => name.startsWith('pkg/')).length).toBeGreaterThan(0)
  })

  test('and wants us to come back much later is not waited for', async () => {
    const error = await said(await faulty(answer(429, { 'retry-after': '3600' })))
    expect(error.hint).toMatch(/^try again in 3600 s/)
  })

  test('compresses what is text is read all the same', async () => {
    const { gzipSync } = await import('node:zlib')
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const server = await serve(folder)
    server.fault = (name, response) => {
      if (/gz$/.test(name)) response.setHeader('content-encoding', 'gzip')
      if (!/json$/.test(name)) return false
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(gzipSync(readFileSync(path.join(folder, name))))
      return true
    }
    const registry = open(server.url, scratchFolder())
    expect((await registry.fetch('hello', '1.0.0')).bytes.length).toBeGreaterThan(0)
    expect(await registry.search()).toHaveLength(1)
  })
})

describe('a server that sends us on', () => {
  test('to another host is not followed, and the other host is told nothing', async () => {
    let asked = 0
    const other = createServer((_request, response) => {
      asked += 1
      response.end('{}')
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const there = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
    const error = await said(await faulty(answer(302, { location: `${there}/x` })), {
      headers: { Authorization: 'Bearer s3cret' },
    })
    expect(error.message).toContain(`is sent on to \`${there}\`, which is not followed`)
    expect(error.code).toBe('registry-answer')
    expect(asked).toBe(0)
  })

  test('to a place of its own is followed; what is not of the registry gets no headers', async () => {
    const folder = scratchFolder()
    await writeRegistry(path.join(folder, 'packs'), { hello: ['1.0.0'] })
    await writeRegistry(path.join(folder, 'elsewhere'), { hello: ['1.0.0'] })
    const server = await serve(folder)
    server.fault = (name, response) => {
      if (!name.startsWith('packs/pkg/')) return false
      response.writeHead(307, { location: `/${name.replace('packs', 'elsewhere')}` }).end()
      return true
    }
    const headers = { Authorization: 'Bearer s3cret' }
    const registry = open(`${server.url}packs/`, scratchFolder(), { headers })
    expect(await registry.packument('hello')).toBeDefined()
    expect(
      server.seen.map(({ path: name, headers: got }) => [name.split('/')[0], got.authorization]),
    ).toEqual([
      ['packs', 'Bearer s3cret'],
      ['packs', 'Bearer s3cret'],
      ['elsewhere', undefined],
    ])
  })

  test('for ever is not followed for ever', async () => {
    const at = await faulty((name, response) => {
      response.writeHead(301, { location: `/${name}?again` }).end()
      return true
    })
    expect((await said(at)).message).toMatch(/is sent on and on$/)
  })
})

describe('what is not there', () => {
  test.each([404, 410, 451])('with status %i is no pack', async (status) => {
    const { home, server } = await faulty(answer(status))
    expect(await open(server.url, home).packument('hello')).toBeUndefined()
  })

  test('and is named by the registry itself is an error', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const server = await serve(folder)
    server.fault = (name, response, turn) => name.startsWith('tarballs/') && answer(404)(name, response, turn)
    await expect(open(server.url, scratchFolder()).fetch('hello', '1.0.0')).rejects.toThrow(
      /^`tarballs\/[0-9a-f]{64}\.tgz` of the registry `acme` .* is missing$/,
    )
  })

  test('and wrong bytes are not kept for the next time', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const server = await serve(folder)
    const home = scratchFolder()
    server.fault = (name, response, turn) =>
      name.startsWith('tarballs/') && turn === 1 && answer(200, {}, 'other bytes')(name, response, turn)
    await expect(open(server.url, home).fetch('hello', '1.0.0')).rejects.toMatchObject({
      code: 'integrity-mismatch',
    })
    expect((await open(server.url, home).fetch('hello', '1.0.0')).bytes.length).toBeGreaterThan(100)
  })
})

test('a proxy is used as npm is told to use it', async () => {
  const server = await serve(await writeRegistry(scratchFolder(), { hello: ['1.0.0'] }))
  const through: string[] = []
  const proxy = createServer((request, response) => {
    through.push(request.url ?? '')
    const target = new URL(request.url ?? '')
    response.writeHead(307, { location: `${server.url}${target.pathname.slice(1)}` }).end()
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void proxy.close())
  const home = scratchFolder()
  put(path.join(home, '.npmrc'), `proxy=http://127.0.0.1:${(proxy.address() as AddressInfo).port}/\n`)
  await open('http://localhost:9/', home)
    .packument('hello')
    .catch(() => undefined)
  expect(through).toEqual(['http://localhost:9/registry.json'])
})

test('what docs/sources.md says of each fault is what is said', async () => {
  const docs = readFileSync(path.resolve(import.meta.dirname, '../../docs/sources.md'), 'utf8')
  const rows = [
    ...docs
      .slice(docs.indexOf('What can go wrong with one'))
      .matchAll(/^\| .* \| (?:`` ?(.*?) ?``|`([^`]*)`) +\| `([\w-]+)` +\|$/gm),
  ]
  const documented = rows.map(([, quoted, plain, code]) => `${code} ${quoted ?? plain}`)
  const home = scratchFolder()
  const cases: [Fault, object?][] = [
    [answer(401)],
    [answer(403), { headers: { Authorization: 'x' } }],
    [answer(429)],
    [answer(503)],
    [answer(400)],
    [answer(200, { 'content-type': 'text/html' })],
    [answer(302, { location: 'https://other.example/' })],
    [(name, response) => answer(302, { location: `/${name}` })(name, response, 1)],
    [answer(200, { 'content-encoding': 'br' }, 'x')],
    [answer(200, { 'content-length': '9000000' })],
    [() => false, { mode: 'offline' }],
  ]
  for (const [fault, options] of cases) {
    const error = await said(await faulty(fault), options)
    const words = error.message.replace(/^`.*?` of the registry `acme` \(<url>\) /, '')
    expect(documented).toContain(`${error.code} ${words}`)
  }
  const nobody = await open('https://registry.invalid/', home)
    .packument('hello')
    .catch((error: HooksError) => error)
  expect(documented.join('\n')).toContain(
    (nobody as HooksError).message.replace(/^.*?\(.*?\) /, '').replace(/\(\w+\)$/, ''),
  )
})
