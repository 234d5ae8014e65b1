import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { packFolder, put, refused, scratch } from './cli.ts'

const GUARD = 'block-dangerous-bash'
const ADD = ['add', GUARD, '--yes']

describe('a command line that is wrong', () => {
  test('unknown command: the nearest name', async () => {
    await refused(scratch(), ['ad', GUARD], {
      code: 'usage',
      says: ['`ad` is not a hooks command'],
      hint: '`add`',
    })
  })

  test('a command of other package managers: what it is called here', async () => {
    await refused(scratch(), ['uninstall', GUARD], {
      code: 'usage',
      says: ['`uninstall` is not a hooks command'],
      hint: '`hooks remove`',
    })
  })

  test('unknown flag: the nearest name', async () => {
    await refused(scratch(), [...ADD, '--dry-rum'], {
      code: 'usage',
      says: ['`--dry-rum`'],
      hint: '`--dry-run`',
    })
  })

  test('unknown flag of list: the nearest name', async () => {
    await refused(scratch(), ['list', '--scop', 'user'], {
      code: 'usage',
      says: ['`--scop`'],
      hint: '`--scope`',
    })
  })

  test('unknown scope: the scopes there are', async () => {
    const says = [/team.*user, project, local/]
    await refused(scratch(), [...ADD, '--scope', 'team'], { code: 'usage', says, hint: '--help' })
  })

  test('add without a pack', async () => {
    await refused(scratch(), ['add', '--yes'], { code: 'usage', says: ['needs <spec>'], hint: '--help' })
  })

  test('the same pack twice', async () => {
    await refused(scratch(), [...ADD, GUARD], { code: 'usage', says: ['named twice'], hint: 'once' })
  })

  test.each(['Not A Name', '-x!', '@acme', 'pack@', 'npm:', 'ftp://example.com/x.tgz'])(
    'bad spec %j',
    async (spec) => {
      await refused(scratch(), ['add', '--yes', '--', spec], {
        code: 'spec-invalid',
        says: ['is not a pack spec'],
        hint: '@acme/pack',
      })
    },
  )

  test('with --json the error is one JSON document on stdout', async () => {
    const ended = await scratch().run(['add', 'block-dangerous-bush', '--json', '--yes'])
    expect(ended).toMatchObject({ status: 1, stderr: '' })
    expect(JSON.parse(ended.stdout)).toMatchObject({
      error: { code: 'pack-not-found', hint: expect.stringContaining(GUARD) },
    })
  })
})

describe('a pack that cannot be had', () => {
  test('unknown pack: the nearest name', async () => {
    const says = ['no pack `block-dangerous-bush`']
    await refused(scratch(), ['add', 'block-dangerous-bush', '--yes'], {
      code: 'pack-not-found',
      says,
      hint: `\`${GUARD}\``,
    })
  })

  test('one unknown pack among known ones', async () => {
    await refused(scratch(), [...ADD, 'zzzzzzzzzzzz'], {
      code: 'pack-not-found',
      says: ['zzzzzzzzzzzz'],
      hint: 'hooks search',
    })
  })

  test.each(['9', '^7.1', 'nightly'])('unknown version %s: the newest there are', async (range) => {
    const says = [`no version that matches \`${range}\``]
    await refused(scratch(), ['add', `${GUARD}@${range}`, '--yes'], {
      code: 'version-not-found',
      says,
      hint: '1.0.0',
    })
  })

  test('a folder that is not there', async () => {
    await refused(scratch(), ['add', './nowhere', '--yes'], {
      code: 'pack-unreadable',
      says: ['package.json'],
      hint: 'hooks.json',
    })
  })

  test('a folder without a manifest', async () => {
    const at = scratch()
    put(path.join(at.project, 'pack/package.json'), { name: 'pack', version: '1.0.0' })
    await refused(at, ['add', './pack', '--yes'], {
      code: 'pack-unreadable',
      says: ['no hooks.json'],
      hint: 'hooks.json',
    })
  })

  test('a manifest with several faults: every field, and what was expected', async () => {
    const at = scratch()
    const hooks = [
      { id: 'Bad Id', event: 'PreToolUsed', handler: { module: '../out.cjs' }, timeout: 'soon' },
      { id: 'b', event: 'Stop', handler: { modul: 'dist/one.cjs' }, extra: 1 },
    ]
    const folder = packFolder(at.root, 'faulty', { manifest: { hooks } })
    const says = [
      '`faulty`',
      /hooks\[0\]\.id: .*lower-case/,
      /hooks\[0\]\.event: .*PreToolUse/,
      /hooks\[0\]\.timeout: .*number/,
      /hooks\[1\].*extra/,
    ]
    await refused(at, ['add', folder, '--yes'], { code: 'manifest-invalid', says, hint: 'author' })
  })

  test('a manifest that is not JSON', async () => {
    const at = scratch()
    const folder = packFolder(at.root, 'faulty')
    put(path.join(folder, 'hooks.json'), '{ "hooks": [')
    await refused(at, ['add', folder, '--yes'], {
      code: 'manifest-invalid',
      says: ['not JSON'],
      hint: 'author',
    })
  })

  test('a manifest that names a module which is not in the pack', async () => {
    const at = scratch()
    const manifest = { hooks: [{ id: 'one', event: 'Stop', handler: { module: 'dist/two.cjs' } }] }
    const folder = packFolder(at.root, 'faulty', { manifest })
    const says = [/hooks\[0\]\.handler\.module: .*`dist\/two\.cjs`/]
    await refused(at, ['add', folder, '--yes'], { code: 'manifest-invalid', says, hint: 'build' })
  })

  test('a pack with dependencies', async () => {
    const at = scratch()
    const folder = packFolder(at.root, 'needy', { described: { dependencies: { 'left-pad': '1' } } })
    await refused(at, ['add', folder, '--yes'], {
      code: 'pack-unreadable',
      says: ['left-pad'],
      hint: 'bundle',
    })
  })
})

