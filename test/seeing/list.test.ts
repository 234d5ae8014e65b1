import path from 'node:path'
import { expect, test } from 'vitest'
import { frontmatterOf, hookOf, seeingScratch } from './place.ts'

const found = (
  hooks: readonly { what: string; place: string; runs: string; reasons: readonly { code: string }[] }[],
) =>
  Object.fromEntries(
    hooks.map(({ what, place, runs, reasons }) => [
      what,
      [place, runs, ...reasons.map(({ code }) => code)].join(' '),
    ]),
  )

test('hooks of all six places are found, with what is known of them', async () => {
  const at = seeingScratch()
  at.put('home/.claude/settings.json', { ...hookOf('in-user'), enabledPlugins: { 'demo@here': true } })
  at.put('project/.claude/settings.json', hookOf('in-project', 'PreToolUse', { timeout: 5, async: true }))
  at.put('project/.claude/settings.local.json', hookOf('in-local', 'UserPromptSubmit'))
  at.put('managed/managed-settings.json', hookOf('in-managed'))
  at.put('managed/managed-settings.d/10-more.json', hookOf('in-drop-in'))
  const plugin = path.join(at.root, 'plugins/demo')
  at.put('home/.claude/plugins/installed_plugins.json', {
    version: 2,
    plugins: { 'demo@here': [{ scope: 'user', installPath: plugin, version: '1.0.0' }] },
  })
  at.put('plugins/demo/hooks/hooks.json', hookOf('in-plugin'))
  at.put('plugins/demo/skills/tidy/SKILL.md', frontmatterOf('tidy', 'in-plugin-skill'))
  at.put('plugins/demo/agents/aide.md', frontmatterOf('aide', 'in-plugin-agent'))
  at.put('project/.claude/skills/sort/SKILL.md', frontmatterOf('sort', 'in-skill'))
  at.put('project/.claude/commands/greet.md', frontmatterOf('greet', 'in-command'))
  at.put('home/.claude/agents/deep/scout.md', frontmatterOf('scout', 'in-agent'))
  const { hooks, unreadable } = await at.list()
  expect(found(hooks)).toEqual({
    'in-user': 'user yes',
    'in-project': 'project yes',
    'in-local': 'local yes',
    'in-managed': 'managed yes',
    'in-drop-in': 'managed yes',
    'in-plugin': 'plugin yes',
    'in-agent': 'agent sometimes in-agent',
    'in-skill': 'skill sometimes in-skill',
    'in-command': 'skill sometimes in-skill',
    'in-plugin-skill': 'skill sometimes in-skill',
    'in-plugin-agent': 'agent no plugin-agent in-agent',
  })
  expect(unreadable).toEqual([])
  const named = (what: string) => hooks.find((hook) => hook.what === what)
  expect(named('in-project')).toMatchObject({
    timeout: 5,
    timeoutIsSet: true,
    async: true,
    putBy: { by: 'hand' },
  })
  expect(named('in-local')).toMatchObject({
    timeout: 30,
    timeoutIsSet: false,
    path: ['hooks', 'UserPromptSubmit', 0, 'hooks', 0],
  })
  expect(named('in-plugin')).toMatchObject({
    name: 'demo@here',
    putBy: { by: 'plugin', plugin: 'demo@here' },
  })
  expect(named('in-managed')).toMatchObject({ putBy: { by: 'administrator' } })
  expect(named('in-skill')).toMatchObject({ name: 'sort', once: true })
  expect(named('in-agent')).toMatchObject({ name: 'scout', once: false })
})

test('places, events and packs can be chosen', async () => {
  const at = seeingScratch()
  at.put('home/.claude/settings.json', hookOf('one'))
  at.put('project/.claude/settings.json', hookOf('two', 'Stop'))
  expect(Object.keys(found((await at.list('user')).hooks))).toEqual(['one'])
  expect(Object.keys(found((await at.list(undefined, { event: 'Stop' })).hooks))).toEqual(['two'])
  expect((await at.list(undefined, { pack: 'none' })).hooks).toEqual([])
  expect((await at.list(undefined, { foreign: true })).hooks).toHaveLength(2)
})

