import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { put, readJson, refused, type Scratch, scratch, snapshot } from '../scenarios/cli.ts'
import { scratchFolder, writeRegistry } from './fixture.ts'
import { type StaticServer, serve } from './static-server.ts'

/** What a hookpack.json has that was made by us. */
const NAMES_SCHEMA = { $schema: expect.stringMatching(/\/hookpack\.schema\.json$/) }
const HEADER = `Authorization: Bearer \${ACME_TOKEN}`

/** A registry behind a server. */
async function registry(
  packs: Readonly<Record<string, string[]>> = { hello: ['1.0.0'] },
): Promise<StaticServer> {
  return serve(await writeRegistry(scratchFolder(), packs))
}

const requestOf = ({ folder }: Scratch): string => path.join(folder, 'hookpack.json')
const userFolder = ({ home }: Scratch): string => path.join(home, '.claude/hookpack')
const filesIn = (folder: string): readonly string[] =>
  existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String).sort() : []

describe('hooks registry add', () => {
  test('writes hookpack.json and nothing else, and remove takes it away', async () => {
    const [at, { url }] = [scratch(), await registry()]
    const before = snapshot(at.project)
    const { stdout } = await at.done(['registry', 'add', 'acme', url, '--yes'])
    expect(stdout).toContain(`added acme to the project scope, because ${at.project} is a git repository`)
    expect(filesIn(path.join(at.project, '.claude'))).toEqual(['hookpack', 'hookpack/hookpack.json'])
    expect(readJson(requestOf(at))).toEqual({ ...NAMES_SCHEMA, registries: { acme: url } })
    await at.done(['registry', 'remove', 'acme', '--yes'])
    expect(snapshot(at.project)).toEqual(before)
  })

  test('shows what it would write, and asks before it does', async () => {
    const [at, { url }] = [scratch(), await registry()]
    const before = snapshot(at.root)
    const shown = await at.done(['registry', 'add', 'acme', url, '--dry-run'])
    expect(shown.stdout).toContain(`+    "acme": "${url}"`)
    expect(shown.stdout).toContain('nothing was written')
    await refusedButCache(at, ['registry', 'add', 'acme', url], 'confirmation-needed')
    expect(withoutCache(snapshot(at.root))).toEqual(before)
  })

  test('in the local scope leaves nothing for git', async () => {
    const [at, { url }] = [scratch(), await registry()]
    await at.done(['registry', 'add', 'acme', url, '--yes', '--scope', 'local'])
    const folder = path.join(at.project, '.claude/hookpack.local')
    expect(filesIn(folder)).toEqual(['.gitignore', 'hookpack.json'])
    await at.done(['registry', 'remove', 'acme', '--yes'])
    expect(existsSync(path.join(at.project, '.claude'))).toBe(false)
  })

  test.each([
    [
      'tabs, CRLF and a byte order mark',
      '\uFEFF{\r\n\t"$schema" : "x",\r\n\t"packs":{ "a" :"^1"},\r\n\t"mine": [1,2]\r\n}\r\n',
    ],
    ['one line', '{"packs":{"a":"^1"} , "mine" :[ 1 ]}'],
    ['a registry in front', '{\n    "registries": { "first" : "https://x.example/" },\n    "packs": {}\n}'],
    [
      'registries at the end',
      '{\n  "packs": {},\n  "registries": {\n    "first": "https://x.example/"\n  }\n}\n',
    ],
  ])('keeps every other byte of a file with %s', async (_, text) => {
    const [at, { url }] = [scratch(), await registry()]
    put(requestOf(at), text)
    await at.done(['registry', 'add', 'acme', url, '--yes'])
    const after = readFileSync(requestOf(at), 'utf8')
    expect(JSON.parse(after.replace('\uFEFF', '')).registries.acme).toBe(url)
    expect(after.includes('\r')).toBe(text.includes('\r'))
    await at.done(['registry', 'remove', 'acme', '--yes'])
    expect(readFileSync(requestOf(at), 'utf8')).toBe(text)
  })

  test('leaves installed packs as they are', async () => {
    const [at, { url }] = [scratch(), await registry()]
    await at.done(['add', 'notify-done', '--yes'])
    const before = snapshot(at.project)
    await at.done(['registry', 'add', 'acme', url, '--yes'])
    expect((await at.done(['list', '--json'])).stdout).toContain('notify-done')
    await at.done(['registry', 'remove', 'acme', '--yes'])
    expect(snapshot(at.project)).toEqual(before)
  })

  test('says when there is nothing to do, and replaces another address', async () => {
    const [at, one, two] = [scratch(), await registry(), await registry()]
    await at.done(['registry', 'add', 'acme', one.url, '--yes'])
    const again = await at.done(['registry', 'add', 'acme', one.url.replace(/\/$/, ''), '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({ applied: false, changes: false, url: one.url })
    await at.done(['registry', 'add', 'acme', two.url, '--yes'])
    expect(readJson(requestOf(at))).toEqual({ ...NAMES_SCHEMA, registries: { acme: two.url } })
  })

  test('has one JSON document', async () => {
    const [at, { url }] = [scratch(), await registry()]
    const { stdout } = await at.done(['registry', 'add', 'acme', url, '--json', '--yes', '--scope', 'user'])
    expect(JSON.parse(stdout)).toEqual({
      registry: 'acme',
      url,
      scope: 'user',
      file: path.join(userFolder(at), 'hookpack.json'),
      applied: true,
      changes: true,
    })
  })

  test('takes a folder', async () => {
    const at = scratch()
    const folder = await writeRegistry(path.join(at.project, 'packs'), { hello: ['1.0.0'] })
    await at.done(['registry', 'add', 'acme', './packs', '--yes'])
    expect(readJson(requestOf(at))).toEqual({
      ...NAMES_SCHEMA,
      registries: { acme: `${pathToFileURL(folder).href}/` },
    })
  })

  test('looks whether there is a registry, unless told not to', async () => {
    const [at, server] = [scratch(), await serve(scratchFolder())]
    await refused(at, ['registry', 'add', 'acme', server.url, '--yes'], {
      code: 'registry-invalid',
      says: ['`registry.json` of the registry `acme`', 'there is no registry'],
      hint: /check the address/,
    })
    await at.done(['registry', 'add', 'acme', server.url, '--yes', '--force'])
    await server.close()
    await at.done(['registry', 'add', 'other', server.url, '--yes', '--force'])
  })

  test('maps a namespace to npm without asking npm', async () => {
    const at = scratch()
    await at.done(['registry', 'add', '@corp', 'https://npm.corp.example', '--npm', '--yes'])
    expect(readJson(requestOf(at))).toEqual({
      ...NAMES_SCHEMA,
      registries: { '@corp': { npm: 'https://npm.corp.example/' } },
    })
    const { stdout } = await at.done(['registry', 'list', '--json'])
    expect(JSON.parse(stdout).registries[1]).toMatchObject({ name: '@corp', kind: 'npm', scope: 'project' })
  })

  test.each([
    ['a name that is none', ['Acme', 'https://x.example'], /must be called by a name/],
    ['the embedded registry', ['hookpack', 'https://x.example'], /can only be switched off/],
    ['plain http', ['acme', 'http://x.example'], /must be https/],
    ['a file of another machine', ['acme', 'file://host/share'], /must be https/],
    ['a password', ['acme', 'https://me:secret@x.example'], /must not contain a password/],
    ['a question', ['acme', 'https://x.example/?a=b'], /must not have `\?`/],
    ['something else', ['acme', 'packs.example'], /must be an address such as/],
    ['a variable', ['acme', `https://\${HOST}/`], /variables stand in headers/],
    ['npm for a name', ['acme', 'https://x.example', '--npm'], /can only be that of a namespace/],
    ['headers for npm', ['@a', 'https://x.example', '--npm', '--header', 'a: b'], /have no headers here/],
    [
      'a header that is none',
      ['acme', 'https://x.example', '--header', 'nonsense'],
      /takes a name and a value/,
    ],
    [
      'headers in a project',
      ['acme', 'https://x.example', '--header', 'a: b', '-s', 'project'],
      /only stand in the user/,
    ],
  ])('refuses %s', async (_, args, says) => {
    await refused(scratch(), ['registry', 'add', ...args, '--yes'], {
      code: 'usage',
      says: [says],
      hint: /./,
    })
  })
})

/** What the command line itself must say. */
describe('hooks registry', () => {
  test.each([
    [['lst'], /`lst` is no action/, /did you mean `list`/],
    [['add', 'acme'], /is written `hooks registry add <name> <url>`/, /--help/],
    [['build', 'x'], /--out <folder>/, /--help/],
    [['list', '--npm'], /`--npm` is for `hooks registry add`/, /--help/],
    [['remove', 'a', '--out', 'x'], /`--out` is for `hooks registry build`/, /--help/],
  ])('%j is refused with the way out', async (args, says, hint) => {
    await refused(scratch(), ['registry', ...args], { code: 'usage', says: [says], hint })
  })

  test('remove finds the scope, and knows what is near', async () => {
    const [at, { url }] = [scratch(), await registry()]
    await at.done(['registry', 'add', 'acme', url, '--yes', '--scope', 'user'])
    const { stderr, status } = await at.run(['registry', 'remove', 'acm'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('did you mean `acme`')])
    await at.done(['registry', 'add', 'acme', url, '--yes', '--scope', 'local'])
    expect((await at.run(['registry', 'remove', 'acme'])).stderr).toContain(
      'say which one: --scope user or --scope local',
    )
    await at.done(['registry', 'remove', 'acme', '--yes', '--scope', 'user'])
    expect(existsSync(userFolder(at))).toBe(false)
  })

  test('two that change the same file at once both have their way', async () => {
    const [at, { url }] = [scratch(), await registry()]
    const names = ['one', 'two', 'three', 'four']
    await Promise.all(names.map((name) => at.done(['registry', 'add', name, url, '--yes'])))
    const { registries } = readJson<{ registries: object }>(requestOf(at))
    expect(Object.keys(registries).sort()).toEqual(names.toSorted())
  })
})

describe('headers', () => {
  test('stand in the file of the user as they were typed, and are sent with the value of the variable', async () => {
    const [at, server] = [scratch(), await registry()]
    const env = { ACME_TOKEN: 's3cret-token\n' }
    const add = ['registry', 'add', 'acme', server.url, '--header', HEADER, '--yes']
    const { stdout } = await at.done(add, { env })
    expect(stdout).toContain('added acme to the user scope, because headers can only stand there')
    const file = path.join(userFolder(at), 'hookpack.json')
    expect(readJson(file)).toEqual({
      ...NAMES_SCHEMA,
      registries: { acme: { url: server.url, headers: { Authorization: `Bearer \${ACME_TOKEN}` } } },
    })
    await at.done(['search', '--registry', 'acme'], { env })
    expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(
      new Set(['Bearer s3cret-token']),
    )
    expect(JSON.stringify(snapshot(at.root))).not.toContain('s3cret')
  })

  test('are named in the list without their values, and so is a variable that is not set', async () => {
    const [at, server] = [scratch(), await registry()]
    put(path.join(userFolder(at), 'hookpack.json'), {
      registries: {
        acme: { url: server.url, headers: { Authorization: `Bearer \${ACME_TOKEN}` } },
        open: { url: server.url, headers: { 'X-Key': 'literal-s3cret' } },
      },
    })
    const { stdout } = await at.done(['registry', 'list'])
    expect(stdout).toContain('with Authorization, ACME_TOKEN is not set')
    const json = await at.done(['registry', 'list', '--json'])
    expect(JSON.parse(json.stdout).registries[1]).toMatchObject({
      headers: ['Authorization'],
      unset: ['ACME_TOKEN'],
    })
    const changed = await at.done(['registry', 'add', 'third', server.url, '--yes', '--scope', 'user'])
    expect(stdout + json.stdout + changed.stdout).not.toContain('literal-s3cret')
  })

  test('of a variable that is not set are an error when the registry is asked, not before', async () => {
    const [at, server] = [scratch(), await registry()]
    await at.done(['registry', 'add', 'acme', server.url, '--header', HEADER, '--yes', '--force'])
    const { status, stderr } = await at.run(['search', '--registry', 'acme'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('needs the variable `ACME_TOKEN`')])
    await at.done(['add', 'notify-done', '--dry-run'])
    expect(server.seen).toEqual([])
  })

  test.each([
    ['headers', { url: 'https://x.example/', headers: { a: 'b' } }, 'registries.acme.headers'],
    ['a variable', `https://\${SECRET}.example/`, 'registries.acme'],
    ['the end of the embedded registry', false, 'registries.hookpack'],
  ])('%s in the file of a project are refused, with the place where they belong', async (_, value, field) => {
    const at = scratch()
    const name = value === false ? 'hookpack' : 'acme'
    put(requestOf(at), { registries: { [name]: value } })
    await refused(at, ['registry', 'list'], {
      code: 'request-invalid',
      says: [requestOf(at), field],
      hint: /./,
    })
  })
})

describe('registries of the user and of a project', () => {
  test('are asked in this order, and the user keeps what they call by a name', async () => {
    const [at, mine, theirs] = [
      scratch(),
      await registry({ mine: ['1.0.0'] }),
      await registry({ theirs: ['1.0.0'] }),
    ]
    await at.done(['registry', 'add', 'acme', mine.url, '--yes', '--scope', 'user'])
    const added = await at.done(['registry', 'add', 'acme', theirs.url, '--yes', '--scope', 'project'])
    expect(added.stderr).toContain(`the registry \`acme\` of ${requestOf(at)} is not used`)
    const { stdout, stderr } = await at.done(['search', '--json'])
    const packs = JSON.parse(stdout).packs.map(({ name }: { name: string }) => name)
    expect(packs).toContain('mine')
    expect(packs).not.toContain('theirs')
    expect(stderr).toContain('you have one of this name')
    const list = await at.done(['registry', 'list', '--json'])
    expect(JSON.parse(list.stdout).registries.map((one: { used: boolean }) => one.used)).toEqual([
      true,
      true,
      false,
    ])
  })

  test('do not include the embedded one when the user has switched it off', async () => {
    const at = scratch()
    put(path.join(userFolder(at), 'hookpack.json'), { registries: { hookpack: false } })
    expect(JSON.parse((await at.done(['search', '--json'])).stdout).packs).toEqual([])
    expect((await at.done(['registry', 'list'])).stdout).toMatch(/hookpack .* switched off/)
    await at.done(['registry', 'remove', 'hookpack', '--yes'])
    const { packs } = JSON.parse((await at.done(['search', '--json'])).stdout) as {
      packs: { name: string }[]
    }
    expect(packs.map(({ name }) => name)).toContain('block-dangerous-bash')
  })
})

/** Looking whether there is a registry leaves what it read in the cache. */
function withoutCache(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !name.startsWith('home/.cache')))
}

async function refusedButCache(at: Scratch, args: readonly string[], code: string): Promise<void> {
  const { status, stderr } = await at.run(args)
  expect([status, stderr]).toEqual([1, expect.stringContaining(`error[${code}]`)])
}
