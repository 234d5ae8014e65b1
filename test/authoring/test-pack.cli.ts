import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { eventually, isAlive } from '../runtime/script/fixture.ts'
import { BIN, refused, scratch, snapshot } from '../scenarios/cli.ts'
import { writePack } from './pack.ts'

const bash = (command: string) => ({ tool_name: 'Bash', tool_input: { command } })
const none = { decision: 'none' }

/** A file of cases, each with its event and what is expected. */
function casesOf(...cases: readonly object[]): object {
  return { hook: 'guard', cases: cases.map((one, at) => ({ name: `case ${at}`, event: bash('ls'), ...one })) }
}

describe('hooks test', () => {
  test('runs the cases, and leaves nothing behind', async () => {
    const at = scratch()
    const cwd = writePack(at.root)
    const env = { TMPDIR: path.join(at.root, 'tmp') }
    mkdirSync(env.TMPDIR)
    const before = snapshot(at.root)
    expect((await at.done(['test'], { cwd, env })).stdout).toBe('small: 2 passed\n')
    expect(snapshot(at.root)).toEqual(before)
    const { stdout } = await at.done(['test', cwd, '--json'])
    expect(JSON.parse(stdout)).toEqual({
      ...{ name: 'small', ok: true, passed: 2, failed: 0, notRun: 0, invalid: [] },
      cases: [
        {
          ...{ file: 'cases/guard.json', hook: 'guard', name: 'refuses', result: 'passed', why: null },
          ...{ decision: 'deny', reason: 'Say yes.', stderr: '', misses: [] },
        },
        {
          ...{ file: 'cases/guard.json', hook: 'guard', name: 'lets pass', result: 'passed', why: null },
          ...{ decision: 'none', reason: '', stderr: '', misses: [] },
        },
      ],
    })
  })

  test('shows what was expected, what came, and stderr', async () => {
    const at = scratch()
    const code = `module.exports = ({ tool_input, cwd }, decide) => {
      if (tool_input.command === 'throw') throw new Error('oh')
      if (tool_input.command === 'write') require('node:fs').writeFileSync(cwd + '/a', 'one\\ntwo')
      console.log('thinking')
      return tool_input.command === 'no' ? decide.deny('First.\\nSecond.') : undefined
    }`
    const folder = writePack(at.root, {
      files: {
        'hooks/guard.cjs': code,
        'cases/guard.json': casesOf(
          { event: bash('no'), expect: none },
          { event: bash('no'), expect: { decision: 'deny', reason: 'Third' } },
          { event: bash('throw'), expect: none },
          { event: bash('write'), expect: none, after: { a: 'one', b: '' } },
          { event: bash('throw'), expect: { decision: 'failed', reason: 'oh' } },
        ),
      },
    })
    const { status, stdout, stderr } = await at.run(['test', folder])
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toBe(`failed  cases/guard.json  guard: case 0
  expected decision  none
  got                deny: First.
                     Second.
  stderr             thinking

failed  cases/guard.json  guard: case 1
  expected reason    … Third …
  got                First.
                     Second.
  stderr             thinking

failed  cases/guard.json  guard: case 2
  expected decision  none
  got                failed: oh
  stderr             hookpack: small/guard failed: oh

failed  cases/guard.json  guard: case 3
  expected a         one
  got                one
                     two
  expected b         (empty)
  got                no such file
  stderr             thinking

small: 1 passed, 4 failed
`)
  })

  test('runs scripts in Bash, Python and Node with their options', async () => {
    const at = scratch()
    const options = {
      type: 'object',
      additionalProperties: false,
      properties: { word: { type: 'string', default: 'no' } },
    }
    const scripts = {
      'hooks/a.sh': 'cat >/dev/null; echo "$HOOK_OPTIONS" >&2; exit 2',
      'hooks/b.py':
        'import json, os, sys\nprint(json.loads(os.environ["HOOK_OPTIONS"])["word"], file=sys.stderr)\nsys.exit(2)\n',
      'hooks/c.js': 'console.error(JSON.parse(process.env.HOOK_OPTIONS).word); process.exitCode = 2',
    }
    const hooks = Object.keys(scripts).map((script) => ({
      ...{ id: script.slice(6, 7), event: 'PreToolUse', handler: { script } },
    }))
    const cases = (hook: string, ...reasons: readonly string[]) => ({
      hook,
      cases: [
        { name: 'default', event: bash('ls'), expect: { decision: 'deny', reason: reasons[0] } },
        {
          name: 'set',
          event: bash('ls'),
          options: { word: 'never' },
          expect: { decision: 'deny', reason: reasons[1] },
        },
        { name: 'wrong', event: bash('ls'), options: { wrod: 'x' }, expect: none },
      ],
    })
    const folder = writePack(at.root, {
      manifest: { hooks, options },
      files: {
        ...scripts,
        'cases/guard.json': null,
        'cases/a.json': cases('a', '{"word":"no"}', '{"word":"never"}'),
        'cases/b.json': cases('b', 'no', 'never'),
        'cases/c.json': cases('c', 'no', 'never'),
      },
    })
    const { status, stdout } = await at.run(['test', folder])
    expect(status).toBe(1)
    expect(stdout).toMatch(/small: 6 passed, 3 failed\n$/)
    expect(stdout.match(/has no option `wrod`/g)).toHaveLength(3)
  })

  test('gives a hook its own folders and little of the environment', async () => {
    const at = scratch()
    const code =
      '(e, d, c) => d.deny(JSON.stringify([c.hook, c.env.SECRET_TOKEN, c.env.OTHER, c.env.HOOKS_SKIP, c.env.HOME === process.env.HOME, c.projectDir === e.cwd, require("node:os").tmpdir(), c.env.HOME]))'
    const folder = writePack(at.root, {
      files: {
        'hooks/guard.cjs': `module.exports = ${code}`,
        'cases/guard.json': casesOf({
          event: bash('cd {project} {home}'),
          files: { 'a.txt': '' },
          expect: { decision: 'deny' },
        }),
      },
    })
    const env = { SECRET_TOKEN: 's', OTHER: 'o', HOOKS_SKIP: 'small', HOOKS: '0' }
    const { stdout } = await at.done(['test', folder, '--json'], { env })
    const [name, secret, other, skip, sameHome, sameProject, temporary, home] = JSON.parse(
      JSON.parse(stdout).cases[0].reason,
    )
    expect([name, secret, other, skip, sameHome, sameProject]).toEqual([
      ...['small/guard', null, null, null, true, true],
    ])
    expect(home).not.toBe(at.home)
    expect(path.dirname(temporary)).toBe(path.dirname(home))
  })

  test('runs what would be published: a file that is left out is not there', async () => {
    const at = scratch()
    const folder = writePack(at.root, {
      files: { 'hooks/guard.cjs': 'module.exports = require("../lib/x.cjs")\n', 'lib/x.cjs': '' },
    })
    const { status, stdout } = await at.run(['test', folder])
    expect(status).toBe(1)
    expect(stdout).toContain("failed: Cannot find module '../lib/x.cjs'")
  })

  test('runs only what --filter chooses', async () => {
    const at = scratch()
    const folder = writePack(at.root)
    expect((await at.done(['test', folder, '--filter', 'LETS'])).stdout).toBe('small: 1 passed\n')
    expect((await at.done(['test', folder, '--filter', 'guard.json'])).stdout).toBe('small: 2 passed\n')
    await refused(at, ['test', folder, '--filter', 'nothing like this'], {
      code: 'nothing-to-test',
      says: ['no case of `small` has `nothing like this`'],
      hint: '--filter',
    })
  })

  test('does not run what the client runs itself, but checks its cases', async () => {
    const at = scratch()
    const handler = { http: { url: 'https://example.com/' } }
    const files = { 'cases/guard.json': casesOf({ expect: none }, { expect: none }) }
    const folder = writePack(at.root, { hook: { handler }, files })
    expect((await at.done(['test', folder])).stdout).toBe(
      'not run  guard, 2 cases: the client itself runs handlers of the kind http\nsmall: 0 passed, 2 not run\n',
    )
    const wrong = casesOf({ event: { tool_name: 'Edit' }, expect: none })
    const other = writePack(at.root, { hook: { handler }, files: { 'cases/guard.json': wrong } })
    const { status, stdout } = await at.run(['test', other])
    expect(status).toBe(1)
    expect(stdout).toContain('does not reach `guard`: the matcher Bash leaves out Edit')
  })

  test('says what is wrong with cases, and runs the others', async () => {
    const at = scratch()
    const folder = writePack(at.root, {
      files: { 'cases/z.json': { hook: 'gone', cases: [{ name: 'a', expect: none }] }, 'cases/y.json': '{' },
    })
    const { status, stdout } = await at.run(['test', folder])
    expect(status).toBe(1)
    expect(stdout).toMatch(
      /^not valid {2}cases\/y\.json\n {2}is not JSON: .*\n\nnot valid {2}cases\/z\.json\n {2}hook: the pack has no hook `gone`\n {4}its hooks: guard\n\nsmall: 2 passed, 2 of cases\/\*\.json not valid\n$/,
    )
    const { ok, invalid } = JSON.parse((await at.run(['test', folder, '--json'])).stdout)
    expect(ok).toBe(false)
    expect(invalid[1]).toEqual({
      file: 'cases/z.json',
      faults: [{ field: 'hook', message: 'the pack has no hook `gone`', hint: 'its hooks: guard' }],
    })
  })

  test('leaves nothing behind when it is interrupted', async () => {
    const at = scratch()
    const [started, temporary] = [path.join(at.root, 'started'), path.join(at.root, 'tmp')]
    mkdirSync(temporary)
    const code = `module.exports = async () => {
      require('node:fs').writeFileSync(${JSON.stringify(started)}, String(process.pid))
      await new Promise((resolve) => setTimeout(resolve, 60_000))
    }`
    const cases = casesOf(...Array.from({ length: 50 }, () => ({ expect: none })))
    const folder = writePack(at.root, { files: { 'hooks/guard.cjs': code, 'cases/guard.json': cases } })
    const env = { ...at.env, TMPDIR: temporary }
    const running = execa(process.execPath, [BIN, 'test', folder], { env, extendEnv: false, reject: false })
    expect(await eventually(() => existsSync(started))).toBe(true)
    running.kill('SIGINT')
    expect(await running).toMatchObject({ signal: 'SIGINT' })
    const pid = Number(readFileSync(started, 'utf8'))
    expect(await eventually(() => !isAlive(pid))).toBe(true)
    expect(readdirSync(temporary)).toEqual([])
  })

  test.each([
    [
      'has no cases',
      { files: { 'cases/guard.json': null } },
      'nothing-to-test',
      'has no cases',
      'cases/*.json',
    ],
    ['has a manifest with faults', { manifest: { extra: 1 } }, 'manifest-invalid', 'extra', /./],
    [
      'has no handler',
      { files: { 'hooks/guard.cjs': null } },
      'manifest-invalid',
      'hooks/guard.cjs',
      'validate',
    ],
    ['has no manifest', { files: { 'hooks.json': null } }, 'pack-unreadable', 'no hooks.json', /./],
    [
      'has no package.json',
      { files: { 'package.json': null } },
      'pack-unreadable',
      'package.json',
      'hooks init',
    ],
  ] as const)('refuses a pack that %s', async (_, changes, code, says, hint) => {
    const at = scratch()
    const pattern = typeof hint === 'string' ? new RegExp(hint.replace(/[*.]/g, '\\$&')) : hint
    await refused(at, ['test', writePack(at.root, changes)], { code, says: [says], hint: pattern })
  })
})
