import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { commandsOf, put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

const HAND = {
  permissions: { allow: ['Bash(ls *)'] },
  hooks: {
    PreToolUse: [
      {
        matcher: 'Bash',
        hooks: [
          { type: 'command', command: '"$CLAUDE_PROJECT_DIR"/.claude/hooks/guard.sh', timeout: 5 },
          { type: 'command', command: "jq -r .tool_input.command | grep -q 'rm -rf' && exit 2 || exit 0" },
        ],
      },
    ],
    Stop: [{ hooks: [{ type: 'command', command: 'echo done', asyncRewake: true }] }],
  },
}

interface Manifest {
  readonly hooks: readonly { readonly id: string; readonly handler: object; readonly timeout: number }[]
}

function byHand(): Scratch {
  const at = scratch()
  put(at.settings, HAND)
  put(path.join(at.project, '.claude/hooks/guard.sh'), '#!/bin/sh\ncat >/dev/null\n')
  return at
}

describe('hooks that were written by hand', () => {
  test('become a valid pack, each told, and the settings stay as they were', async () => {
    const at = byHand()
    const before = readFileSync(at.settings, 'utf8')
    const dry = await at.done(['import', '--dry-run'])
    expect(dry.stdout).toContain('nothing was written')
    expect(existsSync(path.join(at.project, 'imported-hooks'))).toBe(false)
    const { stdout } = await at.done(['import', '--as', 'mine'])
    expect(stdout).toMatch(
      /hooks\.PreToolUse\[0\]\.hooks\[0\]\s+mine\/pre-tool-use-guard:? +its script, copied/,
    )
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes(at.root))).toEqual([])
    expect(stdout).toMatch(/hooks\.PreToolUse\[0\]\.hooks\[1\]\s+mine\/pre-tool-use-jq:? +its command line/)
    expect(stdout).toContain('hooks.Stop[0].hooks[0] stays where it is: packs have no `asyncRewake`')
    expect(readFileSync(at.settings, 'utf8')).toBe(before)
    const { hooks } = readJson<Manifest>(path.join(at.project, 'mine/hooks.json'))
    expect(hooks).toMatchObject([
      { id: 'pre-tool-use-guard', timeout: 5, handler: { script: 'scripts/guard.sh' } },
      { id: 'pre-tool-use-jq', timeout: 600, handler: { script: 'scripts/pre-tool-use-jq.sh' } },
    ])
    expect(readFileSync(path.join(at.project, 'mine/scripts/pre-tool-use-jq.sh'), 'utf8')).toBe(
      `#!/bin/sh\n${HAND.hooks.PreToolUse[0]?.hooks[1]?.command}\n`,
    )
    await at.done(['validate', 'mine'])
    await refused(at, ['import', '--as', 'mine'], {
      code: 'folder-not-empty',
      says: ['mine is not empty'],
      hint: /another/,
    })
  })

  test('are taken under management, and come back when the pack is removed', async () => {
    const at = byHand()
    const before = readFileSync(at.settings, 'utf8')
    const untouched = snapshot(at.root)
    const unasked = await at.run(['import', '--as', 'mine', '--take'])
    expect(unasked.stderr).toContain('error[confirmation-needed]')
    expect(snapshot(at.root)).toEqual(untouched)
    const taken = await at.done(['import', '--as', 'mine', '--take', '--yes'])
    expect(taken.stdout).toContain('its hooks run in the place of 2 entries')
    expect(commandsOf(at.settings, 'Stop')).toEqual(['echo done'])
    expect(commandsOf(at.settings, 'PreToolUse')).toEqual([
      expect.stringContaining('mine/pre-tool-use-guard'),
    ])
    await at.done(['install', '--yes'])
    await at.done(['remove', 'mine', '--yes'])
    expect(commandsOf(at.settings, 'PreToolUse')).toEqual(
      HAND.hooks.PreToolUse[0]?.hooks.map(({ command }) => command),
    )
    expect(readFileSync(at.settings, 'utf8')).toBe(before)
    expect(existsSync(at.folder)).toBe(false)
  })

  test('come back byte for byte however they were written, and as values when the file was edited since', async () => {
    const at = byHand()
    const odd =
      '\uFEFF{"hooks" :{"Stop":[ {"hooks":[{"type":"command","command":"echo b\\u0079e" } ]},\r\n {"hooks":[{"type":"command","command":"date","asyncRewake":true}]}]\t},\r\n"model":"opus"}'
    put(at.settings, odd)
    await at.done(['import', '--as', 'mine', '--take', '--yes'])
    expect(commandsOf(at.settings, 'Stop')).toEqual(['date', expect.stringContaining('mine/stop')])
    await at.done(['remove', 'mine', '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toBe(odd)
    await at.done(['import', '--as', 'more', '--take', '--yes'])
    put(at.settings, readFileSync(at.settings, 'utf8').replace('opus', 'sonnet'))
    await at.done(['remove', 'more', '--yes'])
    expect([...commandsOf(at.settings, 'Stop')].sort()).toEqual(['date', 'echo bye'])
    expect(readFileSync(at.settings, 'utf8')).toContain('sonnet')
  })
})

/** The client fills it in. */
const ROOT = '$' + '{CLAUDE_PLUGIN_ROOT}'

describe('hooks of others', () => {
  test('of a plugin come with its scripts, and those that need its folder stay', async () => {
    const at = scratch()
    const command = (line: string) => ({ type: 'command', command: line })
    put(path.join(at.project, 'plug/hooks/hooks.json'), {
      hooks: {
        PostToolUse: [
          {
            hooks: [command(`python3 "${ROOT}/x/fmt.py"`), command(`${ROOT}/x a b`)],
          },
        ],
        Stop: [{ hooks: [{ type: 'prompt', prompt: 'Is it done? $ARGUMENTS' }] }],
      },
    })
    put(path.join(at.project, 'plug/x/fmt.py'), 'print(1)\n')
    const { stdout } = await at.done(['import', 'plug', '--as', 'theirs', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      hooks: [
        { event: 'PostToolUse', how: 'script', script: 'scripts/fmt.py' },
        { event: 'Stop', how: 'as it is' },
      ],
      left: [{ why: 'its command needs the folder of its plugin' }],
      taken: false,
    })
  })

  test('of another agent are turned as far as they can be, with a warning', async () => {
    const at = scratch()
    put(path.join(at.project, '.cursor/hooks.json'), {
      version: 1,
      hooks: {
        beforeShellExecution: [{ command: './check.sh' }],
        stop: [{ command: 'date >> log' }],
        beforeTabFileRead: [{ command: 'true' }],
      },
    })
    const { stdout } = await at.done(['import', '.cursor/hooks.json', '--as', 'cursor-hooks'])
    expect(stdout.replace(/\s+/g, ' ')).toContain('`beforeTabFileRead` is no event of Claude Code')
    expect(stdout.replace(/\s+/g, ' ')).toContain('these hooks are of another agent')
    const { hooks } = readJson<Manifest>(path.join(at.project, 'cursor-hooks/hooks.json'))
    expect(hooks).toMatchObject([{ event: 'PreToolUse', matcher: 'Bash' }, { event: 'Stop' }])
  })

  test('are refused where there are none, or nothing can be taken from', async () => {
    const at = scratch()
    put(path.join(at.project, 'other.json'), { name: 'x' })
    await refused(at, ['import', 'other.json'], {
      code: 'nothing-to-import',
      says: ['no hooks of a known shape'],
      hint: /settings file/,
    })
    await refused(at, ['import', 'missing'], {
      code: 'nothing-to-import',
      says: ['is not there'],
      hint: /name a file/,
    })
    put(path.join(at.project, 'other.json'), HAND)
    await refused(at, ['import', 'other.json', '--take', '--yes'], {
      code: 'usage',
      says: ['is not the settings file of a scope'],
      hint: /without `--take`/,
    })
  })
})
