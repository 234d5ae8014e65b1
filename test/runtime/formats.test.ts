import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { denied, type HookSource, newScope, run, sha256 } from './fixture.ts'

/** A hook with its hash, as it is installed. */
function hookOf(module: string, code: string, rest: HookSource = {}): HookSource {
  return { module: `packs/${module}`, code, sha256: sha256(code), ...rest }
}

/** A scope with one pack, in which `esm` is of the type module and `cjs` of the type commonjs. */
function scopeOf(
  hooks: Readonly<Record<string, HookSource>>,
  more: Readonly<Record<string, string>> = {},
): string {
  const scope = newScope(hooks)
  const texts = {
    'esm/package.json': '{"type":"module"}',
    'cjs/package.json': '{"type":"commonjs"}',
    ...more,
  }
  for (const [name, text] of Object.entries(texts)) {
    const file = path.join(scope, 'packs', name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const files = Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, sha256(text)]))
  writeFileSync(path.join(scope, 'lock.json'), JSON.stringify({ packs: { p: { folder: 'packs', files } } }))
  return scope
}

const COMMONJS = 'module.exports = '
const MODULE = 'export default '
const SYNC = '(event, decide) => decide.context(NAME)'
const ASYNC = 'async (event, decide) => { await null; return decide.context(NAME) }'

const FORMS: Readonly<Record<string, string>> = {
  'guard.cjs': COMMONJS + SYNC,
  'late.cjs': COMMONJS + ASYNC,
  'named.cjs': `exports.default = ${SYNC}`,
  'promise.cjs': `module.exports = Promise.resolve(${SYNC})`,
  'cjs/guard.js': COMMONJS + SYNC,
  'cjs/late.js': COMMONJS + ASYNC,
  'cjs/compiled.js': `Object.defineProperty(exports, '__esModule', { value: true }); exports.default = ${SYNC}`,
  'guard.mjs': MODULE + SYNC,
  'late.mjs': MODULE + ASYNC,
  'named.mjs': `export function other() {}\nconst guard = ${SYNC}\nexport { guard as default }`,
  'awaiting.mjs': `const { sep } = await import('node:path')\n${MODULE}${SYNC}`,
  'awaiting-late.mjs': `await new Promise((done) => setTimeout(done, 5))\n${MODULE}${ASYNC}`,
  'esm/guard.js': MODULE + SYNC,
  'esm/late.js': MODULE + ASYNC,
  'esm/awaiting.js': `await null\n${MODULE}${SYNC}`,
}

const names = Object.keys(FORMS)
const withName = (name: string): string => (FORMS[name] ?? '').replace('NAME', JSON.stringify(name))

describe.concurrent('a handler', () => {
  test('may be a CommonJS or ES module, wait or not, and await at its top level, all of them side by side', async () => {
    const hooks = names.map((name, at) => [`h${at}`, hookOf(name, withName(name))] as const)
    const ended = await run(
      scopeOf(Object.fromEntries(hooks)),
      hooks.map(([id]) => `pack/${id}`),
    )
    expect(ended.stderr).toBe('')
    expect(JSON.parse(ended.stdout).hookSpecificOutput.additionalContext.split('\n')).toEqual(names)
  })

  test.each(names)('may be %s alone', async (name) => {
    const ended = await run(scopeOf({ one: hookOf(name, withName(name)) }), ['pack/one'])
    expect(ended).toMatchObject({ stderr: '', status: 0 })
    expect(JSON.parse(ended.stdout).hookSpecificOutput.additionalContext).toBe(name)
  })
})

