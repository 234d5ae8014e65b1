import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { denied, newScope, payload, run, sha256 } from './fixture.ts'

const DENY = 'module.exports = (event, decide) => decide.deny("no")'

test.concurrent('a hook whose module is missing is denied in mode block and reported in mode continue', async () => {
  const scope = newScope({ block: {}, continue: { failure: 'continue' } })
  expect(denied(await run(scope, ['pack/block']))).toContain('Cannot find module')
  expect(await run(scope, ['pack/continue'])).toMatchObject({ status: 1, stdout: '' })
})

test.skipIf(process.platform === 'win32')('a hook decides in a folder that was deleted', async () => {
  const scope = newScope({ guard: { code: DENY } })
  const cwd = path.join(scope, 'gone')
  mkdirSync(cwd)
  const ended = run(scope, ['pack/guard'], { cwd })
  rmSync(cwd, { recursive: true })
  expect(denied(await ended)).toBe('no')
})

test.concurrent('a process that ends all the same does not pass for one without an opinion', async () => {
  const code = 'module.exports = () => process.emit("exit", 0)'
  const scope = newScope({ block: { code }, continue: { code, failure: 'continue' } })
  const why = expect.stringContaining('without deciding')
  expect(await run(scope, ['pack/block'])).toMatchObject({ status: 2, stderr: why })
  expect(await run(scope, ['pack/continue'])).toMatchObject({ status: 1, stdout: '', stderr: why })
})

describe.concurrent('stdout carries the decision and nothing else', () => {
  test.each([
    ['console.log', 'console.log("noise")'],
    ['process.stdout.write', 'process.stdout.write("noise\\n")'],
    ['console.table', 'console.table(["noise"])'],
  ])('when a handler uses %s, which goes to stderr', async (_, statement) => {
    const scope = newScope({
      guard: { code: `${statement}; module.exports = (e, d) => { ${statement}; return d.deny("no") }` },
    })
    const ended = await run(scope, ['pack/guard'])
    expect(denied(ended)).toBe('no')
    expect(ended.stderr).toContain('noise')
  })

  test('when a handler uses a console of its own', async () => {
    const code = 'const { log } = console; module.exports = () => { log("noise") }'
    expect(await run(newScope({ guard: { code } }), ['pack/guard'])).toMatchObject({
      stdout: '',
      status: 0,
      stderr: 'noise\n',
    })
  })
})

describe.concurrent('the process ends', () => {
  test.each([
    ['sets another status', 'process.exitCode = 0'],
    ['throws', 'throw new Error("late")'],
    ['calls process.exit', 'process.exit(0)'],
  ])('with the status of its answer when a handler %s afterwards', async (_, statement) => {
    const code = `module.exports = (e, d) => { setTimeout(() => { ${statement} }, 2); setTimeout(() => {}, 99); return d.block("no") }`
    const scope = newScope({ idle: { event: 'TeammateIdle', code } })
    const ended = await run(scope, ['pack/idle'], { input: [payload({ hook_event_name: 'TeammateIdle' })] })
    expect(ended).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('no') })
  })

  test('at once when a handler leaves timers behind', async () => {
    const code =
      'setInterval(() => {}, 10); module.exports = (e, d) => { setTimeout(() => {}, 1e6); return d.deny("no") }'
    const before = Date.now()
    expect(denied(await run(newScope({ guard: { code } }), ['pack/guard']))).toBe('no')
    expect(Date.now() - before).toBeLessThan(4000)
  })

  test('with status 0 when nobody reads stdout', async () => {
    const code =
      'module.exports = async (e, d) => { await new Promise((r) => setTimeout(r, 50)); return d.deny("no") }'
    const ended = await run(newScope({ guard: { code } }), ['pack/guard'], { deaf: true })
    expect(ended).toMatchObject({ status: 0, signal: null })
  })

  test('without a word when a handler returns nothing', async () => {
    const scope = newScope({
      plain: { code: 'module.exports = () => {}' },
      late: { code: 'module.exports = async () => null' },
    })
    expect(await run(scope, ['pack/plain', 'pack/late'])).toEqual({
      stdout: '',
      stderr: '',
      status: 0,
      signal: null,
    })
  })

  test('with a long reason written in full', async () => {
    const code = 'module.exports = (e, d) => d.deny("é".repeat(1_000_000))'
    expect(denied(await run(newScope({ guard: { code } }), ['pack/guard']))).toHaveLength(1_000_000)
  })
})

