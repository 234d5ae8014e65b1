import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { packFolder, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

interface Entry {
  readonly matcher?: string
  readonly hooks: readonly { readonly command: string }[]
}
type Hooks = Readonly<Record<string, readonly Entry[]>>

/** Starts the one PreToolUse command of an exported plugin as the client does. */
async function runPlugin(folder: string, command: string, at: Scratch): Promise<string> {
  const { hooks } = readJson<{ hooks: Hooks }>(path.join(folder, 'hooks/hooks.json'))
  const entry = hooks['PreToolUse']?.[0]?.hooks[0]?.command ?? ''
  const payload = { hook_event_name: 'PreToolUse', session_id: 's', cwd: at.project, tool_name: 'Bash' }
  const { stdout } = await execa('sh', ['-c', entry], {
    cwd: at.root,
    env: { ...at.env, CLAUDE_PLUGIN_ROOT: folder, CLAUDE_PROJECT_DIR: at.project },
    extendEnv: false,
    input: JSON.stringify({ ...payload, tool_input: { command } }),
  })
  return stdout
}

describe('an exported plugin', () => {
  test('carries all it needs: it guards without the project that it was made in', async () => {
    const at = scratch()
    await at.done(['add', 'block-dangerous-bash', packFolder(at.root, 'other'), '--yes'])
    await at.done(['disable', 'other', '--yes'])
    const folder = path.join(at.root, 'my plugin')
    const made = await at.done(['export', '--as', 'plugin', '--out', folder])
    expect(made.stdout).toMatch(/exported block-dangerous-bash [\d.]+, other 1\.0\.0 to .*my plugin/)
    expect(made.stdout).toContain('not in it, because disabled: other/one')
    await at.done(['remove', 'block-dangerous-bash', 'other', '--yes'])
    expect(readJson(path.join(folder, '.claude-plugin/plugin.json'))).toMatchObject({ name: 'my-plugin' })
    expect(await runPlugin(folder, 'rm -rf ~', at)).toContain('"deny"')
    expect(await runPlugin(folder, 'ls', at)).toBe('')
    expect(readFileSync(path.join(folder, 'hooks/hooks.json'), 'utf8')).not.toContain('other/one')
    for (const text of Object.values(snapshot(folder))) expect(text).not.toContain(at.root)
  })

  test('takes no place that has something in it, and with --force only its own, unchanged', async () => {
    const at = scratch()
    await at.done(['add', 'block-dangerous-bash', '--yes'])
    const args = ['export', '--as', 'skill-folder', '--out', 'out']
    put(path.join(at.project, 'out/mine.txt'), 'mine')
    for (const flags of [[], ['--force']])
      await refused(at, [...args, ...flags], {
        code: 'folder-not-empty',
        says: ['is not empty, and not what `hooks export` has written'],
        hint: /--out/,
      })
    await at.done([...args.slice(0, -1), 'new'])
    const before = snapshot(path.join(at.project, 'new'))
    await refused(at, [...args.slice(0, -1), 'new'], {
      code: 'folder-not-empty',
      says: ['is there already'],
      hint: /--force/,
    })
    await at.done([...args.slice(0, -1), 'new', '--force'])
    expect(snapshot(path.join(at.project, 'new'))).toEqual(before)
    put(path.join(at.project, 'new/notes.md'), 'mine')
    await refused(at, [...args.slice(0, -1), 'new', '--force'], {
      code: 'folder-not-empty',
      says: ['`notes.md` in'],
      hint: /nothing of yours is replaced/,
    })
    expect(readdirSync(at.project).filter((name) => name.startsWith('.hookpack'))).toEqual([])
  })
})

describe('an exported text', () => {
  test('has the entries of the packs, as settings and as frontmatter', async () => {
    const at = scratch()
    await at.done(['add', 'block-dangerous-bash', 'format-on-edit', '--yes'])
    const { hooks } = readJson<{ hooks: Hooks }>(at.settings)
    const { stdout } = await at.done(['export', '--as', 'settings'])
    expect(JSON.parse(stdout)).toEqual({ hooks })
    const one = await at.done(['export', 'block-dangerous-bash', '--as', 'settings'])
    expect(Object.keys((JSON.parse(one.stdout) as { hooks: object }).hooks)).toEqual(['PreToolUse'])
    const skill = (await at.done(['export', 'block-dangerous-bash', '--as', 'skill'])).stdout
    expect(skill).toMatch(
      /^---\nhooks:\n {2}PreToolUse:\n {4}- matcher: "Bash.*"\n {6}hooks:\n {8}- type: "command"\n/,
    )
    put(path.join(at.project, '.claude/skills/tidy/SKILL.md'), `${skill}Tidy up.\n`)
    const listed = await at.done(['list', '--scope', 'skill', '--json'])
    const inSkill = { event: 'PreToolUse', place: 'skill' }
    expect(JSON.parse(listed.stdout)).toMatchObject({ hooks: [inSkill, inSkill] })
  })

  test('never looks as if it guarded: what is disabled is told on stderr, and nothing but disabled is refused', async () => {
    const at = scratch()
    await at.done(['add', 'block-dangerous-bash', 'format-on-edit', '--yes'])
    await at.done(['disable', 'block-dangerous-bash', '--yes'])
    const some = await at.done(['export', '--as', 'settings'])
    expect(Object.keys((JSON.parse(some.stdout) as { hooks: object }).hooks)).toEqual(['PostToolUse'])
    expect(some.stderr).toContain('note: not in it, because disabled: block-dangerous-bash/guard')
    for (const more of [
      ['--as', 'skill'],
      ['--as', 'plugin', '--out', 'x'],
    ])
      await refused(at, ['export', 'block-dangerous-bash', ...more], {
        code: 'usage',
        says: ['every hook of block-dangerous-bash is disabled'],
        hint: /hooks enable block-dangerous-bash/,
      })
  })

  test('for an agent leaves out hooks on Stop, which would never run there, and says so', async () => {
    const at = scratch()
    const hook = (id: string, event: string) => ({ id, event, handler: { module: 'dist/one.cjs' } })
    const both = { manifest: { hooks: [hook('end', 'Stop'), hook('use', 'PostToolUse')] } }
    await at.done(['add', packFolder(at.root, 'both', both), '--yes'])
    const { stdout, stderr } = await at.done(['export', '--as', 'agent'])
    expect(stdout).toMatch(/^---\nhooks:\n {2}PostToolUse:/)
    expect(stdout).not.toContain('Stop')
    expect(stderr).toContain('both/end')
    await at.done(['disable', 'both/use', '--yes'])
    await refused(at, ['export', '--as', 'agent'], {
      code: 'usage',
      says: ['no hook of both would run in an agent'],
      hint: /--as skill/,
    })
  })

  test('of managed settings is refused for packs that lie in a project', async () => {
    const at = scratch()
    await at.done(['add', 'block-dangerous-bash', '--yes'])
    await refused(at, ['export', '--as', 'managed'], {
      code: 'usage',
      says: ['managed settings cannot run packs of the project scope'],
      hint: /--scope user/,
    })
    await at.done(['add', 'block-dangerous-bash', '--scope', 'user', '--yes'])
    const { stdout } = await at.done(['export', '--as', 'managed', '--scope', 'user'])
    expect(stdout).toContain(path.join(at.home, '.claude/hookpack/runtime.cjs'))
  })

  test('needs packs that are installed, and says what is near', async () => {
    const at = scratch()
    await refused(at, ['export', '--as', 'settings'], {
      code: 'not-installed',
      says: ['no pack is installed in the project scope'],
      hint: /hooks list/,
    })
    await at.done(['add', 'block-dangerous-bash', '--yes'])
    await refused(at, ['export', 'block-dangerous-bsh', '--as', 'plugin', '--out', 'x'], {
      code: 'not-installed',
      says: ['`block-dangerous-bsh` is not installed'],
      hint: /did you mean `block-dangerous-bash`/,
    })
    expect(existsSync(path.join(at.project, 'x'))).toBe(false)
  })
})
