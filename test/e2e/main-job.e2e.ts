import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ClientResult, clientDoctor, runClient } from './client/run.ts'
import { transcript } from './client/transcript.ts'
import type { Turn } from './client/wire.ts'
import { fixture, hooks, MESSY, makeSite, SCOPES, type Scope, type Site, writeMessy } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

const GUARD = 'block-dangerous-bash'
const REMOVE_HOME = bash('rm -rf ~')
// For runs in which it really happens: the client may write into its home at the same moment, and rm then fails.
const REALLY_REMOVE_HOME = bash('rm -rf ~ 2>/dev/null || true')

let site: Site
beforeEach(() => {
  site = makeSite()
})
afterEach(() => site.remove())

function bash(command: string) {
  return { tool: 'Bash', input: { command } }
}

/** A run with a user who says yes to everything: only a hook can be what stops a command. */
function run(...turns: Turn[]): Promise<ClientResult> {
  return runClient({ ...site, turns, approve: true })
}

function expectDenied(result: ClientResult, index = 0): void {
  const denied = { isError: true, decision: 'reject', decidedBy: 'hook' }
  expect(result.toolResults[index]).toMatchObject(denied)
  expect(result.toolResults[index]?.text).toContain(`${GUARD} (filesystem/remove-tree)`)
  expect(site.survived()).toBe(true)
}

describe('the guard in a project with settings of its own', () => {
  beforeEach(async () => {
    writeMessy(site)
    site.write('project/sub/inner.txt', 'inner')
    await hooks(site, 'add', GUARD)
  })

  test('the model is refused its home folder, told which guard refused and why, and goes on', async () => {
    expect((await clientDoctor(site)).invalid).toEqual([])
    const result = await run(REMOVE_HOME, bash('ls'), 'I leave it.')
    keepTranscript(result)
    expectDenied(result)
    expect(result.toolResults[1]).toMatchObject({ isError: false, decision: 'accept', text: 'sub' })
    expect(result).toMatchObject({ exitCode: 0, unusedTurns: [], final: { text: 'I leave it.' } })
    expect(result.final?.denied).toEqual(['Bash'])
  })

  test('the guard is found after the model has gone into a subfolder', async () => {
    const result = await run(bash('cd sub && ls'), REMOVE_HOME, bash('pwd'))
    expect(result.toolResults[0]).toMatchObject({ isError: false, text: 'inner.txt' })
    expectDenied(result, 1)
    // The guard was asked in that folder, and not in the project's root.
    expect(result.toolResults[2]?.text).toBe(path.join(site.project, 'sub'))
  })

  test('a package.json that cannot be parsed does not stop the guard from deciding', async () => {
    site.write('project/package.json', '{ "name": "half written", "type": "mod')
    const result = await run(REMOVE_HOME, bash('ls sub'))
    expectDenied(result)
    expect(result.toolResults[1]).toMatchObject({ isError: false, text: 'inner.txt' })
  })
})

function keepTranscript(result: ClientResult): void {
  const file = process.env['HOOKPACK_TRANSCRIPT']
  if (file) writeFileSync(file, `${transcript(result).join('\n')}\n`)
}

test('after the guard is removed the settings are byte-identical and the client runs as before', async () => {
  const settings = writeMessy(site)
  const before = await run(bash('ls'), REALLY_REMOVE_HOME)
  expect(site.survived()).toBe(false)
  mkdirSync(site.home, { recursive: true })
  site.write('home/keepsake.txt', 'precious')

  await hooks(site, 'add', GUARD)
  expect(settings()).not.toBe(MESSY)
  await hooks(site, 'remove', GUARD)
  expect(settings()).toBe(MESSY)
  expect(existsSync(path.join(site.root, SCOPES.project.folder))).toBe(false)
  expect((await clientDoctor(site)).invalid).toEqual([])

  const after = await run(bash('ls'), REALLY_REMOVE_HOME)
  expect(after.toolResults[1]).toMatchObject({ isError: false, decision: 'accept' })
  expect(site.survived()).toBe(false)
  expect(transcript(after)).toEqual(transcript(before))
})