test('a file in a folder that the client does not read from here is told apart', async () => {
  const at = seeingScratch()
  at.put('project/.claude/settings.json', hookOf('of the root'))
  at.put('project/.claude/settings.local.json', hookOf('local of the root'))
  at.put('project/sub/.claude/settings.json', hookOf('of the folder'))
  at.put('home/.claude/settings.local.json', hookOf('at home'))
  const { hooks } = await at.list(undefined, {}, path.join(at.project, 'sub'))
  expect(found(hooks)).toEqual({
    'of the root': 'project no wrong-folder',
    'local of the root': 'local yes',
    'of the folder': 'project yes',
    'at home': 'local no wrong-folder',
  })
})

test('local settings of a linked working tree are those of the main one', async () => {
  const at = seeingScratch()
  at.put('project/.claude/settings.local.json', hookOf('main'))
  at.put('tree/.git', `gitdir: ${path.join(at.project, '.git/worktrees/tree')}\n`)
  at.put('tree/.claude/settings.local.json', hookOf('tree'))
  at.put('tree/sub/a', '')
  const { hooks } = await at.list(undefined, {}, path.join(at.root, 'tree/sub'))
  expect(found(hooks)).toEqual({ main: 'local yes', tree: 'local no wrong-folder' })
})

test('disableAllHooks counts from the highest file that has it, and managed hooks run all the same', async () => {
  const at = seeingScratch()
  at.put('home/.claude/settings.json', { ...hookOf('user'), disableAllHooks: true })
  at.put('managed/managed-settings.json', hookOf('managed'))
  expect(found((await at.list()).hooks)).toEqual({ user: 'user no disabled', managed: 'managed yes' })
  at.put('project/.claude/settings.json', { disableAllHooks: false })
  expect(found((await at.list()).hooks)).toEqual({ user: 'user yes', managed: 'managed yes' })
  at.put('managed/managed-settings.json', { ...hookOf('managed'), disableAllHooks: true })
  expect(found((await at.list()).hooks)).toEqual({ user: 'user no disabled', managed: 'managed no disabled' })
})

test('managed settings can leave only managed hooks, or only those of plugins', async () => {
  const at = seeingScratch()
  at.put('project/.claude/settings.json', hookOf('project'))
  at.put('managed/managed-settings.json', { ...hookOf('managed'), allowManagedHooksOnly: true })
  expect(found((await at.list()).hooks)).toEqual({
    project: 'project no managed-only',
    managed: 'managed yes',
  })
  at.put('managed/managed-settings.json', { strictPluginOnlyCustomization: ['hooks'] })
  expect(found((await at.list()).hooks)).toEqual({ project: 'project no plugins-only' })
})

test('what the client drops is told: a whole file, an entry, an event, a hook that can never match', async () => {
  const at = seeingScratch()
  const bad = { matcher: 'Bash', hooks: [{ type: 'command' }] }
  at.put('home/.claude/settings.json', {
    hooks: { PreToolUse: [bad], Stop: [{ hooks: [{ type: 'command', command: 'lost' }] }] },
  })
  at.put('project/.claude/settings.json', {
    hooks: {
      PostToolUse: [bad, { matcher: '(', hooks: [{ type: 'command', command: 'broken matcher' }] }],
      Nothing: [{ hooks: [{ type: 'command', command: 'no event' }] }],
      Stop: [{ matcher: '(', hooks: [{ type: 'command', command: 'with if', if: 'Bash(ls)' }] }],
      SessionStart: [{ hooks: [{ type: 'http', url: 'http://localhost:1' }] }],
    },
  })
  at.put('project/.claude/settings.local.json', '{ "hooks": ')
  const { hooks, unreadable } = await at.list()
  expect(found(hooks.filter(({ place }) => place === 'user'))).toMatchObject({ lost: 'user no file-invalid' })
  expect(found(hooks.filter(({ place }) => place === 'project'))).toEqual({
    '': 'project no entry-invalid',
    'broken matcher': 'project no matcher-invalid',
    'no event': 'project no unknown-event',
    'with if': 'project no if-not-tool',
    'http://localhost:1': 'project no type-not-run',
  })
  expect(unreadable).toMatchObject([{ place: 'local', why: expect.stringContaining('JSON') }])
})

