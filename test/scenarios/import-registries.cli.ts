import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { put, scratch, snapshot } from './cli.ts'
import { BASH, expectGuards, expectRefused, GUARD, imported, withFiles } from './importing.ts'

describe('entries of registries', () => {
  const ENTRY = {
    ...{ name: 'gitguard', displayName: 'Git Guard', description: 'd', version: '0.1.0', category: 'c' },
    ...{ event: 'PreToolUse', matcher: 'Bash', tags: ['git'] },
  }

  test('an event and a name: the script of that name lies beside', async () => {
    for (const script of ['gitguard.sh', 'hooks/hook-gitguard/dist/hook.js']) {
      const js =
        "let t='';process.stdin.on('data',d=>t+=d).on('end',()=>{if(t.includes('rm -rf')){console.error('no');process.exit(2)}})\n"
      const at = withFiles({
        'reg/entry.json': ENTRY,
        [`reg/${script}`]: script.endsWith('.js') ? js : GUARD,
      })
      const { hooks } = await imported(at, 'reg/entry.json')
      expect(hooks).toMatchObject([{ id: 'pre-tool-use-gitguard', how: 'script' }])
      await expectGuards(at)
    }
  })

  test('a list of them, with several events and matchers that their events do not have', async () => {
    const at = withFiles({
      'reg.json': [
        { ...ENTRY, event: undefined, events: ['Stop', 'SessionStart'], matcher: '' },
        { ...ENTRY, name: 'typed' },
        { ...ENTRY, name: '../../../etc/x' },
        { ...ENTRY, name: 'gone' },
      ],
      'gitguard.py': 'print(1)\n',
      'hook-typed/src/hook.ts': 'export {}\n',
    })
    const { hooks, left } = await imported(at, 'reg.json')
    expect(hooks).toMatchObject([{ event: 'Stop' }, { event: 'SessionStart' }])
    expect(left.map(({ why }) => why)).toEqual([
      expect.stringContaining('hook-typed/src/hook.ts is TypeScript: build it first'),
      expect.stringContaining('it has no command, and no script of its name is beside it, such as x.sh'),
      expect.stringContaining('such as gone.sh'),
    ])
  })

  test('one that only points elsewhere says so; its `install` is never run', async () => {
    const entry = {
      ...{ id: 'guard', name: 'Guard', category: 'safety', source: 'someone/guards', trigger: 'PreToolUse' },
      ...{ desc: 'd', tags: [], install: 'touch installed' },
    }
    const at = withFiles({ 'reg.json': [entry] })
    const before = snapshot(at.root)
    const { status, stdout } = await at.run(['import', 'reg.json'])
    expect(status).toBe(1)
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'it only points to `someone/guards`: download that, then import its folder (an `install` line is never run)',
    )
    expect(snapshot(at.root)).toEqual(before)
    put(path.join(at.project, 'guard.sh'), GUARD)
    await imported(at, 'reg.json')
    expect(existsSync(path.join(at.project, 'installed'))).toBe(false)
    await expectGuards(at)
  })
})

describe('items of shadcn registries', () => {
  const item = (files: readonly object[], more: object = {}): object => ({
    $schema: 'https://ui.shadcn.com/schema/registry-item.json',
    ...{
      name: 'guard',
      type: 'registry:item',
      title: 'Guard',
      description: 'd',
      meta: {},
      categories: ['x'],
    },
    ...{ docs: 'd', ...more },
    files: files.map((one) => ({ type: 'registry:file', ...one })),
  })
  const settings = (...commands: readonly string[]): object => ({
    path: 'r/settings.json',
    target: '~/.claude/settings.json',
    content: JSON.stringify(BASH(...commands)),
  })
  const script = { path: 'r/guard.sh', target: '~/.claude/hooks/guard.sh', content: GUARD }

  test('with their files inside become packs; what they build on is named, not fetched', async () => {
    const more = {
      registryDependencies: ['@acme/base', 'https://example.test/x.json'],
      dependencies: ['zod'],
    }
    const at = withFiles({
      'guard.json': item([settings('"$CLAUDE_PROJECT_DIR/.claude/hooks/guard.sh" --all'), script], more),
    })
    const { notes } = await imported(at, 'guard.json')
    expect(notes).toEqual([
      'it builds on other items, which were not fetched: @acme/base, https://example.test/x.json',
      'it needs packages, which were not installed: zod',
    ])
    expect(readFileSync(path.join(at.project, 'theirs/files/guard.sh'), 'utf8')).toBe(GUARD)
    await expectGuards(at)
  })

  test('with their files beside them are read there', async () => {
    const { content: _, ...named } = script
    const at = withFiles({
      'i/registry-item.json': item([
        { path: 'r/hooks.json', target: '.claude/hooks/hooks.json' },
        { ...named, path: 'r/guard.sh' },
      ]),
      'i/r/hooks.json': BASH('sh .claude/hooks/guard.sh'),
      'i/r/guard.sh': GUARD,
    })
    await imported(at, 'i')
    await expectGuards(at)
  })

  test('are refused when they have none, or would write elsewhere', async () => {
    const at = scratch()
    const bad: readonly (readonly [described: object, says: string])[] = [
      [item([{ path: 'use-x.ts', content: 'export {}', type: 'registry:hook' }]), 'has hooks of an agent'],
      [item([settings('true'), { ...script, target: '~/../../.bashrc' }]), '`~/../../.bashrc` is no path'],
      [item([settings('true'), { ...script, target: '/etc/cron.d/x' }]), '`/etc/cron.d/x` is no path'],
      [item([settings('true'), { path: '../../x', target: 'x.sh' }]), '`../../x` is no path'],
      [item([settings('true'), script, { ...script, content: 'other' }]), 'is in it twice'],
      [item([{ ...settings('true'), content: '{"hooks":' }]), '.claude/settings.json: it is not JSON'],
      [
        item([settings('true'), { path: 'gone.sh' }]),
        '`gone.sh`, which it names in its folder, is not there',
      ],
    ]
    for (const [described, says] of bad) {
      put(path.join(at.project, 'guard.json'), described)
      await expectRefused(at, 'guard.json', says)
    }
  })
})
