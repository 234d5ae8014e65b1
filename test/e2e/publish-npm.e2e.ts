import { readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { fails, guard, NAME, signedIn, TAKEN, taker } from '../npm/publishing.ts'
import { BIN, put } from '../scenarios/cli.ts'
import { hasTerminal } from './client/terminal.ts'

const NOWHERE = 'http://127.0.0.1:9/'
const registry = taker()

describe('npm, as hooks publish runs it,', () => {
  test("runs the author's own scripts in its order, and what they have built is checked", async () => {
    const at = signedIn([registry.url])
    const note = (name: string) => `node -e "fs.appendFileSync('../../../scripts.log','${name} ')"`
    const build = `node -e "fs.writeFileSync('dist/one.cjs','module.exports = () => undefined')"`
    const scripts = Object.fromEntries(
      ['publish', 'postpublish', 'prepublishOnly', 'prepare'].map((name) => [name, note(name)]),
    )
    const folder = guard(at, { scripts: { ...scripts, prepack: `${note('prepack')} && ${build}` } })
    await at.done(['publish', '--yes'], { cwd: folder })
    const log = readFileSync(path.join(at.root, 'scripts.log'), 'utf8').trim()
    expect(log).toBe('prepublishOnly prepack prepare publish postpublish')
    expect(readFileSync(path.join(folder, 'dist/one.cjs'), 'utf8')).toContain('undefined')
    expect(registry.sent).toHaveLength(1)
  })

  test('goes to the registry of --registry, although it has another one for the namespace', async () => {
    const at = signedIn([NOWHERE, registry.url], `@acme:registry=${NOWHERE}\n`)
    const { stdout } = await at.done(['publish', guard(at), '--yes', '--registry', registry.url])
    expect(stdout).toContain(registry.url)
    expect(registry.sent).toHaveLength(1)
  })

  test('goes to the registry that it is configured for, which is shown', async () => {
    const at = signedIn([NOWHERE, registry.url], `@acme:registry=${registry.url}\n`)
    const { stdout } = await at.done(['publish', guard(at), '--yes'])
    expect(stdout).toContain(registry.url)
    expect(registry.sent).toHaveLength(1)
  })

  test('sends nothing with --dry-run', async () => {
    const at = signedIn([registry.url])
    const { stdout } = await at.done(['publish', guard(at), '--dry-run'])
    expect(stdout).toMatch(/publishes @acme\/guard 1\.0\.0\n {2}to +http:\/\/127/)
    expect(stdout).toMatch(/^ +\d+ {2}hooks\.json$/m)
    expect(stdout).toContain('nothing was published')
    expect(registry.sent).toEqual([])
  })

  test('is given what stands behind --', async () => {
    const at = signedIn([registry.url])
    const { stderr } = await at.run(['publish', guard(at), '--yes', '--', '--loglevel=error'])
    // Its notices are gone, its result is not.
    expect(stderr).not.toContain('npm notice')
    expect(stderr).toContain(`+ ${NAME}@1.0.0`)
  })

  test('packs a dependency that is bundled, and the same files are checked', async () => {
    const at = signedIn([registry.url])
    const folder = guard(at, { dependencies: { inner: '1.0.0' }, bundleDependencies: ['inner'] })
    for (const [name, needs] of [
      ['inner', { '@acme/core': '*' }],
      ['inner/node_modules/@acme/core', {}],
    ] as const)
      put(path.join(folder, 'node_modules', name, 'package.json'), {
        name,
        version: '1.0.0',
        dependencies: needs,
      })
    const published = JSON.parse((await at.done(['publish', folder, '--yes', '--json'])).stdout)
    const packed = JSON.parse((await at.done(['pack', folder, '--dry-run', '--json'])).stdout)
    expect(packed.files).toContain('node_modules/inner/node_modules/@acme/core/package.json')
    expect(published.files.map((file: { path: string }) => file.path)).toEqual(packed.files)
  })

  test('is told of when it packs other bytes than the folder has', async () => {
    const at = signedIn([registry.url])
    const write = (text: string) => `node -e "fs.writeFileSync('dist/one.cjs','module.exports = ${text}')"`
    const scripts = { prepack: write('() => 1'), postpack: write('() => 2') }
    const { stdout } = await at.done(['publish', guard(at, { scripts }), '--dry-run'])
    expect(stdout).toContain('warning: dist/one.cjs: what is published is not what is in the folder now')
  })

  test.skipIf(!hasTerminal)('asks for a one-time password on the terminal', async () => {
    const at = signedIn([registry.url])
    registry.answers = ({ headers }) => (headers['npm-otp'] === '123456' ? TAKEN : asksForPassword())
    const command = `'${process.execPath}' '${BIN}' publish '${guard(at)}'`
    const env = { ...at.env, TMPDIR: path.join(at.root, 'tmp') }
    const options = { cwd: at.project, env, extendEnv: false, reject: false, timeout: 60_000 } as const
    const shown = execa('script', ['-qec', command, '/dev/null'], options)
    let screen = ''
    shown.stdout.on('data', (chunk: Buffer) => {
      const before = screen
      screen += chunk
      const asked = (text: string) => screen.includes(text) && !before.includes(text)
      if (asked('Publish this? [y/N]')) shown.stdin.write('y\n')
      if (asked('Enter OTP:')) shown.stdin.write('123456\n')
    })
    await shown
    expect(screen).toContain(`published ${NAME} 1.0.0`)
    expect(registry.sent).toHaveLength(1)
  })
})

const asksForPassword = () => [401, { error: 'otp' }, { 'www-authenticate': 'OTP' }] as const

describe('what keeps npm from publishing is told with the way out:', () => {
  test('a manifest with a fault', async () => {
    const at = signedIn([registry.url])
    const folder = guard(at)
    put(path.join(folder, 'hooks.json'), { hooks: [{ id: 'one', event: 'NoSuchEvent' }] })
    await fails(at, ['publish', folder, '--yes'], /error\[not-publishable\][\s\S]*NoSuchEvent/)
    expect(registry.sent).toEqual([])
  })

  test('a build that fails', async () => {
    const at = signedIn([registry.url])
    const folder = guard(at, { scripts: { prepack: 'echo no compiler >&2; exit 3' } })
    await fails(at, ['publish', folder, '--yes'], /no compiler[\s\S]*error\[publish-refused\].*packed/)
  })

  test('a one-time password that nobody can be asked for, and that --otp gives', async () => {
    const at = signedIn([registry.url])
    registry.answers = ({ headers }) => (headers['npm-otp'] === '123456' ? TAKEN : asksForPassword())
    const folder = guard(at)
    await fails(at, ['publish', folder, '--yes'], /error\[otp-needed\]/)
    await at.done(['publish', folder, '--yes', '--otp', '123456'])
    expect(registry.sent).toHaveLength(1)
  })

  test('no rights, in the words of the registry', async () => {
    const at = signedIn([registry.url])
    registry.answers = () => [403, { error: 'you do not own @acme' }]
    await fails(at, ['publish', guard(at), '--yes'], /error\[publish-refused\][\s\S]*you do not own @acme/)
  })

  test('a registry that cannot be reached', async () => {
    const at = signedIn([NOWHERE])
    await fails(
      at,
      ['publish', guard(at), '--yes'],
      /error\[registry-unreachable\]: http:\/\/127\.0\.0\.1:9\//,
    )
  })

  test('two registries at once', async () => {
    const at = signedIn([registry.url])
    const folder = guard(at, { publishConfig: { registry: 'https://npm.example.com' } })
    const { status, stderr } = await at.run(['publish', folder, '--yes', '--registry', registry.url])
    expect(stderr).toContain('error[usage]')
    expect(stderr).toContain('https://npm.example.com')
    expect(status).toBe(2)
  })
})
