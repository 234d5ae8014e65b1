import path from 'node:path'
import { execa } from 'execa'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cleanEnvironment } from './client/environment.ts'
import { ensureClient } from './client/install.ts'
import { runClient } from './client/run.ts'
import type { Turn } from './client/wire.ts'
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

/** Exports the guard as a text, and keeps it from running by the settings. */
async function exportedText(as: string): Promise<string> {
  const text = await hooksReading(site, 'export', 'block-dangerous-bash', '--as', as)
  await hooks(site, 'disable', 'block-dangerous-bash')
  return text
}

/** A Markdown file with the block as its frontmatter, and more keys in it. */
function withHead(block: string, ...keys: readonly string[]): string {
  return `${block.replace('---\n', `---\n${keys.join('\n')}\n`).trimEnd()}\n\nBe careful.\n`
}

async function expectGuarded(args: readonly string[], before: readonly Turn[] = []): Promise<void> {
  const result = await runClient({
    ...site,
    turns: [...before, REMOVE_HOME, 'I leave it.'],
    approve: true,
    args,
    allowedTools: ['Bash', 'Skill'],
    timeoutMs: 300_000,
  })
  expect(result.toolResults[before.length], JSON.stringify(result.toolResults)).toMatchObject({
    isError: true,
    decision: 'reject',
    decidedBy: 'hook',
  })
  expect(result.toolResults[before.length]?.text).toContain('block-dangerous-bash (filesystem/remove-tree)')
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

  test('as frontmatter guards from when the skill is used, with its entry gone from the settings', async () => {
    const block = await exportedText('skill')
    site.write(
      'project/.claude/skills/careful/SKILL.md',
      withHead(block, 'name: careful', 'description: Take care.'),
    )
    await expectGuarded([], [{ tool: 'Skill', input: { skill: 'careful' } }])
  })

  test('as frontmatter guards the agent, with its entry gone from the settings', async () => {
    const block = await exportedText('agent')
    // Hooks of a project's agents run in trusted folders only.
    site.write('home/.claude/agents/careful.md', withHead(block, 'name: careful', 'description: Takes care.'))
    const task = { subagent_type: 'careful', description: 'tidy', prompt: 'Tidy up.' }
    const result = await runClient({
      ...site,
      turns: [{ tool: 'Agent', input: task }, 'Done.'],
      agentTurns: [REMOVE_HOME, 'I leave it.'],
      approve: true,
      timeoutMs: 300_000,
    })
    expect(JSON.stringify(result.requests)).toContain('block-dangerous-bash (filesystem/remove-tree)')
    expect(site.survived()).toBe(true)
  })

  test('as settings guards where they are given', async () => {
    const file = site.write('project/guard.json', await exportedText('settings'))
    await expectGuarded(['--settings', file])
  })

  test('as managed settings has a text that guards where the client reads settings', async () => {
    await hooks(site, 'remove', 'block-dangerous-bash')
    await hooks(site, 'add', 'block-dangerous-bash', '--scope', 'user')
    const text = await hooksReading(site, 'export', '--as', 'managed', '--scope', 'user')
    await hooks(site, 'disable', 'block-dangerous-bash', '--scope', 'user')
    // The folder of managed settings belongs to the whole machine: managed.e2e.ts has it where namespaces are to be had.
    const file = site.write('home/managed.json', text)
    await expectGuarded(['--settings', file])
  })
})
