import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { put, readJson, refused, type Scratch, scratch } from './cli.ts'

interface Told {
  readonly file: string
  readonly shape: string
  readonly hooks: readonly { readonly event: string; readonly id: string; readonly how: string }[]
  readonly left: readonly { readonly place: string; readonly why: string }[]
  readonly notes: readonly string[]
}

interface Manifest {
  readonly hooks: readonly {
    readonly event: string
    readonly matcher?: string
    readonly timeout: number
    readonly handler: { readonly script?: string; readonly module?: string }
  }[]
}

/** Writes files below the project, imports one of them, and gives what was told and the manifest of the pack. */
async function imported(
  files: Readonly<Record<string, string | object>>,
  from: string,
): Promise<{ readonly at: Scratch; readonly told: Told; readonly hooks: Manifest['hooks'] }> {
  const at = scratch()
  for (const [name, content] of Object.entries(files)) put(path.join(at.project, name), content)
  const { stdout } = await at.done(['import', from, '--as', 'theirs', '--json'])
  const told = JSON.parse(stdout) as Told
  return { at, told, hooks: readJson<Manifest>(path.join(at.project, 'theirs/hooks.json')).hooks }
}

function scriptOf(at: Scratch, hook: Manifest['hooks'][number] | undefined): string {
  return readFileSync(path.join(at.project, 'theirs', hook?.handler.script ?? ''), 'utf8')
}

