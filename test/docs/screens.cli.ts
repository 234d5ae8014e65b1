import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { SETTINGS } from '../doctor/examples.ts'
import { doctorScratch } from '../doctor/place.ts'
import { WILD } from '../doctor/wild.ts'
import { put, type Scratch, scratch } from '../scenarios/cli.ts'

const doc = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../..', name), 'utf8').replaceAll('\r\n', '\n')

/** What the document shows for a command. Times are nobody's promise. */
const shown = (text: string, command: string): string =>
  timeless(text.split(`\n$ ${command}\n`)[1]?.split('\n```')[0] ?? 'no such screen')

const timeless = (text: string): string => text.replace(/\b\d+ ms\b/g, 'so many ms')

/** The folders that docs/seeing.md speaks of. */
function shop(): Scratch {
  const at = scratch()
  put(path.join(at.home, '.claude/settings.json'), {
    enabledPlugins: { 'demo@market': false },
    hooks: { PreToolUse: [commandOf('./scripts/push-check.sh', { if: 'Bash(git push *)' })] },
  })
  const plugin = path.join(at.home, '.claude/plugins/cache/market/demo/1.2.3')
  put(path.join(at.home, '.claude/plugins/installed_plugins.json'), {
    version: 2,
    plugins: { 'demo@market': [{ scope: 'user', installPath: plugin, version: '1.2.3' }] },
  })
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the client fills it in
  const check = '${CLAUDE_PLUGIN_ROOT}/check.sh'
  put(path.join(plugin, 'hooks/hooks.json'), { hooks: { PreToolUse: [commandOf(check)] } })
  put(at.settings, {
    hooks: {
      PostToolUse: [commandOf('./scripts/lint.sh', { async: true, timeout: 20 }, 'Edit|Write')],
      SessionStart: [{ hooks: [{ type: 'http', url: 'http://localhost:9/start' }] }],
    },
  })
  put(
    path.join(at.project, '.claude/skills/tidy/SKILL.md'),
    `---
name: tidy
description: tidies up
hooks:
  PreToolUse:
    - matcher: Bash
      hooks:
        - type: command
          command: ./tidy-check.sh
          once: true
---
`,
  )
  return at
}

function commandOf(command: string, more: object = {}, matcher = 'Bash') {
  return { matcher, hooks: [{ type: 'command', command, ...more }] }
}

test('the screens of docs/seeing.md are what the program shows', async () => {
  const at = shop()
  await at.done(['add', 'block-dangerous-bash', '--yes'])
  const text = doc('docs/seeing.md')
  const explain = ['explain', 'PreToolUse', 'Bash', '--input']
  for (const [command, args] of [
    ['hooks list', ['list']],
    ['hooks list --table', ['list', '--table']],
    [
      "hooks explain PreToolUse Bash --input command='git log | xargs rm'",
      [...explain, 'command=git log | xargs rm'],
    ],
    [
      "hooks explain PreToolUse Bash --input command='cd /tmp && rm -rf ~' --run",
      [...explain, 'command=cd /tmp && rm -rf ~', '--run', '--yes'],
    ],
  ] as const) {
    const { stdout } = await at.done(args)
    const [before = '', after = ''] = shown(text, command).split(
      '…\n  block-dangerous-bash/guard\nRun this hook? [y/N] y\n',
    )
    const real = timeless(stdout).trimEnd()
    if (after === '') expect(real, command).toBe(before)
    else expect(real, command).toMatch(new RegExp(`\n${after.replace(/\W/g, '\\$&')}$`))
    expect(real.split('\n').filter((line) => line.length > 80)).toEqual([])
  }
})

/** As the README writes it: paths from the project, what changes with every byte of a pack as nobody's promise. */
const shortened = (text: string, { project }: Scratch): string =>
  text
    .replaceAll(`${project}/`, '')
    .replaceAll(project, 'this folder')
    .replaceAll(' (.claude/settings.json)', '')
    .replace(/, \d+ files, sha512-.{12}…/g, ', so many files, sha512-…')
    .trimEnd()

const README_QUESTION = 'Change the project scope? [y/N] y\n'

test('what the README shows of add, list and remove is what the program shows', async () => {
  const at = scratch()
  put(at.settings, '{\n  "permissions": {\n    "allow": ["Bash(npm test)"]\n  }\n}\n')
  const screen = (command: string): string =>
    shortened(shown(doc('README.md'), command).split('\n\n$ ')[0]?.replace(README_QUESTION, '') ?? '', at)
  const added = await at.done(['add', 'block-dangerous-bash', '--yes'])
  expect(screen('hooks add block-dangerous-bash')).toBe(shortened(added.stdout, at))
  const { stdout } = await at.done(['list'])
  expect(screen('hooks list')).toBe(stdout.trimEnd())
  const removed = shortened((await at.done(['remove', 'block-dangerous-bash', '--yes'])).stdout, at)
  const [before, after] = screen('hooks remove block-dangerous-bash').split('…the same diff, backwards…\n')
  expect([before, after]).toEqual(['takes away block-dangerous-bash 1.0.0\n\n', removed.split('\n\n').at(-1)])
})

test('the five files of docs/doctor.md and their screens are real', async () => {
  const sections = doc('docs/doctor.md').split('\n## Five files from the wild\n')[1]?.split('\n### ') ?? []
  for (const [index, { wanted, files }] of WILD.entries()) {
    const section = sections[index + 1] ?? ''
    expect(section.split('\n')[0]?.toLowerCase()).toBe(wanted.toLowerCase())
    expect(section).toContain(`\`\`\`json\n${String(files[SETTINGS])}\`\`\``)
    const at = doctorScratch()
    at.write(files)
    const env = { PATH: at.context.env['PATH'] }
    const { status, stdout } = await at.run(['doctor'], { env })
    expect(status).toBe(1)
    expect(shown(section, 'hooks doctor'), wanted).toBe(stdout.trimEnd())
  }
})
