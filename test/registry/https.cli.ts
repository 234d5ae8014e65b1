import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packagePath } from '../../src/io/registry-static.ts'
import { CERTIFICATE, KEY } from '../npm/certificate.ts'
import { put, readJson, refused, type Scratch, scratch } from '../scenarios/cli.ts'
import { scratchFolder, writeRegistry } from './fixture.ts'
import { addTo, signedRegistry } from './signed-fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

const TLS = { key: KEY, cert: CERTIFICATE }

/** A user whose npm trusts the certificate, as that of a company. */
function trusting(at: Scratch): void {
  put(path.join(at.home, 'ca.pem'), CERTIFICATE)
  put(path.join(at.home, '.npmrc'), `cafile=${path.join(at.home, 'ca.pem')}\n`)
}

async function configured(folder: string): Promise<{ at: Scratch; server: StaticServer }> {
  const [at, server] = [scratch(), await serve(folder, TLS)]
  put(path.join(at.folder, 'hookpack.json'), { registries: { acme: server.url } })
  return { at, server }
}

describe('a static registry over https, with a certificate that npm is told to trust', () => {
  test('is added, installed from, searched, and gives newer versions', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] }, { info: { ttl: 0 } })
    const [at, server] = [scratch(), await serve(folder, TLS)]
    trusting(at)
    expect(server.url).toMatch(/^https:/)
    await at.done(['registry', 'add', 'acme', server.url, '--yes'])
    await at.done(['add', 'hello', '--yes'])
    expect(lockOf(at)['hello']).toMatchObject({
      version: '1.0.0',
      source: `registry+${server.url}`,
      resolved: expect.stringMatching(/^https:.*\.tgz$/),
    })
    await addTo(folder, { hello: ['1.1.0'] })
    expect((await at.run(['outdated'])).stdout).toContain('1.1.0')
    await at.done(['update', '--yes'])
    expect(lockOf(at)['hello']?.version).toBe('1.1.0')
    expect((await at.done(['search', 'hello', '--registry', 'acme'])).stdout).toMatch(/^hello +1\.1\.0/m)
    expect(server.seen.every(({ status }) => status === 200 || status === 304)).toBe(true)
  })

  test('may be signed as well', async () => {
    const { folder } = await signedRegistry({ hello: ['1.0.0'] }, { now: Date.now() })
    const { at } = await configured(folder)
    trusting(at)
    const { stderr } = await at.done(['add', 'hello', '--yes'])
    expect(stderr).toContain('is signed; its root is trusted from now on')
    expect(lockOf(at)['hello']).toMatchObject({ evidence: { kind: 'signed', root: { version: 1 } } })
  })
})

describe('a static registry over https is refused', () => {
  test('when nobody trusts its certificate', async () => {
    const { at } = await configured(await writeRegistry(scratchFolder(), { hello: ['1.0.0'] }))
    await refused(at, ['add', 'hello', '--yes'], {
      code: 'registry-unreachable',
      says: [
        /`registry\.json` of the registry `acme` .* its server cannot prove who it is \(.*SELF_SIGNED_CERT\)/,
      ],
      hint: /`cafile` in your user \.npmrc/,
    })
  })

  test('when only the project says that its certificate is to be trusted', async () => {
    const { at } = await configured(await writeRegistry(scratchFolder(), { hello: ['1.0.0'] }))
    put(path.join(at.project, 'ca.pem'), CERTIFICATE)
    put(path.join(at.project, '.npmrc'), 'cafile=ca.pem\nstrict-ssl=false\n')
    const { stderr } = await at.run(['add', 'hello', '--yes'])
    expect(stderr).toContain('error[registry-unreachable]')
  })

  test('when it sends on to plain http', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const { at, server } = await configured(folder)
    trusting(at)
    const plain = await serve(folder)
    server.fault = (name, response) => {
      response.writeHead(302, { location: `${plain.url}${name}` }).end()
      return true
    }
    const { stderr } = await at.run(['add', 'hello', '--yes'])
    expect(stderr).toContain('error[registry-answer]')
    expect(plain.seen).toEqual([])
  })

  test('when a file was changed on the server', async () => {
    const folder = await writeRegistry(scratchFolder(), { hello: ['1.0.0'] })
    const { at } = await configured(folder)
    trusting(at)
    const { sha256 } = JSON.parse(readFileSync(path.join(folder, packagePath('hello')), 'utf8'))
    put(path.join(folder, `tarballs/${sha256}.tgz`), 'other')
    await refused(at, ['add', 'hello', '--yes'], {
      code: 'integrity-mismatch',
      says: ['of the registry `acme`'],
      hint: /nothing was installed/,
    })
  })
})

interface Locked {
  readonly version: string
  readonly evidence?: object
}
const lockOf = ({ folder }: Scratch): Record<string, Locked> =>
  readJson<{ packs: Record<string, Locked> }>(path.join(folder, 'lock.json')).packs