describe.concurrent('a module that awaits at its top level', () => {
  const guard = `await null\n${MODULE}(event, decide) => decide.deny('no')`

  test('is evaluated once', async () => {
    const code = `console.error('evaluated')\n${guard}`
    const ended = await run(scopeOf({ one: hookOf('a.mjs', code), two: hookOf('a.mjs', code) }), [
      'pack/one',
      'pack/two',
    ])
    expect(denied(ended)).toBe('no')
    expect(ended.stderr).toBe('evaluated\n')
  })

  test('is not run when it has changed', async () => {
    const scope = scopeOf({ one: hookOf('a.mjs', guard) })
    appendFileSync(path.join(scope, 'packs/a.mjs'), "\nconsole.error('evaluated')")
    const ended = await run(scope, ['pack/one'])
    expect(denied(ended)).toContain('a.mjs is not the file that was installed')
    expect(ended.stderr).not.toContain('evaluated')
  })

  test.each([
    ['guard.mjs', 'part.mjs'],
    ['awaiting.mjs', 'part.mjs'],
    ['esm/guard.js', 'esm/part.js'],
    ['guard.mjs', 'part.cjs'],
    ['guard.mjs', 'part.json'],
  ])('or another ES module (%s) is not run when what it imports (%s) has changed', async (name, part) => {
    const attributes = part.endsWith('.json') ? ' with { type: "json" }' : ''
    const code = `import part from './${path.basename(part)}'${attributes}
      ${name.startsWith('awaiting') ? 'await null' : ''}
      export default (event, decide) => decide.deny(part)`
    const text = { mjs: 'export default "old"', js: 'export default "old"', cjs: 'module.exports = "old"' }
    const content = text[part.split('.')[1] as keyof typeof text] ?? '"old"'
    const scope = scopeOf({ one: hookOf(name, code) }, { [part]: content })
    expect(denied(await run(scope, ['pack/one']))).toBe('old')
    writeFileSync(path.join(scope, 'packs', part), content.replace('old', 'new'))
    expect(denied(await run(scope, ['pack/one']))).toContain(`${part} is not the file that was installed`)
  })

  test.each([
    ['throws', 'await null; throw new Error("oh")', 'oh'],
    ['never goes on', `await new Promise(() => {})\n${guard}`, 'within 1 s'],
    ['loops', `await null; for (;;);\n${guard}`, 'within 1 s'],
    ['exports no function', 'await null; export default 1', 'does not export a function'],
    ['has a handler that loops', `await null\n${MODULE}() => { for (;;); }`, 'within 1 s'],
    ['has a handler that throws', `await null\n${MODULE}() => { throw new Error('oh') }`, 'oh'],
    ['imports what is not there', `import 'node:no'\n${guard}`, 'node:no'],
  ])('fails when it %s', async (_, code, why) => {
    const timeout = why === 'within 1 s' ? 1 : 10
    const scope = scopeOf({
      block: hookOf('a.mjs', code, { timeout }),
      go: hookOf('a.mjs', code, { timeout, failure: 'continue' }),
    })
    const [block, go] = await Promise.all([run(scope, ['pack/block']), run(scope, ['pack/go'])])
    expect(denied(block)).toContain(why)
    expect(go).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining(why) })
  })
})

test('a CommonJS handler may import ES modules beside it, parts of Node and packages that it bundles', async () => {
  const code = `module.exports = async (e, d) => {
    const { one } = await import('./one.mjs')
    const { sep } = await import('node:path')
    const { two } = await import('two')
    return d.context(one + two + typeof sep)
  }`
  const scope = scopeOf({ one: hookOf('one.cjs', code) })
  writeFileSync(path.join(scope, 'packs/one.mjs'), 'export const one = 1\n')
  const folder = path.join(scope, 'packs/node_modules/two')
  mkdirSync(folder, { recursive: true })
  writeFileSync(path.join(folder, 'package.json'), '{"exports":{"import":"./two.mjs"}}')
  writeFileSync(path.join(folder, 'two.mjs'), 'export const two = "2"\n')
  const ended = await run(scope, ['pack/one'])
  expect(ended.stderr).toBe('')
  expect(JSON.parse(ended.stdout).hookSpecificOutput.additionalContext).toBe('12string')
})
