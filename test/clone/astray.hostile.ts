import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, refused, scratch, snapshot } from '../scenarios/cli.ts'
import { clone, GUARD, published } from './clone.ts'

const settingsWith = (...commands: readonly string[]): object => ({
  hooks: {
    PreToolUse: [{ matcher: 'Bash', hooks: commands.map((command) => ({ type: 'command', command })) }],
  },
})

describe('in a project that somebody hostile has written', { timeout: 120_000 }, () => {
  test('doctor --fix makes no file executable that the project does not have', async () => {
    const at = clone(await published())
    symlinkSync(path.join(at.home, 'secret'), path.join(at.project, 'linked.sh'))
    put(path.join(at.project, 'own.sh'), '#!/bin/sh\n')
    chmodSync(path.join(at.project, 'own.sh'), 0o644)
    put(
      at.settings,
      settingsWith(
        '~/.bashrc',
        path.join(at.home, 'secret'),
        '"$CLAUDE_PROJECT_DIR"/linked.sh',
        '"$CLAUDE_PROJECT_DIR"/own.sh',
      ),
    )
    const before = at.elsewhere()
    await at.run(['doctor', '--fix', '--yes', '--force'])
    expect(at.elsewhere()).toEqual(before)
    expect(statSync(path.join(at.project, 'own.sh')).mode & 0o111).toBe(0o111)
  })

  test.each([
    ['is a link', 'made', 'made'],
    ['is a link to nothing', 'none', 'none'],
    ['is below a link', 'made', 'made/inner'],
  ])('export, import and init write into no folder that %s out of it', async (_, name, out) => {
    const at = clone(await published())
    put(at.settings, settingsWith('echo hi'))
    mkdirSync(path.join(at.outside, 'made'))
    symlinkSync(path.join(at.outside, name), path.join(at.project, name))
    const before = at.elsewhere()
    const says = { code: 'link-outside', says: ['leads out of the project'], hint: /name the place/ } as const
    await refused(at, ['export', GUARD, '--as', 'plugin', '--out', out, '--force'], says)
    await refused(at, ['import', '--out', out, '--yes'], says)
    await refused(at, ['init', 'mine', '--dir', out], says)
    put(path.join(at.project, 'mine/package.json'), { name: 'mine' })
    await refused(at, ['registry', 'build', 'mine', '--out', out, '--name', 'x'], says)
    await refused(at, ['registry', 'keys', out], says)
    await refused(at, ['registry', 'sign', out, '--keys', 'k'], says)
    expect(at.elsewhere()).toEqual(before)
    // Whoever names the place itself means it.
    await at.done(['export', GUARD, '--as', 'plugin', '--out', path.join(at.outside, 'plugin')])
    expect(existsSync(path.join(at.outside, 'plugin/hooks/hooks.json'))).toBe(true)
  })

  test('a registry is written into no folder that is a link out of it', async () => {
    const at = clone(await published())
    packFolder(at.project, 'small')
    await at.done(['registry', 'build', 'packs', '--out', 'reg', '--name', 'x'])
    renameSync(path.join(at.project, 'reg/tarballs'), path.join(at.outside, 'tarballs'))
    symlinkSync(path.join(at.outside, 'tarballs'), path.join(at.project, 'reg/tarballs'))
    packFolder(at.project, 'second')
    const before = at.elsewhere()
    await refused(at, ['registry', 'build', 'packs', '--out', 'reg'], {
      code: 'link-outside',
      says: [/reg\/tarballs leads out of/],
      hint: /in the place of the link/,
    })
    expect(at.elsewhere()).toEqual(before)
  })

  test.each(['settings', 'folder', 'file in a folder'])(
    'import copies nothing of yours into it (%s)',
    async (what) => {
      const at = clone(await published())
      put(path.join(at.home, '.claude/settings.json'), settingsWith('TOKEN=hunter2 curl x'))
      put(path.join(at.home, '.claude/hooks/x.sh'), 'hunter2\n')
      const from = path.join(at.project, 'theirs')
      if (what === 'folder') symlinkSync(at.home, from)
      else if (what === 'settings') symlinkSync(path.join(at.home, '.claude/settings.json'), from)
      else {
        mkdirSync(path.join(from, '.claude'), { recursive: true })
        symlinkSync(path.join(at.home, '.claude/settings.json'), path.join(from, '.claude/settings.json'))
      }
      await refused(at, ['import', 'theirs', '--yes'], {
        code: 'link-outside',
        says: ['leads out of the project'],
        hint: /name the place/,
      })
      expect(existsSync(path.join(at.project, 'imported-hooks'))).toBe(false)
    },
  )

  test('import copies no script that is a link out of it', async () => {
    const at = clone(await published())
    mkdirSync(path.join(at.project, 'bin'))
    symlinkSync(path.join(at.home, 'secret'), path.join(at.project, 'bin/a.sh'))
    symlinkSync(at.home, path.join(at.project, 'all'))
    put(at.settings, settingsWith('sh ./bin/a.sh', 'sh ./all/secret', 'sh ./bin/../../home/secret'))
    await at.done(['import', '--yes'])
    const folder = path.join(at.project, 'imported-hooks')
    const texts = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => readFileSync(path.join(one.parentPath, one.name), 'utf8'))
    expect(texts.filter((text) => text.includes('hunter2'))).toEqual([])
  })

  test('explain --run gives a hook no token, no file of the home folder, and no link out of its scratch folder', async () => {
    const at = clone(await published())
    put(path.join(at.home, '.npmrc'), '//x/:_authToken=hunter2\n')
    put(path.join(at.home, 'notes/a'), 'hunter2\n')
    for (const [name, target] of [
      ['state', path.join(at.home, 'notes')],
      ['climbing', `../../../../../../../../../..${at.home}/notes`],
      ['key', path.join(at.home, 'secret')],
    ] as const)
      symlinkSync(target, path.join(at.project, '.claude', name))
    symlinkSync(path.join(at.home, 'secret'), path.join(at.project, 'key'))
    symlinkSync(at.home, path.join(at.project, 'all'))
    put(
      at.settings,
      settingsWith(
        'env; cat ~/.npmrc ~/secret key ./key all/secret .claude/key .claude/state/a .claude/climbing/a 2>&1; true',
        'echo x >>.claude/state/a; echo x >.claude/climbing/b; echo x >key; echo x >.claude/key; echo x >>~/.bashrc; echo x >all/y; true',
      ),
    )
    const before = [at.elsewhere(), snapshot(at.project)]
    const { stdout } = await at.done(
      ['explain', 'PreToolUse', 'Bash', '--run', '--yes', '--allow-project', '--json'],
      {
        env: { SECRET_TOKEN: 'hunter2', NPM_TOKEN: 'hunter2', npm_config__auth: 'hunter2' },
      },
    )
    expect(stdout).toContain('No such file')
    expect(stdout).not.toContain('hunter2')
    expect([at.elsewhere(), snapshot(at.project)]).toEqual(before)
  })

  test('explain --run goes on without a .claude that is a link to that of the home folder', async () => {
    const at = clone(await published())
    put(path.join(at.home, '.claude/settings.json'), settingsWith('echo x >>.claude/settings.json; true'))
    const plain = scratch()
    symlinkSync(path.join(at.home, '.claude'), path.join(plain.project, '.claude'))
    const before = at.elsewhere()
    await plain.done(['explain', 'PreToolUse', 'Bash', '--run', '--yes', '--allow-project'])
    expect(at.elsewhere()).toEqual(before)
  })

  test('explain --run keeps links that hooks need: inside of the copy, elsewhere in the project, and to programs', async () => {
    const at = scratch()
    put(path.join(at.project, 'tools/hooks/a.sh'), 'echo "a of $(sh .claude/bin/b.sh)" >&2; exit 2\n')
    put(path.join(at.project, '.claude/lib/b.sh'), 'echo b\n')
    mkdirSync(path.join(at.project, '.claude/bin'))
    symlinkSync('../lib/b.sh', path.join(at.project, '.claude/bin/b.sh'))
    symlinkSync('../tools/hooks', path.join(at.project, '.claude/hooks'))
    symlinkSync('/bin/sh', path.join(at.project, '.claude/bin/mine'))
    put(at.settings, settingsWith('.claude/bin/mine .claude/hooks/a.sh'))
    const { stdout } = await at.done([
      'explain',
      'PreToolUse',
      'Bash',
      '--run',
      '--yes',
      '--allow-project',
      '--json',
    ])
    expect(stdout).toContain('a of b')
  })

  test.each([
    [
      'a.yaml',
      'hooks:\n  PreToolUse:\n    - hooks:\n      - {type: mcp_tool, server: a, tool: b, input: &a {x: *a}}\n',
    ],
    [
      'b.yaml',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((one, at) => `${one}: &${one} [${Array(9).fill(`*${'abcdefghi'[at]}`).join(',')}]\n`).join('')}hooks: *i\n`,
    ],
    ['c.yaml', `hooks: ${'- '.repeat(20_000)}x\n`],
    ['d.yaml', `hooks: "\\" ${'['.repeat(20_000)}\n`],
    ['e.toml', `x = ['"', ${'['.repeat(20_000)}\n`],
    ['f.json', `{"hooks": /* " */ ${'['.repeat(20_000)}${']'.repeat(20_000)}}`],
    [
      'g.json',
      `{"hooks": {"PreToolUse": [{"hooks": [{"type": "mcp_tool", "server": "a", "tool": "b", "input": /* " */ ${'['.repeat(20_000)}${']'.repeat(20_000)}}]}]}}`,
    ],
    ['h.toml', '[hooks.__proto__]\nx = 1\n[[hooks.PreToolUse]]\n__proto__ = 1\n'],
    [
      'i.toml',
      '[[hooks.PreToolUse]]\n[[hooks.PreToolUse.hooks]]\ntype = "mcp_tool"\nserver = "a"\ntool = "b"\ninput = { a = 9007199254740993, b = 1979-05-27, c = inf }\n',
    ],
    ['j.yaml', `${Array.from({ length: 60_000 }, (_, at) => `k${at}: [a, {b: c}]\n`).join('')}`],
  ])('import of a bomb ends with a word (%s)', async (name, text) => {
    const at = scratch()
    put(path.join(at.project, name), text)
    const { signal, stderr } = await at.run(['import', name, '--yes'])
    expect(signal).toBeUndefined()
    expect(stderr).not.toMatch(/error\[unexpected\]|\.cjs:\d+/)
  })
})
