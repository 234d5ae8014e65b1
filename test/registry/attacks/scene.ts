import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { expect } from 'vitest'
import { sha256 } from '../../../src/core/integrity.ts'
import type { Role, Signed, SignedPart } from '../../../src/core/signing/metadata.ts'
import { type ErrorCode, HooksError } from '../../../src/errors.ts'
import type { StaticPackRegistry, StaticRegistryOptions } from '../../../src/io/registry-static.ts'
import { readKeys } from '../../../src/io/signing/keys.ts'
import { metadataBytes, signerWith } from '../../../src/io/signing/signing.ts'
import { CERTIFICATE, KEY } from '../../npm/certificate.ts'
import { FULL, tally } from '../../tally.ts'
import { put, scratchFolder } from '../fixture.ts'
import { days, opened, type SignedFixture, signedRegistry } from '../signed-fixture.ts'
import { type StaticServer, serve } from '../static-server.ts'

/** Ways to a registry. Whoever attacks it can do the same on all of them. */
type Way = 'http' | 'https' | 'a folder'

/** What an attacker has: every state that was ever public, the place that clients ask, and perhaps keys. */
export interface Scene {
  /** What is served. */
  readonly served: string
  /** The registry on day 0 (`hello` 1.0.0, `bye` 1.0.0) and on day 1 (with `hello` 1.1.0 and 1.2.0). */
  readonly a: string
  readonly b: string
  readonly honest: SignedFixture
  readonly server: StaticServer | undefined
  /** Copies files of a state over those that are served, or under other names (`from > to`). */
  readonly serve: (state: string, ...files: readonly string[]) => void
  readonly edit: (file: string, change: (text: string) => string) => void
  readonly remove: (...files: readonly string[]) => void
  /** Writes metadata that is signed with the keys of a role, changed. */
  readonly forge: (file: string, role: Role, change: (part: Part) => void, keys?: string) => Promise<void>
  /** Signs all that is served, on day 2, as its owner would. */
  readonly sign: SignedFixture['sign']
}

/** Metadata that is being forged. */
// biome-ignore lint/suspicious/noExplicitAny: forgeries have any shape
type Part = any

/** One attack, and what has to be said to it. */
export interface Attack {
  readonly name: string
  /** What the client has seen of the registry before. */
  readonly seen: 'nothing' | 'a' | 'b'
  readonly day?: number
  readonly trust?: (scene: Scene) => StaticRegistryOptions['trust']
  readonly act: (scene: Scene) => void | Promise<void>
  readonly ask?: (registry: StaticPackRegistry) => Promise<unknown>
  readonly code: ErrorCode
  readonly says: RegExp
  /** Whoever has enough keys is believed, as far as it makes sense. */
  readonly believed?: true
  /** Only where there is a server. */
  readonly web?: true
  readonly patience?: StaticRegistryOptions['patience']
}

const install = async (registry: StaticPackRegistry): Promise<unknown> => {
  const packument = await registry.packument('hello')
  return registry.fetch('hello', packument?.tags['latest'] ?? '')
}

/** The root that a state begins with, as a lockfile has it. */
export const firstRoot = (state: string) => ({
  version: 1,
  sha256: sha256(readFileSync(path.join(state, 'metadata/1.root.json'))),
})

