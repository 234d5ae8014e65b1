import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { put, refused, scratch } from './cli.ts'
import { BASH, elsewhere, expectGuards, expectRefused, GUARD, imported, withFiles } from './importing.ts'

describe('templates with supporting files', () => {
  const file = (source: string, destination: string) => ({ source, destination, executable: true })
  const PYTHON =
    'import json, sys\nimport words\nevent = json.load(sys.stdin)\n' +
    'if words.BAD in event["tool_input"]["command"]:\n    print("no", file=sys.stderr)\n    sys.exit(2)\n'

  test.each([
    ['plainly', 'python3 "$CLAUDE_PROJECT_DIR"/.claude/hooks/guard.py'],
    ['with arguments, in the project', '$CLAUDE_PROJECT_DIR/.claude/hooks/guard.py --strict || exit 2'],
    ['in an inner shell', `bash -c 'G="\${CLAUDE_PROJECT_DIR}/.claude/hooks/guard.py"; exec python3 "$G"'`],
    ['by a relative path in a line', 'cd . && "./.claude/hooks/guard.py" -v'],
    ['in the home folder', '~/.claude/hooks/guard.py -v'],
  ])('come with their files, and a command runs that of the pack: %s', async (_, command) => {
    const at = withFiles({
      'store/guard.json': {
        description: 'Guards.',
        supportingFiles: [
          file('guard.py', '.claude/hooks/guard.py'),
          { source: 'words.py', destination: '.claude/hooks/words.py' },
        ],
        ...BASH(command),
      },
      'store/guard.py': `#!/usr/bin/env python3\n${PYTHON}`,
      'store/words.py': 'BAD = "rm -rf"\n',
    })
    await imported(at, 'store/guard.json')
    expect(existsSync(path.join(at.project, '.claude'))).toBe(false)
    expect(statSync(path.join(at.project, 'theirs/files/guard.py')).mode & 0o111).not.toBe(0)
    expect(statSync(path.join(at.project, 'theirs/files/words.py')).mode & 0o111).toBe(0)
    await expectGuards(at)
    await at.done(['verify'])
  })

  test('without a list come with the script of their name', async () => {
    const at = withFiles({ 'x/safe.json': BASH('bash .claude/hooks/safe.sh'), 'x/safe.sh': GUARD })
    await imported(at, 'x')
    await expectGuards(at)
  })

  test('are refused when a file is missing, leads out, is a link out, or a list is none', async () => {
    const hooks = BASH('.claude/hooks/x.sh')
    const at = withFiles({ secret: 'hunter2\n', 'store/here.sh': GUARD })
    symlinkSync(path.join(at.project, 'secret'), path.join(at.project, 'store/link.sh'))
    const bad: readonly (readonly [listed: unknown, says: string])[] = [
      [[file('gone.sh', '.claude/hooks/x.sh')], '`gone.sh`, which it names in its folder, is not there'],
      [[file('../secret', '.claude/hooks/x.sh')], '`../secret` is no path inside its folder'],
      [[file('a/../../secret', '.claude/hooks/x.sh')], 'is no path inside its folder'],
      [[file('/etc/hostname', '.claude/hooks/x.sh')], '`/etc/hostname` is no path inside its folder'],
      [[file('C:\\x.sh', '.claude/hooks/x.sh')], 'is no path inside its folder'],
      [[file('here.sh', '../../.bashrc')], '`../../.bashrc` is no path inside its folder'],
      [[file('link.sh', '.claude/hooks/x.sh')], '`link.sh`, which it names in its folder, leads out of it'],
      [[7], 'what it names as a file is no path'],
      ['x.sh', '`supportingFiles` is no list'],
    ]
    for (const [supportingFiles, says] of bad) {
      put(path.join(at.project, 'store/guard.json'), { supportingFiles, ...hooks })
      await expectRefused(at, 'store/guard.json', says)
    }
  })

  test('are refused when a file is a link out of the repository', async () => {
    const at = withFiles({
      'store/guard.json': { supportingFiles: [file('link.sh', 'link.sh')], ...BASH('./link.sh') },
    })
    put(path.join(at.home, 'secret'), 'hunter2\n')
    symlinkSync(path.join(at.home, 'secret'), path.join(at.project, 'store/link.sh'))
    await refused(at, ['import', 'store/guard.json'], {
      code: 'link-outside',
      says: ['link.sh leads out of the project'],
      hint: /nothing was read or written/,
    })
  })

  test('stay when a command names a file where no variable can stand', async () => {
    const at = withFiles({
      'g.json': {
        supportingFiles: [file('g.sh', '.claude/hooks/g.sh')],
        ...BASH(
          `bash -c 'sh .claude/hooks/g.sh'`,
          'sh "$PWD/.claude/hooks/g.sh" -v',
          'sh .claude/hooks/g.sh',
        ),
      },
      'g.sh': GUARD,
    })
    const { left, hooks } = await imported(at, 'g.json')
    expect(left.map(({ why }) => why)).toEqual(Array(2).fill(expect.stringContaining('in a way that a pack')))
    expect(hooks).toMatchObject([{ script: 'files/g.sh' }])
  })
})

