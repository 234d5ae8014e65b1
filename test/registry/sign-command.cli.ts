import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'

const PUBLIC = { license: 'MIT', files: ['dist', 'hooks.json'] }

/** A scratch place with a folder of one pack, and keys. */
async function place(): Promise<Scratch> {
  const at = scratch()
  packFolder(at.root, 'hello', { described: PUBLIC })
  await at.done(['registry', 'keys', '../keys'])
  return at
}

const BUILD = ['registry', 'build', '../packs', '--out', '../public', '--name', 'acme']
const SIGN = ['registry', 'sign', '../public', '--keys', '../keys']
const inPublic = ({ root }: Scratch, ...names: string[]): string => path.join(root, 'public', ...names)

interface Signed {
  readonly root: { readonly version: number; readonly sha256: string; readonly threshold: number }
  readonly expires: Readonly<Record<string, string>>
  readonly due: readonly string[]
  readonly changed: readonly string[]
  readonly written: boolean
}
const signed = async (at: Scratch, ...more: string[]): Promise<Signed> =>
  JSON.parse((await at.done([...SIGN, '--json', ...more])).stdout)

describe('hooks registry keys', () => {
  test('makes a key for each role, for nobody else to read, and keeps git away from them', async () => {
    const at = await place()
    const files = ['offline/root.pem', 'offline/targets.pem', 'online/snapshot.pem', 'online/timestamp.pem']
    for (const file of files) {
      const key = path.join(at.root, 'keys', file)
      expect(statSync(key).mode & 0o777, file).toBe(0o600)
      expect(readFileSync(key, 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    }
    expect(statSync(path.join(at.root, 'keys')).mode & 0o777).toBe(0o700)
    expect(readFileSync(path.join(at.root, 'keys/.gitignore'), 'utf8')).toBe('*\n')
  })

  test('never replaces one', async () => {
    await refused(await place(), ['registry', 'keys', '../keys'], {
      code: 'folder-not-empty',
      says: ['root.pem is there already'],
      hint: /another folder/,
    })
  })

  test('puts none into a registry', async () => {
    const at = await place()
    await at.done(BUILD)
    await refused(at, ['registry', 'keys', '../public/keys'], {
      code: 'usage',
      says: ['is inside of the registry in'],
      hint: /elsewhere/,
    })
    cpSync(path.join(at.root, 'keys'), inPublic(at, 'keys'), { recursive: true })
    await refused(at, ['registry', 'sign', '../public', '--keys', '../public/keys'], {
      code: 'usage',
      says: ['is inside of the registry in'],
      hint: /elsewhere/,
    })
  })

  test('encrypts them with a passphrase, without which they cannot be used', async () => {
    const at = scratch()
    packFolder(at.root, 'hello', { described: PUBLIC })
    const env = { HOOKPACK_KEYS_PASSPHRASE: 'correct horse' }
    await at.done(['registry', 'keys', '../keys'], { env })
    expect(readFileSync(path.join(at.root, 'keys/offline/root.pem'), 'utf8')).toMatch(/ENCRYPTED/)
    await at.done(BUILD)
    await refused(at, SIGN, { code: 'signing-key-missing', says: ['cannot be used'], hint: /PASSPHRASE/ })
    await at.done(SIGN, { env })
  })
})

describe('hooks registry sign', () => {
  test('lists every file that may change, says so in registry.json, and tells the root', async () => {
    const at = await place()
    const { stdout } = await at.done([...BUILD, '--keys', '../keys'])
    expect(readJson(inPublic(at, 'registry.json'))).toMatchObject({ name: 'acme', signed: true })
    const targets = readJson<{ signed: { targets: object } }>(inPublic(at, 'metadata/1.targets.json'))
    expect(Object.keys(targets.signed.targets)).toEqual(['registry.json', 'search/all.ndjson.gz'])
    const { signed: root } = readJson<{ signed: { roles: object } }>(inPublic(at, 'metadata/1.root.json'))
    expect(Object.keys(root.roles)).toEqual(['root', 'targets', 'snapshot', 'timestamp'])
    const { createHash } = await import('node:crypto')
    const hash = createHash('sha256')
      .update(readFileSync(inPublic(at, 'metadata/1.root.json')))
      .digest('hex')
    expect(stdout).toContain(`root 1, 1 of 1 keys, sha256 ${hash}`)
    expect(
      Object.keys(snapshot(path.join(at.root, 'public'))).filter((name) => /pem|key/.test(name)),
    ).toEqual([])
  })

  test('again writes a new timestamp, and what has changed', async () => {
    const at = await place()
    await at.done([...BUILD, '--keys', '../keys'])
    expect((await signed(at)).changed).toEqual(['metadata/timestamp.json'])
    packFolder(at.root, 'bye', { described: PUBLIC })
    expect((await at.done(['registry', 'build', '../packs', '--out', '../public'])).stdout).toContain(
      'it is signed: sign it again before it is read',
    )
    const { changed, due } = await signed(at)
    expect(changed.map((name) => name.replace(/bin-./, 'bin'))).toEqual([
      'metadata/2.bin.json',
      'metadata/2.targets.json',
      'metadata/2.snapshot.json',
      'metadata/timestamp.json',
    ])
    expect(due).toEqual([])
  })

  test('needs the online keys alone while nothing has changed, and all that sign what has', async () => {
    const at = await place()
    await at.done([...BUILD, '--keys', '../keys'])
    const online = ['registry', 'sign', '../public', '--keys', '../keys/online']
    await at.done(online)
    packFolder(at.root, 'bye', { described: PUBLIC })
    await at.done(['registry', 'build', '../packs', '--out', '../public'])
    await refused(at, online, {
      code: 'signing-key-missing',
      says: [/`bin-.\.json` has changed, and too few keys of the role `targets`/],
      hint: /targets\.pem/,
    })
  })

  test('only says what it would write with --dry-run', async () => {
    const at = await place()
    await at.done(BUILD)
    const before = snapshot(at.root)
    expect((await at.done([...SIGN, '--dry-run'])).stdout).toContain('nothing was written')
    expect(snapshot(at.root)).toEqual(before)
  })

  test('goes over to new keys, which the old ones sign, and to more of them', async () => {
    const at = await place()
    await at.done([...BUILD, '--keys', '../keys'])
    await at.done(['registry', 'keys', '../second', '--role', 'root'])
    await at.done(['registry', 'keys', '../new'])
    const over = ['--new-keys', '../new', '--new-keys', '../second', '--threshold', '2']
    expect((await signed(at, ...over)).root).toMatchObject({ version: 2, threshold: 2, keys: 2 })
    await refused(at, SIGN, { code: 'signing-key-missing', says: ['role `timestamp`'], hint: /./ })
    await at.done(['registry', 'sign', '../public', '--keys', '../new'])
    const half = ['registry', 'sign', '../public', '--keys', '../new', '--threshold', '1']
    await refused(at, half, {
      code: 'signing-key-missing',
      says: ['root.json', 'role `root`'],
      hint: /root\.pem/,
    })
    await at.done([...half, '--keys', '../second'])
    expect(existsSync(inPublic(at, 'metadata/3.root.json'))).toBe(true)
  })

  test.each([
    [['--threshold', '2'], '2 signatures are wanted of 1 root key'],
    [['--threshold', 'x'], 'NaN signatures are wanted'],
  ])('refuses %j', async (more, says) => {
    const at = await place()
    await at.done(BUILD)
    await refused(at, [...SIGN, ...more], { code: 'usage', says: [says], hint: /--threshold/ })
  })

  test('refuses what is no registry, and no keys', async () => {
    const at = await place()
    await refused(at, ['registry', 'sign', '../nothing', '--keys', '../keys'], {
      code: 'registry-invalid',
      says: ['there is no registry in'],
      hint: /hooks registry build/,
    })
    await at.done(BUILD)
    mkdirSync(path.join(at.root, 'empty'))
    await refused(at, ['registry', 'sign', '../public', '--keys', '../empty'], {
      code: 'signing-key-missing',
      says: ['has no keys'],
      hint: /hooks registry keys/,
    })
    put(path.join(at.root, 'empty/root.pem'), 'x')
    await refused(at, ['registry', 'sign', '../public', '--keys', '../empty'], {
      code: 'signing-key-missing',
      says: ['root.pem cannot be used'],
      hint: /PKCS #8/,
    })
    await refused(at, ['registry', 'sign', '../public'], {
      code: 'usage',
      says: ['--keys <folder>'],
      hint: /./,
    })
  })
})

describe('publishing into a signed registry', () => {
  test('says that it has to be signed, or signs it', async () => {
    const at = await place()
    await at.done([...BUILD, '--keys', '../keys'])
    await at.done(['registry', 'add', 'acme', '../public', '--yes'])
    const publish = [
      'publish',
      packFolder(at.root, 'more/bye', { described: { ...PUBLIC, name: 'bye' } }),
      '--registry-dir',
      '../public',
      '--yes',
    ]
    const open = await at.done(publish)
    expect(open.stdout).toContain('it is signed: sign it again before it is read')
    const { stderr } = await at.run(['search', '--registry', 'acme', '--offline'])
    expect(stderr).toContain('error[integrity-mismatch]')
    await at.done(SIGN)
    const next = packFolder(at.root, 'more/again', { described: { ...PUBLIC, name: 'again' } })
    const { stdout } = await at.done([
      'publish',
      next,
      '--registry-dir',
      '../public',
      '--yes',
      '--keys',
      '../keys',
      '--json',
    ])
    expect(JSON.parse(stdout).to).toMatchObject({ signing: 'done' })
    await at.done(['add', 'again@1.0.0', 'bye@1.0.0', '--yes'])
    await refused(at, ['publish', next, '--keys', '../keys'], {
      code: 'usage',
      says: ['--registry-dir'],
      hint: /./,
    })
  })
})

test('a registry is added with the root that its owner told, and with no other', async () => {
  const at = await place()
  await at.done([...BUILD, '--keys', '../keys'])
  const { root } = await signed(at, '--dry-run')
  const wrong = ['registry', 'add', 'acme', '../public', '--yes', '--root', 'f'.repeat(64)]
  await refused(at, wrong, {
    code: 'evidence-lost',
    says: [
      'the registry `acme`',
      `is signed from another root than the trusted one (sha256 ${'f'.repeat(64)})`,
    ],
    hint: /--root <sha256>/,
  })
  await refused(at, [...wrong.slice(0, -1), 'abc'], {
    code: 'usage',
    says: ['must be the sha256 of a root.json'],
    hint: /./,
  })
  const { stderr } = await at.done(['registry', 'add', 'acme', '../public', '--yes', '--root', root.sha256])
  expect(stderr).not.toContain('trusted from now on')
  expect(readJson(path.join(at.folder, 'hookpack.json'))).toMatchObject({
    registries: { acme: { root: root.sha256 } },
  })
  rmSync(`${at.root}-state`, { recursive: true })
  renameSync(inPublic(at, 'metadata'), path.join(at.root, 'away'))
  await refused(at, ['add', 'hello', '--yes'], {
    code: 'evidence-lost',
    says: ['was signed, and is not any more'],
    hint: /ask whoever runs it/,
  })
})