describe.concurrent('a handler module', () => {
  test('may export by default, be an ES module, or require files beside it', async () => {
    const scope = newScope({
      compiled: { code: 'exports.__esModule = true; exports.default = (e, d) => d.context("compiled")' },
      modern: { module: 'packs/modern.mjs', code: 'export default (e, d) => d.context("modern")' },
      parts: { code: 'const part = require("./part.cjs"); module.exports = (e, d) => d.context(part)' },
    })
    writeFileSync(path.join(scope, 'packs', 'part.cjs'), 'module.exports = "part"')
    const files = { 'part.cjs': sha256('module.exports = "part"') }
    writeFileSync(path.join(scope, 'lock.json'), JSON.stringify({ packs: { p: { folder: 'packs', files } } }))
    const ended = await run(scope, ['pack/compiled', 'pack/modern', 'pack/parts'])
    expect(ended.stderr).toBe('')
    expect(JSON.parse(ended.stdout).hookSpecificOutput.additionalContext).toBe('compiled\nmodern\npart')
  })

  test('is given the event, its options and where it is', async () => {
    const code =
      'module.exports = (event, decide, context) => decide.deny(JSON.stringify({ event, context }))'
    const scope = newScope({ guard: { code, options: { level: 3 }, pack: 'packs/pack/1.0.0' } })
    const { event, context } = JSON.parse(denied(await run(scope, ['pack/guard'])) ?? '')
    expect(event).toEqual(JSON.parse(payload()))
    expect(context).toEqual({
      options: { level: 3 },
      projectDir: '/project',
      packDir: path.join(scope, 'packs/pack/1.0.0'),
      hook: 'pack/guard',
      env: expect.objectContaining({ CLAUDE_PROJECT_DIR: '/project' }),
    })
  })
})

describe.concurrent('the entry', () => {
  const guard = newScope({ guard: { code: DENY }, other: { code: DENY.replace('no', 'other') } })

  test('may be started as a file as well', async () => {
    expect(denied(await run(guard, ['pack/guard', 'pack/other'], { asFile: true }))).toBe('no\nother')
  })

  test('works in a folder whose package.json is broken', async () => {
    const cwd = path.join(guard, 'broken')
    mkdirSync(cwd, { recursive: true })
    writeFileSync(path.join(cwd, 'package.json'), '{')
    expect(denied(await run(guard, ['pack/guard'], { cwd }))).toBe('no')
  })

  test('reports a hook that is not in the table and runs the others', async () => {
    const ended = await run(guard, ['pack/gone', 'pack/guard'])
    expect(denied(ended)).toBe('no')
    expect(ended.stderr).toContain('pack/gone failed: it is not in table.json')
    expect(await run(guard, ['pack/gone'])).toMatchObject({ status: 1, stdout: '' })
  })

  test.each([
    ['missing', undefined],
    ['broken', '{'],
    ['of another version', '{"version":2,"hooks":{}}'],
    ['no object', 'null'],
  ])('reports a table that is %s, and leaves Copilot alone', async (_, text) => {
    const scope = newScope({ guard: { code: DENY } })
    rmSync(path.join(scope, 'table.json'))
    if (text !== undefined) writeFileSync(path.join(scope, 'table.json'), text)
    expect(await run(scope, ['pack/guard'])).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('table.json'),
    })
    expect(await run(scope, ['pack/guard'], { env: { COPILOT_CLI: '1' } })).toMatchObject({
      status: 0,
      stdout: '',
    })
  })

  test('blocks by status where the client takes no JSON', async () => {
    const scope = newScope({
      idle: { event: 'TeammateIdle', code: 'module.exports = (e, d) => d.block("go on")' },
    })
    const ended = await run(scope, ['pack/idle'], { input: [payload({ hook_event_name: 'TeammateIdle' })] })
    expect(ended).toEqual({ stdout: '', stderr: 'go on\n', status: 2, signal: null })
  })
})
