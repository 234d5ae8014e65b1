import path from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { mayMount, withManaged } from './client/managed.ts'
import { type ClientResult, runClient } from './client/run.ts'
import { makeScratch } from './client/scratch.ts'
import { hooks, hooksReading, makeSite, type Site } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

const CLI = path.resolve(import.meta.dirname, '../../bin/run.cjs')
const REMOVE_HOME = { tool: 'Bash', input: { command: 'rm -rf ~' } }
const OFF = { disableAllHooks: true }

/** By their names in the administrator's folder. */
type Files = Readonly<Record<string, string>>

const probe = makeScratch()
const possible = mayMount(probe.root)
probe.remove()

let site: Site
let dropIn: Files
beforeEach(async () => {
  site = makeSite()
  await hooks(site, 'add', 'block-dangerous-bash', '--scope', 'user')
  const text = await hooksReading(site, 'export', '--as', 'managed', '--scope', 'user')
  dropIn = { 'managed-settings.d/50-hooks.json': text }
  // What guards from here on is the administrator's file: everything of the user's own is switched off.
  await hooks(site, 'disable', 'block-dangerous-bash', '--scope', 'user')
  site.write('project/.claude/settings.json', OFF)
})
afterEach(() => site.remove())

function session(managed: Files): Promise<ClientResult> {
  return runClient({ ...site, turns: [REMOVE_HOME, 'I leave it.'], managed, timeoutMs: 300_000 })
}

interface Listed {
  readonly place: string
  readonly file: string
  readonly matcher: string
  readonly putBy: { readonly by: string }
  readonly reasons: readonly { readonly code: string; readonly file?: string }[]
}

/** Runs the CLI where the administrator has these files. */
function hooksWith(managed: Files, ...words: string[]) {
  const [program, args] = withManaged([process.execPath, [CLI, ...words]], site.root, managed)
  const env = { PATH: process.env['PATH'] ?? '', HOME: site.home }
  const options = { cwd: site.project, env, extendEnv: false, stdin: 'ignore', reject: false } as const
  return execa(program, args, options)
}

/** What `hooks list` says of the administrator's hooks. */
async function listed(managed: Files): Promise<readonly Listed[]> {
  const { stdout } = await hooksWith(managed, 'list', '--scope', 'managed', '--json')
  return (JSON.parse(stdout) as { hooks: Listed[] }).hooks
}

describe.runIf(possible)('an exported drop-in in the folder of managed settings', () => {
  test('guards in the real client, whatever user and project switch off', async () => {
    const result = await session(dropIn)
    expect(result.toolResults[0], result.stderr).toMatchObject({ isError: true, decidedBy: 'hook' })
    expect(result.toolResults[0]?.text).toContain('block-dangerous-bash (filesystem/remove-tree)')
    expect(site.survived()).toBe(true)
  })

  test('is listed as the administrator’s, and not as switched off', async () => {
    const hook = { place: 'managed', file: '/etc/claude-code/managed-settings.d/50-hooks.json' }
    const found = await listed(dropIn)
    expect(found).toMatchObject([
      { ...hook, matcher: 'Bash', putBy: { by: 'administrator' } },
      { ...hook, matcher: 'PowerShell', putBy: { by: 'administrator' } },
    ])
    expect(found.flatMap(({ reasons }) => reasons).filter(({ code }) => code === 'disabled')).toEqual([])
  })

  test('is switched off by the administrator alone, and the list says so', async () => {
    const off = { ...dropIn, 'managed-settings.json': JSON.stringify(OFF) }
    expect((await session(off)).toolResults[0]?.decidedBy).not.toBe('hook')
    const reason = { code: 'disabled', file: '/etc/claude-code/managed-settings.json' }
    for (const { reasons } of await listed(off)) expect(reasons).toContainEqual(reason)
  })
})

describe.runIf(possible)('a policy in the folder of managed settings', () => {
  test('is the one in force for the program, and is named', async () => {
    const policy = { policy: { namespaces: ['@acme/*'] } }
    const managed = { 'hookpack/hookpack.json': JSON.stringify(policy) }
    const { exitCode, stderr } = await hooksWith(managed, 'add', 'format-on-edit', '--yes')
    expect(exitCode).toBe(1)
    expect(stderr).toContain('error[policy-refused]')
    expect(stderr).toContain('/etc/claude-code/hookpack/hookpack.json')
  })
})
