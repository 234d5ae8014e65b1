import { utimesSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { validatePack } from '../../src/ops/validate-pack.ts'
import { put, scratch, snapshot } from '../scenarios/cli.ts'
import { code, described, ERRORS, script, WARNINGS } from './mistakes.ts'
import { type Changes, scratchFolder, writePack } from './pack.ts'

/** The findings about a pack with these changes; its cases are not run. */
async function findingsOf(changes: Changes, prepare: (folder: string) => void = () => undefined) {
  const folder = writePack(scratchFolder(), changes)
  prepare(folder)
  return (await validatePack(folder, false, '/')).findings
}

test('a pack without a fault has no findings', async () => {
  expect(await findingsOf({})).toEqual([])
})

describe.each([
  ['error', ERRORS],
  ['warning', WARNINGS],
] as const)('there is one %s when', (level, table) => {
  test.each(table)('%s', async (_, changes, [rule, place, message, hint]) => {
    const found = await findingsOf(changes)
    const places = found.map((one) =>
      [one.file + (one.line === undefined ? '' : `:${one.line}`), one.field].filter(Boolean).join(' '),
    )
    const at = places.findIndex((one, index) => one === place && found[index]?.rule === rule)
    expect(found[at], JSON.stringify(found, null, 2)).toMatchObject({
      level,
      message: expect.stringMatching(asPattern(message)),
      hint: expect.stringMatching(asPattern(hint)),
    })
    // A warning stands alone: none of them comes from what another one is about.
    if (level === 'warning') expect(found).toHaveLength(1)
  })
})

function asPattern(text: string | RegExp): RegExp {
  return typeof text === 'string' ? new RegExp(text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')) : text
}

test('a build that is older than its source is an error', async () => {
  const yesterday = Date.now() / 1000 - 86_400
  const found = await findingsOf(
    { files: { 'src/guard.ts': 'export default () => undefined\n' } },
    (folder) => utimesSync(path.join(folder, 'hooks/guard.cjs'), yesterday, yesterday),
  )
  expect(found).toEqual([
    expect.objectContaining({
      level: 'error',
      rule: 'build-stale',
      file: 'hooks/guard.cjs',
      message: 'it is older than src/guard.ts',
    }),
  ])
})

test('what is declared is not warned of', async () => {
  const text =
    "const fs = require('fs'); const c = require('child_process')\nmodule.exports = async (e, d, { env }) => { fs.rmSync('x'); await fetch(env.MY_TOKEN) }\n"
  const permissions = { network: ['x'], reads: [], writes: ['x'], runs: ['x'], env: ['MY_TOKEN'] }
  expect(await findingsOf({ ...code(text), manifest: { permissions } })).toEqual([])
})

test('several events share one handler: it may decide what any of them can', async () => {
  const handler = { module: 'hooks/guard.cjs' }
  const hooks = [
    { id: 'guard', event: 'PreToolUse', handler },
    { id: 'stop', event: 'Stop', handler },
  ]
  const text = 'module.exports = (e, decide) => (e.tool_name ? decide.deny("x") : decide.block("x"))\n'
  expect(await findingsOf({ ...code(text), manifest: { hooks } })).toEqual([])
})

test('all faults are said at once', async () => {
  const found = await findingsOf({
    described: { license: null, dependencies: { left: '1' } },
    manifest: { extra: 1, $schema: null },
    hook: { tools: ['bash'], if: 'Bash git', timeout: 0.2 },
    files: { 'README.md': 'a\u200bb', 'cases/guard.json': { hook: 'guard' } },
  })
  expect(found.map(({ level, rule }) => `${level} ${rule}`).sort()).toEqual([
    'error bad-case',
    'error bad-manifest',
    'error dependency-not-bundled',
    'error hidden-text',
    'error if-never-runs',
    'error matches-nothing',
    'warning incomplete',
    'warning incomplete',
    'warning odd-timeout',
  ])
})

describe('hooks validate', () => {
  test('says that a pack is in order, and how its cases went', async () => {
    const at = scratch()
    const folder = writePack(at.root)
    const before = snapshot(folder)
    const { stdout } = await at.done(['validate', folder])
    expect(stdout).toMatch(
      /^small 1\.0\.0: no errors, no warnings \(5 files, \d+ bytes, 2 of 2 cases pass\)\n$/,
    )
    expect(snapshot(folder)).toEqual(before)
    const json = JSON.parse((await at.done(['validate', '--json'], { cwd: folder })).stdout)
    expect(json).toEqual({
      name: 'small',
      version: '1.0.0',
      ok: true,
      errors: [],
      warnings: [],
      files: 5,
      bytes: expect.any(Number),
      cases: { passed: 2, failed: 0, notRun: 0 },
    })
  })

  test('groups what it finds, with file, field and the way out', async () => {
    const at = scratch()
    const folder = writePack(at.root, {
      hook: { timout: 1 },
      ...described({ license: null }),
      ...code('module.exports = () => fetch("x")\n'),
    })
    const { status, stdout, stderr } = await at.run(['validate', folder])
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toBe(`errors
  hooks.json  hooks[0].timout: is not a known field
    did you mean \`timeout\`?

warnings
  hooks/guard.cjs:1  it seems to use the network (fetch), and \`permissions.network\` says nothing
    if it does, say what in \`permissions.network\` of hooks.json; this is a guess from reading the code
  package.json  license: there is none
    without one nobody may use the pack; MIT is usual

What code touches is guessed from its words: advice, not proof.

${/^small 1\.0\.0: .*$/m.exec(stdout)?.[0]}
`)
    expect(stdout).toContain('small 1.0.0: 1 error, 2 warnings (5 files, ')
  })

  test('succeeds with warnings, unless it has to be strict', async () => {
    const at = scratch()
    const folder = writePack(at.root, described({ license: null }))
    expect(await at.run(['validate', folder])).toMatchObject({ status: 0 })
    const strict = await at.run(['validate', folder, '--strict', '--json'])
    expect(strict.status).toBe(1)
    expect(JSON.parse(strict.stdout)).toMatchObject({
      ok: true,
      warnings: [
        { rule: 'incomplete', file: 'package.json', line: null, field: 'license', message: 'there is none' },
      ],
    })
  })

  test('finds decisions that an event does not have by running the cases, which can be left out', async () => {
    const at = scratch()
    const folder = writePack(at.root, code('module.exports = (e, d) => d["block"]("no")\n'))
    const { status, stdout } = await at.run(['validate', folder])
    expect(status).toBe(1)
    expect(stdout).toContain(
      'in `refuses` the hook `guard` decides what it cannot: decide.block does not exist on PreToolUse',
    )
    const without = await at.done(['validate', folder, '--no-cases', '--json'])
    expect(JSON.parse(without.stdout)).toMatchObject({ ok: true, cases: null })
  })

  test('finds what a script prints for another event', async () => {
    const at = scratch()
    const said = '{"hookSpecificOutput":{"hookEventName":"Stop","permissionDecision":"allow"}}'
    const folder = writePack(at.root, script('hooks/guard.sh', `echo '${said}'\n`))
    const { status, stdout } = await at.run(['validate', folder])
    expect(status).toBe(1)
    expect(stdout).toContain('it printed a hookSpecificOutput for "Stop"')
  })

  test('warns of cases that fail for another reason', async () => {
    const at = scratch()
    const folder = writePack(at.root, code('module.exports = () => undefined\n'))
    const { stdout } = await at.done(['validate', folder])
    expect(stdout).toContain('cases  1 of 2 cases fail\n    `hooks test` shows how\n')
  })

  test('refuses a folder that is no pack', async () => {
    const at = scratch()
    put(path.join(at.project, 'a.txt'), '')
    const { status, stderr } = await at.run(['validate', 'gone'])
    expect(status).toBe(1)
    expect(stderr).toMatch(
      /^error\[pack-unreadable\]: `gone` is not a pack: .*\(ENOENT\)\nhint: .*hooks init/,
    )
  })
})
