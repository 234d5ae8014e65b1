import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { denied, newScope, run, sha256 } from './fixture.ts'

const GUARD = 'const part = require("./part.cjs"); module.exports = (e, d) => d.deny(part)'
const PART = 'module.exports = "no"'

/** A scope with a guard and a file that it requires, hashes of both in the table and the lockfile. */
function verified(module = 'packs/p/guard.cjs', code = GUARD) {
  const hook = { module, code, pack: 'packs/p', sha256: sha256(code) }
  const scope = newScope({ guard: hook, soft: { ...hook, failure: 'continue' } })
  const part = path.join(scope, 'packs/p/part.cjs')
  writeFileSync(part, PART)
  const files = { [path.basename(module)]: sha256(code), 'part.cjs': sha256(PART) }
  writeFileSync(path.join(scope, 'lock.json'), JSON.stringify({ packs: { p: { folder: 'packs/p', files } } }))
  return { scope, part, guard: path.join(scope, module) }
}

describe.concurrent('a hook whose files are those that were installed', () => {
  test('runs', async () => {
    const { scope } = verified()
    expect(denied(await run(scope, ['pack/guard']))).toBe('no')
  })

  test.each(['packs/p/guard.mjs', 'packs/p/guard.js'])('runs from %s', async (module) => {
    const code = module.endsWith('.mjs')
      ? 'export default (e, d) => d.deny("no")'
      : 'module.exports = (e, d) => d.deny("no")'
    expect(denied(await run(verified(module, code).scope, ['pack/guard']))).toBe('no')
  })

  test('runs from a large module as well', async () => {
    const code = `/* ${'x'.repeat(300_000)} */ ${GUARD}`
    expect(denied(await run(verified('packs/p/guard.cjs', code).scope, ['pack/guard']))).toBe('no')
  })
})

describe.concurrent('a changed file is not run, and named in the failure of the hook:', () => {
  test.each(['packs/p/guard.cjs', 'packs/p/guard.mjs', 'packs/p/guard.js'])('%s', async (module) => {
    const code = module.endsWith('.mjs') ? 'export default () => {}' : 'module.exports = () => {}'
    const { scope, guard } = verified(module, code)
    appendFileSync(guard, '\nrequire("node:fs").writeFileSync(__dirname + "/ran", "")')
    expect(denied(await run(scope, ['pack/guard']))).toContain(`${guard} is not the file that was installed`)
    const soft = await run(scope, ['pack/soft'])
    expect(soft).toMatchObject({ stdout: '', status: 1, stderr: expect.stringContaining(guard) })
  })

  test('a file that it requires', async () => {
    const { scope, part } = verified()
    writeFileSync(part, 'module.exports = "yes"')
    expect(denied(await run(scope, ['pack/guard']))).toContain(`${part} is not the file that was installed`)
  })

  test('a file that was put beside it', async () => {
    const { scope } = verified('packs/p/guard.cjs', GUARD.replace('part.cjs', 'new.cjs'))
    const added = path.join(scope, 'packs/p/new.cjs')
    writeFileSync(added, PART)
    expect(denied(await run(scope, ['pack/guard']))).toContain(`${added} is not the file that was installed`)
  })

  test('a script', async () => {
    const code = '#!/bin/sh\necho no >&2\nexit 2\n'
    const scope = newScope({ guard: { script: 'packs/guard.sh', code, sha256: sha256(code) } })
    expect(denied(await run(scope, ['pack/guard']))).toBe('no')
    writeFileSync(path.join(scope, 'packs/guard.sh'), code.replace('exit 2', 'exit 0'))
    expect(denied(await run(scope, ['pack/guard']))).toContain('guard.sh is not the file that was installed')
  })
})

test('a module finds the packages that its pack has bundled', async () => {
  const code = 'const reason = require("reasons"); module.exports = (e, d) => d.deny(reason)'
  const { scope } = verified('packs/p/guard.cjs', code)
  const bundled = path.join(scope, 'packs/p/node_modules/reasons/index.js')
  mkdirSync(path.dirname(bundled), { recursive: true })
  writeFileSync(bundled, PART)
  const files = { 'guard.cjs': sha256(code), 'node_modules/reasons/index.js': sha256(PART) }
  writeFileSync(path.join(scope, 'lock.json'), JSON.stringify({ packs: { p: { folder: 'packs/p', files } } }))
  expect(denied(await run(scope, ['pack/guard']))).toBe('no')
})