test('of hooks that are the same the last one runs, and only then', async () => {
  const at = seeingScratch()
  at.put('home/.claude/settings.json', hookOf('same'))
  const project = at.put('project/.claude/settings.json', hookOf('same', 'PreToolUse', { timeout: 5 }))
  at.put('project/.claude/settings.local.json', hookOf('same '))
  const { hooks } = await at.list()
  expect(hooks.map(({ place, runs }) => `${place} ${runs}`)).toEqual(['user no', 'project yes', 'local yes'])
  expect(hooks[0]?.reasons).toEqual([
    { code: 'duplicate', file: project, detail: 'hooks.PreToolUse.0.hooks.0' },
  ])
})

test('a folder that is not trusted has hooks with -p only, and none of its agents', async () => {
  const at = seeingScratch()
  at.put('home/.claude.json', { projects: {} })
  at.put('project/.claude/settings.json', hookOf('project'))
  at.put('project/.claude/agents/aide.md', frontmatterOf('aide', 'agent'))
  expect(found((await at.list()).hooks)).toEqual({
    project: 'project sometimes untrusted',
    agent: 'agent no agent-untrusted in-agent',
  })
})

test('one entry that the client cannot take makes it leave out the whole plugin; a plugin can be switched off', async () => {
  const at = seeingScratch()
  const record = (name: string) => [{ scope: 'user', installPath: path.join(at.root, 'plugins', name) }]
  at.put('home/.claude/plugins/installed_plugins.json', {
    version: 2,
    plugins: { 'bad@m': record('bad'), 'off@m': record('off'), 'new@m': record('new') },
  })
  at.put('home/.claude/settings.json', { enabledPlugins: { 'bad@m': true, 'off@m': false } })
  at.put('plugins/bad/hooks/hooks.json', { hooks: { PreToolUse: [{ hooks: [{ type: 'command' }] }] } })
  at.put('plugins/bad/skills/tidy/SKILL.md', frontmatterOf('tidy', 'skill of it'))
  for (const name of ['off', 'new']) at.put(`plugins/${name}/hooks/hooks.json`, hookOf(name))
  expect(found((await at.list()).hooks)).toEqual({
    '': 'plugin no file-invalid',
    'skill of it': 'skill no file-invalid in-skill',
    off: 'plugin no plugin-disabled',
    new: 'plugin no plugin-disabled',
  })
})

test('a plugin of a marketplace that is a folder is read there, with the hooks that its manifest names or holds', async () => {
  const at = seeingScratch()
  const market = path.join(at.root, 'market')
  at.put('home/.claude/plugins/known_marketplaces.json', {
    m: { source: { source: 'directory', path: market }, installLocation: market },
  })
  at.put('project/.claude/settings.json', { enabledPlugins: { 'demo@m': true } })
  at.put('market/.claude-plugin/marketplace.json', {
    name: 'm',
    plugins: [{ name: 'demo', source: './demo' }],
  })
  at.put('market/demo/.claude-plugin/plugin.json', {
    name: 'demo',
    hooks: ['./more.json', { Stop: [{ hooks: [{ type: 'command', command: 'inline' }] }] }],
  })
  at.put('market/demo/more.json', hookOf('named'))
  expect(found((await at.list()).hooks)).toEqual({ named: 'plugin yes', inline: 'plugin yes' })
})

test('frontmatter that cannot be read is told, and what has no hooks is not looked at', async () => {
  const at = seeingScratch()
  at.put('project/.claude/skills/odd/SKILL.md', '---\nhooks: &anchor\n  Stop: []\n---\n')
  at.put('project/.claude/skills/plain/SKILL.md', '---\nname: !odd\n---\n')
  const { unreadable } = await at.list()
  expect(unreadable).toMatchObject([
    { file: expect.stringContaining('odd'), why: expect.stringContaining('line 1') },
  ])
})