/** The client fills it in. */
const ROOT = '$' + '{CLAUDE_PLUGIN_ROOT}'

describe('packages of prpm', () => {
  const PACKAGE = {
    ...{ name: '@you/guard', version: '1.0.0', description: 'd', format: 'claude', subtype: 'hook' },
    ...{ author: 'a', license: 'MIT', tags: [], keywords: [] },
  }

  test('come with the files that they name, and say what they build on', async () => {
    const at = withFiles({
      'p/prpm.json': {
        ...PACKAGE,
        main: 'hook.json',
        files: ['hook.json', 'scripts/guard.sh', 'README.md'],
        dependencies: { '@you/base': '^1' },
      },
      'p/hook.json': BASH(`${ROOT}/scripts/guard.sh --all`),
    })
    await expectRefused(at, 'p', 'the file `scripts/guard.sh`, which it names in its folder, is not there')
    put(path.join(at.project, 'p/scripts/guard.sh'), GUARD)
    const { notes } = await imported(at, 'p')
    expect(notes).toEqual(['it builds on other packages, which were not fetched: @you/base'])
    await expectGuards(at)
  })

  test('of several in one file, those with hooks are taken', async () => {
    const at = withFiles({
      'prpm.json': {
        name: 'all',
        packages: [
          { ...PACKAGE, files: ['.claude/hooks/g/hook.json', '.claude/hooks/g/dist/hook.sh'] },
          { ...PACKAGE, files: ['.claude/hooks/other/hook.json'] },
          { ...PACKAGE, subtype: 'rule', files: ['rules.md'] },
        ],
      },
      '.claude/hooks/g/hook.json': BASH('sh .claude/hooks/g/dist/hook.sh'),
      '.claude/hooks/g/dist/hook.sh': GUARD,
      '.claude/hooks/other/hook.json': { name: 'other', type: 'UserPromptSubmit', config: {} },
    })
    const { hooks, notes } = await imported(at, 'prpm.json')
    expect(hooks).toMatchObject([{ id: 'pre-tool-use-g', script: 'files/g/dist/hook.sh' }])
    expect(notes).toEqual(['no hooks were found in .claude/hooks/other/hook.json'])
    await expectGuards(await elsewhere(at))
  })

  test('are refused when they have no hooks, are malformed, or name files elsewhere', async () => {
    const at = withFiles({ 'p/hook.json': '{"hooks": {', 'p/other.json': {} })
    const bad: readonly (readonly [described: object, says: string])[] = [
      [{ ...PACKAGE, subtype: 'rule' }, 'a package of the kind `rule`, which has no hooks'],
      [{ ...PACKAGE, main: 'hook.json' }, 'hook.json: it is not JSON'],
      [{ ...PACKAGE, files: ['other.json'] }, 'none of the files that it names has hooks'],
      [{ ...PACKAGE, files: ['../../home/x'] }, '`../../home/x` is no path inside its folder'],
      [{ ...PACKAGE, files: [...Array(1001).keys()].map((n) => `${n}.sh`) }, 'more than 1000 files'],
    ]
    for (const [described, says] of bad) {
      put(path.join(at.project, 'p/prpm.json'), described)
      await expectRefused(at, 'p/prpm.json', says)
    }
  })

  test('that were installed already are told and taken, and their tag is not carried on', async () => {
    const at = scratch()
    const tagged = {
      matcher: 'Bash',
      hooks: [{ type: 'command', command: 'true' }],
      __prpm_hook_id: '@you/guard@1.0.0',
    }
    put(at.settings, { hooks: { PreToolUse: [tagged] } })
    const before = readFileSync(at.settings, 'utf8')
    const { stdout } = await at.done(['import', '--as', 'mine', '--take', '--yes'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      'note: installed by another tool, whose own records stay: @you/guard@1.0.0 of prpm',
    )
    expect(readFileSync(at.settings, 'utf8')).not.toContain('__prpm')
    expect(readFileSync(path.join(at.project, 'mine/hooks.json'), 'utf8')).not.toContain('__prpm')
    await at.done(['remove', 'mine', '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toBe(before)
  })
})
