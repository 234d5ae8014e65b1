import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { Case, CaseFile, ManifestHook, Pack } from './packs.ts'
import { runPackCase } from './run-case.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-run-case-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const event = { tool_name: 'Bash', tool_input: { command: 'ls', cwd: '{project}' } }
const file: CaseFile = { hook: 'guard', event, cases: [] }
const none: Case = { name: 'a case', expect: { decision: 'none' } }

/** A pack of one guard with this text. */
function packOf(code: string, hook: Partial<ManifestHook> = {}): Pack {
  const built = mkdtempSync(path.join(folder, 'pack-'))
  mkdirSync(path.join(built, 'dist'))
  writeFileSync(path.join(built, 'dist/guard.cjs'), `const fs = require('node:fs'); module.exports = ${code}`)
  const guard = {
    id: 'guard',
    event: 'PreToolUse',
    tools: ['Bash'],
    handler: { module: 'dist/guard.cjs' },
    ...hook,
  }
  const options = { type: 'object', properties: { level: { default: 3 } }, additionalProperties: false }
  return { name: path.basename(built), source: built, built, manifest: { hooks: [guard], options } }
}

describe('a case', () => {
  test('gets its event over the common one, its folders, and the defaults of the options', async () => {
    const pack = packOf(
      '(event, decide, { options, projectDir }) => decide.deny(JSON.stringify([event, options, projectDir, process.env.HOME]))',
    )
    const { decision, reason } = await runPackCase(pack, file, {
      ...none,
      event: { tool_input: { command: 'cd {home}' } },
    })
    const [payload, options, project, home] = JSON.parse(reason)
    expect(decision).toBe('deny')
    expect(payload).toMatchObject({
      hook_event_name: 'PreToolUse',
      cwd: project,
      tool_input: { command: `cd ${home}`, cwd: project },
    })
    expect(options).toEqual({ level: 3 })
  })

  test('finds its files and reports what became of them', async () => {
    const pack = packOf(`({ cwd }) => {
      fs.accessSync(cwd + '/a/run', fs.constants.X_OK)
      fs.writeFileSync(cwd + '/a/b', 'new')
    }`)
    const files = { 'a/run': { content: '', mode: '755' }, 'a/b': 'old' }
    expect(await runPackCase(pack, file, { ...none, files, after: { 'a/b': '', 'a/c': '' } })).toEqual({
      decision: 'none',
      reason: '',
      files: { 'a/b': 'new', 'a/c': undefined },
    })
  })

  test.each([
    [
      'names a hook that does not exist',
      packOf('() => {}'),
      { ...file, hook: 'gone' },
      none,
      'has no hook gone',
    ],
    [
      'has an event of another kind',
      packOf('() => {}'),
      { ...file, event: { hook_event_name: 'Stop' } },
      none,
      'does not reach',
    ],
    [
      'has a tool that the matcher leaves out',
      packOf('() => {}'),
      { ...file, event: { tool_name: 'Edit' } },
      none,
      'leaves out Edit',
    ],
    [
      'sets an option that does not exist',
      packOf('() => {}'),
      file,
      { ...none, options: { lvl: 1 } },
      'not valid',
    ],
    ['makes its handler fail', packOf('() => { throw new Error("oh") }'), file, none, 'oh'],
    ['makes a guard fail', packOf('() => { throw new Error("oh") }', { failure: 'block' }), file, none, 'oh'],
  ] as const)('fails when it %s', async (_, pack, cases, given, why) => {
    await expect(runPackCase(pack, cases, given)).rejects.toThrow(why)
  })
})