describe('hooks in files of other kinds than JSON', () => {
  test('TOML: a list with events, as dotagents has it', async () => {
    const toml =
      'version = 1\n\n[[hooks]]\nevent = "PreToolUse"\nmatcher = "Bash"\ncommand = "./check.sh --fast"\n\n' +
      '[[hooks]]\nevent = "Stop"\ncommand = \'say "done"\'\n'
    const { at, told, hooks } = await imported({ 'agents.toml': toml }, 'agents.toml')
    expect(told.shape).toBe('list')
    expect(hooks).toMatchObject([{ event: 'PreToolUse', matcher: 'Bash' }, { event: 'Stop' }])
    expect(scriptOf(at, hooks[1])).toBe('#!/bin/sh\nsay "done"\n')
  })

  test('TOML: tables by event, as Codex has them, with the scripts that they name', async () => {
    const toml =
      'model = "x"\n[hooks.state]\nseen = true\n[[hooks.PreToolUse]]\nmatcher = "^Bash$"\n' +
      '[[hooks.PreToolUse.hooks]]\ntype = "command"\ncommand = "python3 .codex/guard.py"\ntimeout = 7\n'
    const { hooks } = await imported({ '.codex/config.toml': toml, '.codex/guard.py': 'print(1)\n' }, '.')
    expect(hooks).toMatchObject([
      { event: 'PreToolUse', matcher: '^Bash$', timeout: 7, handler: { script: 'scripts/guard.py' } },
    ])
  })

  test('YAML: the part of lefthook that is for Claude Code', async () => {
    const yaml =
      'pre-commit:\n  jobs:\n    - run: npm test\nai:\n  claude:\n    PostToolUse: lint\n    Stop: [a, b]\n  codex:\n    Stop: a\n'
    const { at, told, hooks } = await imported({ 'lefthook.yml': yaml }, '.')
    expect(hooks.map(({ event }) => event)).toEqual(['PostToolUse', 'Stop', 'Stop'])
    expect(scriptOf(at, hooks[0])).toBe("#!/bin/sh\nlefthook run 'lint'\n")
    expect(told.left).toEqual([expect.objectContaining({ place: 'ai.codex.Stop', why: 'it is for codex' })])
  })

  test('Markdown: a HOOK.md with the script beside it', async () => {
    const head =
      '---\nname: tidy\ndescription: d\nhooks:\n  - event: PostToolUse\n    matcher: Edit\n    timeout: 9\n---\n'
    const { hooks } = await imported({ 'tidy/HOOK.md': `${head}# Tidy\n`, 'tidy/tidy.sh': 'true\n' }, 'tidy')
    expect(hooks).toMatchObject([
      { event: 'PostToolUse', matcher: 'Edit', timeout: 9, handler: { script: 'scripts/tidy.sh' } },
    ])
  })

  test('Markdown: the frontmatter of a skill or an agent; the pack runs always, and that is told', async () => {
    const head =
      '---\nname: careful\nhooks:\n  PreToolUse:\n    - matcher: "Bash"\n      hooks:\n        - type: command\n' +
      '          command: |\n            cat\n            true\n---\nBe careful.\n'
    const { at, told, hooks } = await imported(
      { '.claude/agents/careful.md': head },
      '.claude/agents/careful.md',
    )
    expect(hooks).toMatchObject([{ event: 'PreToolUse', matcher: 'Bash' }])
    expect(scriptOf(at, hooks[0])).toContain('cat\ntrue\n')
    expect(told.notes.join()).toContain('ran only with')
  })

  test('Markdown: rules of hookify become modules that decide as the rules do', async () => {
    const rule = (head: string, body: string): string => `---\n${head}\n---\n\n${body}\n`
    const { at, told, hooks } = await imported(
      {
        '.claude/hookify.no-rm.local.md': rule(
          'name: no-rm\nenabled: true\nevent: bash\npattern: rm\\s+-rf\naction: block',
          'Do **not**.',
        ),
        '.claude/hookify.env.local.md': rule(
          'name: env\nenabled: true\nevent: file\nconditions:\n  - field: file_path\n    operator: ends_with\n    pattern: .env\n' +
            '  - field: new_text\n    operator: not_contains\n    pattern: example',
          'An env file.',
        ),
        '.claude/hookify.off.local.md': rule('name: off\nenabled: false\nevent: bash\npattern: x', 'm'),
        '.claude/hookify.odd.local.md': rule('name: odd\nenabled: true\nevent: bash\npattern: "(?x) a"', 'm'),
        '.claude/hookify.said.local.md': rule(
          'name: said\nenabled: true\nevent: stop\nconditions:\n  - field: transcript, operator: contains, pattern: t',
          'm',
        ),
      },
      '.',
    )
    expect(told.left.map(({ why }) => why).sort()).toEqual([
      'it is not enabled',
      'it tests `transcript`, which a rule in a pack is not given',
      expect.stringContaining('its pattern is no regular expression of JavaScript'),
    ])
    expect(hooks.map(({ event, matcher }) => [event, matcher])).toEqual([
      ['PreToolUse', 'Edit|Write|MultiEdit'],
      ['PreToolUse', 'Bash'],
    ])
    const event = (tool_name: string, tool_input: object): string =>
      JSON.stringify({ hook_event_name: 'PreToolUse', tool_name, tool_input })
    const decided = async (hook: number, payload: string): Promise<unknown> => {
      const file = path.join(at.project, 'theirs', hooks[hook]?.handler.module ?? '')
      const { default: rule } = (await import(file)) as {
        default: (event: object, decide: object) => unknown
      }
      return rule(JSON.parse(payload) as object, {
        deny: (text: string) => ['deny', text],
        tell: (text: string) => ['tell', text],
      })
    }
    expect(await decided(1, event('Bash', { command: 'RM  -rf x' }))).toEqual(['deny', 'no-rm: Do **not**.'])
    expect(await decided(1, event('Bash', { command: 'ls' }))).toBeUndefined()
    expect(await decided(0, event('Write', { file_path: '/a/.env', content: 'A=1' }))).toEqual([
      'tell',
      'env: An env file.',
    ])
    expect(await decided(0, event('Write', { file_path: '/a/.env', content: 'example' }))).toBeUndefined()
    expect(await decided(0, event('Edit', { file_path: '/a/b.ts', new_string: 'A' }))).toBeUndefined()
  })

  test('JSON with comments and commas too many, as rulesync has it', async () => {
    const jsonc =
      '// by hand\n{"version": 1, "hooks": {"preToolUse": [{"matcher": "Bash", "command": "echo \\"// no, }\\"", },], /* x */ },}\n'
    const { at, hooks } = await imported({ '.rulesync/hooks.jsonc': jsonc }, '.rulesync/hooks.jsonc')
    expect(hooks).toMatchObject([{ event: 'PreToolUse', matcher: 'Bash' }])
    expect(scriptOf(at, hooks[0])).toBe('#!/bin/sh\necho "// no, }"\n')
  })

  test('faults are named with their place, and write nothing', async () => {
    const at = scratch()
    const bad: readonly (readonly [name: string, text: string, says: string])[] = [
      ['a.toml', '[hooks\n', 'it is not TOML'],
      ['a.yml', 'hooks: [\n', 'it is not YAML'],
      ['twice.yml', 'hooks: {}\nhooks: {}\n', 'it is not YAML'],
      [
        'bomb.yml',
        `a: &a [x,x]\n${[...'bcdefghij'].map((c, i) => `${c}: &${c} [${`*${'abcdefghij'[i]},`.repeat(9)}]`).join('\n')}\n`,
        '',
      ],
      ['a.md', 'no head\n', 'it has no frontmatter'],
      ['deep.json', `{"hooks":${'['.repeat(5000)}${']'.repeat(5000)}}`, 'nested too deeply'],
      ['deep.yml', `hooks: ${'['.repeat(50_000)}`, ''],
    ]
    for (const [name, text, says] of bad) {
      put(path.join(at.project, name), text)
      await refused(at, ['import', name], {
        code: 'nothing-to-import',
        says: [says],
        hint: /docs\/import\.md/,
      })
    }
    expect(existsSync(path.join(at.project, 'imported-hooks'))).toBe(false)
  })
})

