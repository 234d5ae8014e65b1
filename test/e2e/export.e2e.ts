import path from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cleanEnvironment } from './client/environment.ts'
import { ensureClient } from './client/install.ts'
import { runClient } from './client/run.ts'
import { hooks, hooksReading, makeSite, type Site } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

const REMOVE_HOME = { tool: 'Bash', input: { command: 'rm -rf ~' } }

let site: Site
beforeEach(async () => {
  site = makeSite()
  await hooks(site, 'add', 'block-dangerous-bash')
})
afterEach(() => site.remove())

/** Exports the guard, and takes it out of the settings. */
async function exported(as: string, out: string): Promise<string> {
  const folder = path.join(site.project, out)
  await hooksReading(site, 'export', 'block-dangerous-bash', '--as', as, '--out', folder)
  await hooks(site, 'remove', 'block-dangerous-bash')
  return folder
}

async function expectGuarded(args: readonly string[]): Promise<void> {
  const result = await runClient({
    ...site,
    turns: [REMOVE_HOME, 'I leave it.'],
    approve: true,
    args,
    timeoutMs: 300_000,
  })
  expect(result.toolResults[0]).toMatchObject({ isError: true, decision: 'reject', decidedBy: 'hook' })
  expect(result.toolResults[0]?.text).toContain('block-dangerous-bash (filesystem/remove-tree)')
  expect(site.survived()).toBe(true)
}

describe('what is exported for the real client', () => {
  test('as a plugin is valid, and guards without any settings', async () => {
    const folder = await exported('plugin', 'guard-plugin')
    const options = {
      cwd: site.project,
      env: cleanEnvironment(site, 'http://127.0.0.1:9'),
      extendEnv: false,
      stdin: 'ignore',
      reject: false,
      timeout: 300_000,
    } as const
    const { exitCode, stdout, stderr } = await execa(
      await ensureClient(),
      ['plugin', 'validate', folder],
      options,
    )
    expect(exitCode, `${stdout}${stderr}`).toBe(0)
    await expectGuarded(['--plugin-dir', folder])
  })

  test('as a folder for skills guards without any settings', async () => {
    await exported('skill-folder', '../home/.claude/skills/guard')
    await expectGuarded([])
  })
})
