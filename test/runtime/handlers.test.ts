import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { denied, newScope, payload, run } from './fixture.ts'

const DENY = 'module.exports = (event, decide) => decide.deny("no")'

/** Runs one hook made of `code`, once in each failure mode. */
async function both(code: string, timeout = 10) {
  const scope = newScope({ block: { code, timeout }, continue: { code, timeout, failure: 'continue' } })
  const [block, go] = await Promise.all([run(scope, ['pack/block']), run(scope, ['pack/continue'])])
  return { block, go }
}

describe.concurrent('a handler that fails is denied in mode block and reported in mode continue', () => {
  test.each([
    ['throws', 'module.exports = () => { throw new Error("oh\\nno") }', 'oh'],
    ['throws something that is no error', 'module.exports = () => { throw null }', 'null'],
    ['rejects', 'module.exports = async () => { throw new Error("oh") }', 'oh'],
    [
      'returns something that is no decision',
      'module.exports = () => ({ decision: "deny" })',
      'not a decision',
    ],
    ['resolves to something that is no decision', 'module.exports = async () => true', 'not a decision'],
    [
      'decides what the event does not have',
      'module.exports = (e, d) => d.block("no")',
      'decide.block does not exist',
    ],
    ['decides without a reason', 'module.exports = (e, d) => d.deny()', 'needs a text'],
    ['calls process.exit', 'module.exports = () => process.exit(0)', 'process.exit(0)'],
    [
      'calls process.exit later',
      'module.exports = () => new Promise(() => setTimeout(process.exit, 5))',
      'process.exit',
    ],
    [
      'fails in a timer while it waits',
      'module.exports = () => new Promise(() => setTimeout(() => { throw new Error("oh") }, 5))',
      'outside its handler: oh',
    ],
    [
      'leaves a rejection unhandled while it waits',
      'module.exports = () => new Promise(() => { Promise.reject(new Error("oh")) })',
      'outside its handler: oh',
    ],
    ['has a module that throws', 'throw new Error("oh")', 'oh'],
    ['has a module that is not JavaScript', 'module.exports = (', 'Unexpected'],
    ['has a module without a function', 'exports.handler = () => undefined', 'does not export a function'],
    ['has a module of nothing', 'module.exports = null', 'does not export a function'],
    ['has a module that misses another one', 'require("./absent.cjs")', "Cannot find module './absent.cjs'"],
  ])('when it %s', async (_, code, why) => {
    const { block, go } = await both(code)
    expect(denied(block)).toContain(why)
    expect(denied(block)).not.toContain('\n')
    expect(go).toMatchObject({ stdout: '', status: 1, stderr: expect.stringContaining(why) })
    expect(go.stderr).toMatch(/^hookpack: pack\/continue failed: .*\n$/)
  })

  test('when it never decides, half a second before the client would kill it', async () => {
    const { block, go } = await both('module.exports = () => new Promise(() => {})', 1)
    expect(denied(block)).toContain('did not decide within 1 s')
    expect(go).toMatchObject({ status: 1, stderr: expect.stringContaining('did not decide') })
  })

  test('when its module is missing', async () => {
    const scope = newScope({ block: {}, continue: { failure: 'continue' } })
    expect(denied(await run(scope, ['pack/block']))).toContain('Cannot find module')
    expect(await run(scope, ['pack/continue'])).toMatchObject({ status: 1, stdout: '' })
  })
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