test('a file that the model writes ends up formatted, and the model is told', async () => {
  writeMessy(site)
  site.write('project/package.json', { devDependencies: { prettier: '^3.0.0' }, prettier: {} })
  chmodSync(site.write('project/node_modules/.bin/prettier', fixture('prettier.cjs')), 0o755)
  await hooks(site, 'add', 'format-on-edit')
  const file = path.join(site.project, 'new.js')
  const result = await run({ tool: 'Write', input: { file_path: file, content: '  let a=1\n\n' } })
  expect(result.toolResults[0]).toMatchObject({ isError: false })
  expect(readFileSync(file, 'utf8')).toBe('let a = 1;\n')
  // The client adds a paragraph of its own on files that hooks have changed.
  expect(result.hookTexts).toContainEqual(expect.stringContaining('new.js was formatted by prettier'))
})

describe.each(['user', 'local'] as const)('in the %s scope', (scope) => {
  test('the guard denies in a project without .claude, and once removed it is gone', async () => {
    await hooks(site, 'add', GUARD, '--scope', scope)
    expect(existsSync(path.join(site.root, SCOPES[scope].folder, 'runtime.cjs'))).toBe(true)
    expect(existsSync(path.join(site.root, SCOPES.project.settings))).toBe(false)
    expectDenied(await run(REMOVE_HOME))

    await hooks(site, 'remove', GUARD, '--scope', scope)
    expect(existsSync(path.join(site.root, SCOPES[scope].settings))).toBe(false)
    expect(existsSync(path.join(site.root, SCOPES[scope].folder))).toBe(false)
    const after = await run(REALLY_REMOVE_HOME)
    expect(after.toolResults[0]).toMatchObject({ isError: false, decision: 'accept' })
    expect(after.hookEvents.filter(({ event }) => event === 'PreToolUse')).toEqual([])
    expect(site.survived()).toBe(false)
  })
})

describe('a guard that is damaged', () => {
  // Harmless on purpose: a guard that works lets it through, so only its failure can be what stops it.
  const HARMLESS = bash('touch made.txt')
  const made = () => existsSync(path.join(site.project, 'made.txt'))

  test('lets a harmless command run as long as it is whole', async () => {
    await hooks(site, 'add', GUARD)
    expect((await run(HARMLESS)).toolResults[0]).toMatchObject({ isError: false })
    expect(made()).toBe(true)
  })

  test.each(['table.json', 'runtime.cjs', 'guard.cjs'])('lets nothing run without its %s', async (name) => {
    for (const scope of ['project', 'user'] as const) {
      await hooks(site, 'add', GUARD, '--scope', scope)
      deleteFile(scope, name)
      const result = await run(HARMLESS, REMOVE_HOME)
      const refused = { isError: true, decision: 'reject', decidedBy: 'hook' }
      expect(result.toolResults).toMatchObject([refused, refused])
      expect(made()).toBe(false)
      expect(site.survived()).toBe(true)
      rmSync(path.join(site.root, SCOPES[scope].settings))
    }
  })
})

/** Deletes the one file of that name in Hookpack's folder of a scope. */
function deleteFile(scope: Scope, name: string): void {
  const folder = path.join(site.root, SCOPES[scope].folder)
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const [file, ...others] = found.filter((entry) => path.basename(entry) === name)
  if (file === undefined || others.length > 0) throw new Error(`${folder} has not exactly one ${name}`)
  rmSync(path.join(folder, file))
}

test.each(['project', 'local', 'user'] as const)(
  'the doctor finds nothing invalid after each add and remove in the %s scope',
  async (scope) => {
    const settings = writeMessy(site, scope)
    const packs = [GUARD, 'format-on-edit', 'notify-done']
    const changes = ['add', 'remove'].flatMap((change) => packs.map((pack) => [change, pack]))
    for (const change of changes) {
      await hooks(site, ...change, '--scope', scope)
      expect((await clientDoctor(site)).invalid, change.join(' ')).toEqual([])
    }
    expect(settings()).toBe(MESSY)
  },
)