describe('hooks of other agents and plugins', () => {
  test('GitHub Copilot: bash, cwd and timeoutSec; what is for PowerShell only stays', async () => {
    const copilot = {
      version: 1,
      hooks: {
        preToolUse: [{ type: 'command', bash: './a.sh', powershell: './a.ps1', cwd: "it's", timeoutSec: 11 }],
        sessionStart: [{ type: 'command', powershell: './a.ps1' }],
      },
    }
    const { at, told, hooks } = await imported({ '.github/hooks/one.json': copilot }, '.')
    expect(hooks).toMatchObject([{ event: 'PreToolUse', timeout: 11 }])
    expect(scriptOf(at, hooks[0])).toBe(`#!/bin/sh\ncd "$CLAUDE_PROJECT_DIR"/'it'\\''s' && ./a.sh\n`)
    expect(told.left).toMatchObject([{ why: 'it is for PowerShell; make a .ps1 script of it' }])
  })

  test('Gemini counts milliseconds', async () => {
    const gemini = {
      hooks: {
        BeforeTool: [{ matcher: 'x', hooks: [{ type: 'command', command: 'true', timeout: 60_500 }] }],
      },
    }
    const { hooks } = await imported({ '.gemini/settings.json': gemini }, '.')
    expect(hooks).toMatchObject([{ event: 'PreToolUse', matcher: 'x', timeout: 61 }])
  })

  test('Cursor tests a matcher against the command: such a hook is not turned into one that never runs', async () => {
    const cursor = {
      version: 1,
      hooks: {
        beforeShellExecution: [{ command: 'true', matcher: 'curl|wget' }],
        afterFileEdit: [{ command: 'true', matcher: 'Write' }],
      },
    }
    const { told, hooks } = await imported({ '.cursor/hooks.json': cursor }, '.')
    expect(hooks).toMatchObject([{ event: 'PostToolUse', matcher: 'Edit|Write' }])
    expect(told.left).toMatchObject([{ why: 'its matcher is tested against the command, not the tool' }])
  })

  test('a plugin whose manifest names or holds its hooks', async () => {
    const stop = { Stop: [{ hooks: [{ type: 'command', command: 'true' }] }] }
    const manifest = { name: 'p', hooks: ['./conf/h.json', '../outside.json'] }
    const named = await imported(
      {
        'p/.claude-plugin/plugin.json': manifest,
        'p/conf/h.json': { hooks: stop },
        'outside.json': { hooks: stop },
      },
      'p',
    )
    expect(named.hooks.map(({ event }) => event)).toEqual(['Stop'])
    const held = await imported({ 'p/.claude-plugin/plugin.json': { name: 'p', hooks: stop } }, 'p')
    expect(held.hooks.map(({ event }) => event)).toEqual(['Stop'])
  })

  test('a folder is searched until there are hooks, and a key that is there twice is told', async () => {
    const twice =
      '{"hooks":{"Stop":[{"hooks":[{"type":"command","command":"a"}]}],"Stop":[{"hooks":[{"type":"command","command":"b"}]}]}}'
    const { told, hooks } = await imported({ '.claude/settings.json': '{}', '.codex/hooks.json': twice }, '.')
    expect(hooks).toHaveLength(1)
    expect(told.notes).toEqual(['`hooks.Stop` is there twice; only the last one counts'])
  })
})

describe('a dry run', () => {
  test('says what the real one would say of a folder that is not empty', async () => {
    const at = scratch()
    put(path.join(at.project, 'one.json'), { event: 'Stop', command: 'true' })
    put(path.join(at.project, 'mine/notes.txt'), 'mine')
    for (const more of [[], ['--dry-run']])
      await refused(at, ['import', 'one.json', '--as', 'mine', ...more], {
        code: 'folder-not-empty',
        says: ['is not empty'],
        hint: /--out/,
      })
  })
})
