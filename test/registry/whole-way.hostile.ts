import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch } from '../scenarios/cli.ts'
import { tally } from '../tally.ts'
import { firstRoot } from './attacks/scene.ts'
import { type StaticServer, serve } from './static-server.ts'

const PUBLIC = { license: 'MIT', files: ['dist', 'hooks.json'] }
const BUILD = ['registry', 'build', '../packs', '--out', '../public', '--name', 'acme']

/** The owner of a registry, who makes and signs it by commands, and a server that has it. */
async function owner(keys: string): Promise<{ at: Scratch; folder: string }> {
  const at = scratch()
  packFolder(at.root, 'hello', { described: PUBLIC })
  packFolder(at.root, 'bye', { described: PUBLIC })
  await at.done(['registry', 'keys', keys])
  // Nobody has to wait until they are old enough.
  await at.done([...BUILD, '--keys', keys], { env: { SOURCE_DATE_EPOCH: '1767225600' } })
  return { at, folder: path.join(at.root, 'public') }
}

/** Somebody else's machine with a clone of a project. */
function clone(from: Scratch): Scratch {
  const at = scratch()
  cpSync(path.join(from.project, '.claude'), path.join(at.project, '.claude'), { recursive: true })
  return at
}

/** What the server has is replaced by what an attacker has. */
function replace(folder: string, by: string): void {
  rmSync(folder, { recursive: true })
  cpSync(by, folder, { recursive: true })
}

interface Lock {
  readonly packs: Readonly<Record<string, { readonly version: string; readonly evidence?: unknown }>>
}
const lockOf = ({ folder }: Scratch): Lock['packs'] => readJson<Lock>(path.join(folder, 'lock.json')).packs

/** A project with a pack of a signed registry. */
async function project(): Promise<{ at: Scratch; server: StaticServer; folder: string }> {
  const { folder } = await owner('../keys')
  const [at, server] = [scratch(), await serve(folder)]
  await at.done(['registry', 'add', 'acme', server.url, '--yes'])
  await at.done(['add', 'hello', '--yes'])
  expect(lockOf(at)['hello']?.evidence).toEqual({ kind: 'signed', root: firstRoot(folder) })
  return { at, server, folder }
}

const counted = (): void => tally({ sweep: 'hostile registry: the whole way', tried: 1, kept: 1, lost: 0 })

test('a clone on another machine trusts the root of its lockfile, and no registry that others have signed', async () => {
  const { at, folder, server } = await project()
  const root = firstRoot(folder)
  const fresh = clone(at)
  const { stderr } = await fresh.done(['add', 'bye', '--yes'])
  expect(stderr).not.toContain('trusted from now on')
  expect(lockOf(fresh)['bye']?.evidence).toEqual({ kind: 'signed', root })
  const attacker = await owner('../others')
  replace(folder, attacker.folder)
  const refusal = {
    code: 'evidence-lost',
    says: [
      `the registry \`acme\` (${server.url}) is signed from another root than the trusted one (sha256 ${root.sha256})`,
    ],
    hint: /ask whoever runs it/,
  } as const
  for (const command of [['add', 'bye'], ['update']]) await refused(clone(at), [...command, '--yes'], refusal)
  // The machine that has seen it knows it as well, without any lockfile.
  rmSync(at.folder, { recursive: true })
  put(path.join(at.folder, 'hookpack.json'), { registries: { acme: server.url } })
  rmSync(`${at.root}-cache`, { recursive: true })
  put(path.join(folder, 'registry.json'), { ...readJson<object>(path.join(folder, 'registry.json')), ttl: 0 })
  expireTtl(at)
  await refused(at, ['add', 'hello', '--yes'], refusal)
  counted()
})

test('a clone on another machine does not take packs from a registry that is not signed any more', async () => {
  const { at, folder } = await project()
  rmSync(path.join(folder, 'metadata'), { recursive: true })
  put(path.join(folder, 'registry.json'), {
    ...readJson<object>(path.join(folder, 'registry.json')),
    signed: false,
  })
  for (const command of [['add', 'bye'], ['update'], ['update', '--allow-weaker']])
    await refused(clone(at), [...command, '--yes'], {
      code: 'evidence-lost',
      says: ['the registry `acme`', 'was signed, and is not any more'],
      hint: /`hooks remove`/,
    })
  const { stdout, stderr } = await clone(at).run(['search', 'hello', '--json'])
  expect(stderr).toContain('is left out')
  expect(stdout).not.toContain('"hello"')
  // What is locked is still installed, to the byte.
  const frozen = clone(at)
  rmSync(path.join(frozen.folder, 'packs'), { recursive: true })
  await frozen.done(['install', '--frozen', '--yes'])
  counted()
})

test('the way out that the error names is one', async () => {
  const { at, folder, server } = await project()
  const attacker = await owner('../others')
  replace(folder, attacker.folder)
  expireTtl(at)
  const again = [
    'registry',
    'add',
    'acme',
    server.url,
    '--scope',
    'user',
    '--yes',
    '--root',
    firstRoot(folder).sha256,
  ]
  await at.done(again)
  await at.done(['remove', 'hello', '--yes'])
  await refused(at, ['add', 'hello', '--yes'], {
    code: 'evidence-lost',
    says: ['`hello@1.0.0`', 'its registry is signed from another root'],
    hint: /--allow-weaker/,
  })
  await at.done(['add', 'hello', '--yes', '--allow-weaker'])
  expect(lockOf(at)['hello']?.evidence).toEqual({ kind: 'signed', root: firstRoot(folder) })
  counted()
})

/** As if what was read had been read long ago. */
function expireTtl({ root }: Scratch): void {
  const folder = path.join(`${root}-state`, 'registries')
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name)
    put(file, { ...JSON.parse(readFileSync(file, 'utf8')), checked: 0 })
  }
}