/** Runs attacks, each on every way, and counts them. Every one must be refused, and leave no trace. */
export async function sweep(name: string, attacks: readonly Attack[]): Promise<void> {
  const lost: string[] = []
  let tried = 0
  const { honest, a, b } = await states()
  for (const [at, attack] of attacks.entries()) {
    for (const way of waysFor(attack, at)) {
      tried++
      const fault = await faultIn(attack, await sceneOf({ honest, a, b, way }))
      if (fault !== undefined) lost.push(`${attack.name}, ${way}: ${fault}`)
    }
  }
  tally({ sweep: `hostile registry: ${name}`, tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
}

/** In a sample, every sixth attack is made on a folder as well. */
function waysFor({ web }: Attack, at: number): readonly Way[] {
  const all: readonly Way[] = FULL
    ? ['http', 'https', 'a folder']
    : at % 6 === 0
      ? ['http', 'a folder']
      : ['http']
  return web ? all.filter((way) => way !== 'a folder') : all
}

async function states(): Promise<{ honest: SignedFixture; a: string; b: string }> {
  const honest = await signedRegistry({ hello: ['1.0.0'], bye: ['1.0.0'] })
  const a = honest.copy()
  await honest.publish({ hello: ['1.1.0', '1.2.0'] }, days(1))
  return { honest, a, b: honest.copy() }
}

interface Staged extends Scene {
  readonly base: string
  readonly home: string
}

async function sceneOf(around: { honest: SignedFixture; a: string; b: string; way: Way }): Promise<Staged> {
  const { honest, a, b, way } = around
  const [served, home] = [path.join(scratchFolder(), 'served'), scratchFolder()]
  cpSync(b, served, { recursive: true })
  const server =
    way === 'a folder'
      ? undefined
      : await serve(served, way === 'https' ? { key: KEY, cert: CERTIFICATE } : undefined)
  if (way === 'https') {
    put(path.join(home, 'ca.pem'), CERTIFICATE)
    put(path.join(home, '.npmrc'), `cafile=${path.join(home, 'ca.pem')}\n`)
  }
  return {
    ...tools({ served, honest }),
    a,
    b,
    honest,
    server,
    home,
    base: server?.url ?? `${pathToFileURL(served).href}/`,
  }
}

function tools({
  served,
  honest,
}: {
  served: string
  honest: SignedFixture
}): Omit<Scene, 'a' | 'b' | 'honest' | 'server'> {
  const at = (file: string): string => path.join(served, file)
  return {
    served,
    serve: (state: string, ...files: readonly string[]) => {
      if (files.length === 0) rmSync(served, { recursive: true })
      for (const file of files.length === 0 ? ['.'] : files) {
        const [from = '', to = from] = file.split(' > ')
        cpSync(path.join(state, from), at(to), { recursive: true })
      }
    },
    edit: (file: string, change: (text: string) => string) =>
      put(at(file), change(readFileSync(at(file), 'latin1'))),
    remove: (...files: readonly string[]) => {
      for (const file of files) rmSync(at(file), { recursive: true, force: true })
    },
    forge: async (file: string, role: Role, change: (part: Part) => void, folder = honest.keys) => {
      const { signed } = JSON.parse(readFileSync(at(file), 'utf8')) as Signed
      change(signed)
      const forged = await signedBy(signed, role, folder)
      const signedFile = metadataBytes(forged)
      put(at(file.replace(/\/\d+\./, `/${signed.version}.`)), signedFile)
    },
    sign: (more) => honest.sign({ folder: served, now: days(2), ...more }),
  }
}

/** What somebody who has the keys of a role can sign. */
async function signedBy(part: SignedPart, role: Role, folder: string): Promise<Signed> {
  const keys = await readKeys([folder], {})
  const signer = await signerWith([keys], { now: 0, expires: () => '' })
  return signer.sign(part, Object.keys(keys.ring[role]))
}

const PATIENCE = { tries: 2, wait: 1, longest: 1, timeout: 20_000 }

/** What was not as it has to be, if anything. */
async function faultIn(attack: Attack, scene: Staged): Promise<string | undefined> {
  const { base, home, server } = scene
  const state = path.join(home, '.local/state/hookpack')
  const at = (day: number, patience = PATIENCE, trust = attack.trust?.(scene)) =>
    opened(base, home, { now: () => days(day), patience, ...(trust ? { trust } : {}) }).registry
  if (attack.seen !== 'nothing') {
    scene.serve(attack.seen === 'a' ? scene.a : scene.b)
    await install(at(attack.seen === 'a' ? 0.1 : 1.1))
  }
  // What is in the cache needs no server; all of it is to be asked for.
  rmSync(path.join(home, '.cache'), { recursive: true, force: true })
  const before = knownIn(state)
  scene.serve(scene.b)
  await attack.act(scene)
  const ask = attack.ask ?? install
  const { day = 2, patience } = attack
  const error: unknown = await ask(at(day, patience)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (error === undefined) return 'it was not refused'
  if (!(error instanceof HooksError)) return `it ended with ${String((error as Error).stack)}`
  const said = `${error.code}: ${error.message}`
  if (error.code !== attack.code || !attack.says.test(error.message)) return said
  if (!error.message.includes(`\`acme\` (${base})`) || !error.hint)
    return `it does not say which registry: ${said}`
  if (attack.believed) return undefined
  const known = knownIn(state)
  const right = [before, honestly(scene.b, 2), ...(attack.seen === 'nothing' ? [honestly(scene.a, 1)] : [])]
  if (!right.some((one) => isDeepStrictEqual(known, one))) return 'it believes something new'
  // When the attacker has gone, all is as before.
  scene.serve(scene.b)
  if (server) server.fault = undefined
  return install(at(2)).then(
    () => undefined,
    (failed: unknown) => `afterwards the honest registry is refused: ${String(failed)}`,
  )
}

/** The metadata that is believed. */
function knownIn(state: string): unknown {
  const folder = path.join(state, 'registries')
  const [file] = existsSync(folder) ? readdirSync(folder) : []
  return file && JSON.parse(readFileSync(path.join(folder, file), 'utf8')).metadata
}

/** What the owner of the registry has signed. */
function honestly(state: string, version: number): unknown {
  const read = (name: string): string => readFileSync(path.join(state, 'metadata', name), 'utf8')
  return {
    root: read('1.root.json'),
    timestamp: read('timestamp.json'),
    snapshot: read(`${version}.snapshot.json`),
    targets: read(`${version}.targets.json`),
  }
}
