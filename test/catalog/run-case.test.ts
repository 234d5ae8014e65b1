import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { type CaseRun, runCaseOf, type TestedPack } from '../../src/ops/run-case.ts'
import { readCases } from '../../src/ops/test-pack.ts'
import type { Case } from '../../src/schema/cases.ts'
import { type Manifest, parseManifest } from '../../src/schema/manifest.ts'
import { runHere } from './run-case.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-run-case-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const event = { tool_name: 'Bash', tool_input: { command: 'ls', cwd: '{project}' } }
const file = { hook: 'guard', event }
const none: Case = { name: 'a case', expect: { decision: 'none' } }

interface Made extends TestedPack {
  readonly manifest: Manifest
}

/** A pack of one guard with this text. */
function packOf(code: string, hook: object = {}): Made {
  const built = mkdtempSync(path.join(folder, 'pack-'))
  mkdirSync(path.join(built, 'dist'))
  writeFileSync(path.join(built, 'dist/guard.cjs'), `const fs = require('node:fs'); module.exports = ${code}`)
  const handler = { module: 'dist/guard.cjs' }
  const guard = { id: 'guard', event: 'PreToolUse', tools: ['Bash'], handler, ...hook }
  const properties = { level: { default: 3 }, paths: { type: 'array' } }
  const options = { type: 'object', properties, additionalProperties: false }
  const manifest = parseManifest(JSON.stringify({ hooks: [guard], options }), 'made')
  return { name: 'made', folder: built, manifest }
}

/** Runs the only case of a file. */
async function ran(pack: Made, given: Case, about: object = file): Promise<CaseRun> {
  const { jobs, faults } = readCases(JSON.stringify({ ...about, cases: [given] }), pack.manifest)
  expect(faults).toEqual([])
  const [job] = jobs
  if (!job) throw new Error('there is no case')
  return runCaseOf({ ...job, pack }, runHere)
}

describe('a case', () => {
  test('gets its event over the common one, its folders, and the defaults of the options', async () => {
    const pack = packOf(
      '(event, decide, { options, projectDir }) => decide.deny(JSON.stringify([event, options, projectDir, process.env.HOME]))',
    )
    const given = { ...none, event: { tool_input: { command: 'cd {home}' } } }
    const { outcome } = await ran(pack, given)
    const [payload, options, project, home] = JSON.parse(outcome.reason)
    expect(outcome.decision).toBe('deny')
    expect(payload).toMatchObject({
      hook_event_name: 'PreToolUse',
      cwd: project,
      tool_input: { command: `cd ${home}`, cwd: project },
    })
    expect(options).toEqual({ level: 3 })
  })

  test('has its folders in the options as well', async () => {
    const pack = packOf(
      '({ cwd }, decide, { options }) => decide.deny(JSON.stringify([cwd, options.paths, process.env.HOME]))',
    )
    const given = { ...none, options: { paths: ['{project}/a', '{home}/b'] } }
    const { outcome } = await ran(pack, given)
    const [project, paths, home] = JSON.parse(outcome.reason)
    expect(paths).toEqual([`${project}/a`, `${home}/b`])
  })

  test('finds its files and reports what became of them', async () => {
    const pack = packOf(`({ cwd }) => {
      fs.accessSync(cwd + '/a/run', fs.constants.X_OK)
      fs.writeFileSync(cwd + '/a/b', 'new')
    }`)
    const files = { 'a/run': { content: '', mode: '755' }, 'a/b': 'old' }
    const { outcome, misses } = await ran(pack, { ...none, files, after: { 'a/b': 'new', 'a/c': '' } })
    expect(outcome).toMatchObject({ decision: 'none', files: { 'a/b': 'new', 'a/c': null } })
    expect(misses).toEqual([{ what: 'a/c', expected: '', got: null }])
  })

  test('says what was expected and what came instead', async () => {
    const pack = packOf('(event, decide) => decide.deny("No.")')
    const deny = { name: 'a case', expect: { decision: 'deny', reason: 'Yes' } } as const
    expect((await ran(pack, none)).misses).toEqual([{ what: 'decision', expected: 'none', got: 'deny: No.' }])
    expect((await ran(pack, deny)).misses).toEqual([{ what: 'reason', expected: 'Yes', got: 'No.' }])
  })

  test.each(['continue', 'block'])('is not right when the hook fails in mode %s', async (failure) => {
    const pack = packOf('() => { throw new Error("oh") }', { failure })
    for (const decision of ['none', 'deny'] as const)
      expect((await ran(pack, { ...none, expect: { decision } })).misses).toEqual([
        { what: 'decision', expected: decision, got: 'failed: oh' },
      ])
    const failed = { decision: 'failed', reason: 'oh' } as const
    expect((await ran(pack, { ...none, expect: failed })).misses).toEqual([])
  })

  test('may only set options that there are', async () => {
    const given = { ...none, options: { lvl: 1 } }
    await expect(ran(packOf('() => {}'), given)).rejects.toThrow('no option `lvl`')
  })
})

describe('a file of cases is refused when', () => {
  const right = { ...file, cases: [none] }
  test.each<[string, object, string, string]>([
    ['it names a hook that does not exist', { ...right, hook: 'gone' }, 'hook', 'no hook `gone`'],
    [
      'it has an event of another kind',
      { ...right, event: { hook_event_name: 'Stop' } },
      'cases[0].event',
      'Stop does not reach `guard`',
    ],
    [
      'it has a tool that the matcher leaves out',
      { ...right, event: { tool_name: 'Edit' } },
      'cases[0].event',
      'leaves out Edit',
    ],
    [
      'it expects what the event cannot decide',
      { ...right, cases: [{ ...none, expect: { decision: 'block' } }] },
      'cases[0].expect.decision',
      'PreToolUse has no `block`; it has deny, ask',
    ],
    [
      'it expects what nothing can decide',
      { ...right, cases: [{ ...none, expect: { decision: 'dney' } }] },
      'cases[0].expect.decision',
      '`dney` is not one of',
    ],
    ['two cases have one name', { ...right, cases: [none, none] }, 'cases[1].name', 'the name of two cases'],
    ['it has no cases', { ...right, cases: [] }, 'cases', 'Too small'],
    [
      'it has a field that is not known',
      { ...right, cases: [{ ...none, evnt: {} }] },
      'cases[0].evnt',
      'not a known field',
    ],
    [
      'a file of it lies outside of the project',
      { ...right, cases: [{ ...none, files: { 'a/../../b': '' } }] },
      'cases[0].files.a/../../b',
      'inside the project',
    ],
  ])('%s', (_, value, field, message) => {
    const { jobs, faults } = readCases(JSON.stringify(value), packOf('() => {}').manifest)
    expect(jobs).toEqual([])
    expect(faults).toEqual([expect.objectContaining({ field, message: expect.stringContaining(message) })])
  })

  test('it is not JSON', () => {
    const { faults } = readCases('{', packOf('() => {}').manifest)
    expect(faults).toEqual([{ field: '', message: expect.stringContaining('is not JSON') }])
  })
})