describe('options', () => {
  test('an unknown option: the nearest name', async () => {
    const says = ['no option `vai`']
    await refused(scratch(), ['add', 'notify-done', '--set', 'vai=desktop', '--yes'], {
      code: 'options-invalid',
      says,
      hint: '`via`',
    })
  })

  test('a wrong value: what is allowed', async () => {
    const says = [/`via` .*"desktop", "webhook", "both"/]
    await refused(scratch(), ['add', 'notify-done', '--set', 'via=pigeon', '--yes'], {
      code: 'options-invalid',
      says,
      hint: 'hooks info notify-done',
    })
  })

  test('options for two packs at once', async () => {
    const args = ['add', 'notify-done', GUARD, '--set', 'via=both', '--yes']
    await refused(scratch(), args, { code: 'usage', says: ['--set'], hint: 'one by one' })
  })
})

describe('a person who has not agreed or cannot be asked', () => {
  test('no terminal and no --yes', async () => {
    await refused(scratch(), ['add', GUARD], {
      code: 'confirmation-needed',
      says: ['no terminal'],
      hint: '--yes',
    })
  })

  test('no HOME and --scope user', async () => {
    const start = { env: { HOME: undefined } }
    await refused(scratch(), [...ADD, '--scope', 'user'], {
      ...start,
      code: 'no-home',
      says: ['HOME'],
      hint: '--scope project',
    })
  })

  test('no HOME in a folder that is no project', async () => {
    const at = scratch()
    const cwd = path.join(at.root, 'plain')
    mkdirSync(cwd)
    await refused(at, ADD, {
      cwd,
      env: { HOME: undefined },
      code: 'no-home',
      says: ['HOME'],
      hint: '--scope project',
    })
  })

  test('no HOME is no matter for the project scope', async () => {
    await scratch().done([...ADD, '--scope', 'project'], { env: { HOME: undefined } })
  })

  test('the project scope of the home folder', async () => {
    const at = scratch()
    const says = ['home folder']
    await refused(at, [...ADD, '--scope', 'project'], {
      cwd: at.home,
      code: 'scope-unavailable',
      says,
      hint: '--scope user',
    })
  })
})

test.skipIf(process.platform === 'win32')('a folder that was deleted is named as what is wrong', async () => {
  const cwd = mkdtempSync(path.join(tmpdir(), 'hookpack-gone-'))
  const program = path.resolve(import.meta.dirname, '../../bin/run.cjs')
  const child = spawn(process.execPath, [program, 'list'], { cwd })
  rmdirSync(cwd)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [status] = await once(child, 'close')
  expect(said).toBe(
    'error[no-folder]: the folder you are in does not exist any more\nhint: `cd` to one that does\n',
  )
  expect(status).toBe(1)
})
