import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CaseResult, payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { put, scratch } from '../../_shared/test/scratch.ts'
import atStop from '../src/at-stop.ts'
import { jobsFor } from '../src/jobs.ts'
import onEdit from '../src/on-edit.ts'
import { RUNNERS } from '../src/runners.ts'

const modules = path.resolve(import.meta.dirname, '../../../node_modules')

/** A session in a project with these files. */
function session(files: Readonly<Record<string, string>>, options: Record<string, unknown> = {}) {
  const project = scratch(files)
  const base = { session_id: randomUUID(), cwd: project }
  const setting = { options, projectDir: project, timeout: 100 }
  return {
    project,
    edit: (file: string, content?: string): Promise<CaseResult> => {
      if (content !== undefined) put(path.join(project, file), content)
      const tool_input = { file_path: path.join(project, file), old_string: 'a', new_string: 'b' }
      return runCase(onEdit, payloadOf('PostToolUse', { ...base, tool_name: 'Edit', tool_input }), setting)
    },
    stop: (stop_hook_active = false): Promise<CaseResult> =>
      runCase(atStop, payloadOf('Stop', { ...base, stop_hook_active }), setting),
    runs: (): string =>
      fs.existsSync(path.join(project, 'runs')) ? fs.readFileSync(path.join(project, 'runs'), 'utf8') : '',
  }
}

const FAILING = '#!/bin/sh\necho "$*" >> runs\necho "FAIL one"\nexit 1\n'
const PASSING = '#!/bin/sh\necho "$*" >> runs\n'
const VITEST = 'node_modules/.bin/vitest'
const ARGS = 'related --passWithNoTests --run'

describe('the end of a turn', () => {
  it('runs the tests of all edited files at once, and once', async () => {
    const { project, edit, stop, runs } = session({
      'vitest.config.ts': '',
      'a.ts': '',
      'b.ts': '',
      [VITEST]: PASSING,
    })
    await edit('a.ts')
    await edit('b.ts')
    await edit('a.ts')
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(`${ARGS} ${path.join(project, 'b.ts')} ${path.join(project, 'a.ts')}\n`)
    await stop()
    expect(runs().split('\n')).toHaveLength(2)
  })

  it('is put off as often as "attempts" says; then the user is told, and the next turn is free', async () => {
    const { edit, stop } = session({ 'vitest.config.ts': '', 'a.ts': '', [VITEST]: FAILING }, { attempts: 1 })
    await edit('a.ts')
    const first = await stop()
    expect(first.decision).toBe('block')
    expect(first.reason).toBe(
      'test-related: the tests of a.ts do not pass (vitest, exit status 1). The end of the output:\nFAIL one\n' +
        'Mend the cause, not the test. If a test failed before your changes or cannot be mended now, tell the user so.',
    )
    const second = await stop(true)
    expect(second.decision).toBe('tell')
    expect(second.reason).toBe(
      'test-related: the turn ended all the same: the tests of a.ts do not pass (vitest, exit status 1).',
    )
    expect((await stop()).decision).toBe('none')
  })

  it('looks only at what has not passed', async () => {
    const { project, edit, stop, runs } = session({
      'web/vitest.config.ts': '',
      'web/a.ts': '',
      'api/pytest.ini': '',
      'api/test_b.py': '',
      [VITEST]: FAILING,
      'api/.venv/bin/pytest': '#!/bin/sh\necho pytest >> runs\n',
    })
    await edit('web/a.ts')
    await edit('api/test_b.py')
    expect((await stop()).decision).toBe('block')
    put(path.join(project, VITEST), PASSING)
    expect((await stop(true)).decision).toBe('none')
    expect(runs()).toBe('')
    expect(fs.readFileSync(path.join(project, 'api/runs'), 'utf8')).toBe('pytest\n')
    expect(fs.readFileSync(path.join(project, 'web/runs'), 'utf8').trim().split('\n')).toHaveLength(2)
  })

  it('passes over files that are gone', async () => {
    const { project, edit, stop, runs } = session({ 'vitest.config.ts': '', 'a.ts': '', [VITEST]: FAILING })
    await edit('a.ts')
    fs.rmSync(path.join(project, 'a.ts'))
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe('')
  })

  it('says once that a runner is missing', async () => {
    const { edit, stop } = session({ 'vitest.config.ts': '', 'a.ts': '' })
    await edit('a.ts')
    expect((await stop()).decision).toBe('tell')
    await edit('a.ts')
    expect((await stop()).decision).toBe('none')
  })

  it('has one limit for all runs together', async () => {
    const slow = '#!/bin/sh\nexec sleep 30\n'
    const { edit, stop } = session(
      { 'a/vitest.config.ts': '', 'a/a.ts': '', 'b/vitest.config.ts': '', 'b/b.ts': '', [VITEST]: slow },
      { stopSeconds: 1 },
    )
    await edit('a/a.ts')
    await edit('b/b.ts')
    const before = performance.now()
    expect((await stop()).decision).toBe('block')
    expect(performance.now() - before).toBeLessThan(10_000)
  })

  it('with "both" does not run again what passed after the edit', async () => {
    const { edit, stop, runs } = session(
      { 'vitest.config.ts': '', 'a.ts': '', [VITEST]: PASSING },
      { when: 'both' },
    )
    await edit('a.ts')
    await stop()
    expect(runs().trim().split('\n')).toHaveLength(1)
  })
})

describe('with the real vitest', () => {
  it('only tests that import the file run, and a failure is shown', async () => {
    const program = path.join(modules, 'vitest/vitest.mjs')
    const { edit } = session(
      {
        'vitest.config.js': "export default { cacheDir: './cache', test: { globals: true } }\n",
        'a.js': 'export const a = 1\n',
        'a.test.js': "import { a } from './a.js'\ntest('a is one', () => expect(a).toBe(1))\n",
        'other.test.js': "test('other', () => { throw new Error('not related') })\n",
        [VITEST]: `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`,
      },
      { when: 'edit', timeoutSeconds: 90 },
    )
    expect((await edit('a.js')).decision).toBe('none')
    const { decision, reason } = await edit('a.js', 'export const a = 2\n')
    expect(decision).toBe('block')
    expect(reason).toContain('a is one')
    expect(reason).not.toContain('not related')
  })
})

const hasPytest = spawnSync('pytest', ['--version']).status === 0

describe.runIf(hasPytest)('with the real pytest', () => {
  it('the test of the file runs', async () => {
    const { edit } = session(
      {
        'pytest.ini': '[pytest]\npythonpath = src\n',
        'src/cart.py': 'def total():\n    return 3\n',
        'tests/test_cart.py': 'import cart\n\ndef test_total():\n    assert cart.total() == 4\n',
        'tests/test_other.py': 'def test_other():\n    assert False, "not related"\n',
      },
      { when: 'edit', timeoutSeconds: 60 },
    )
    const { decision, reason } = await edit('src/cart.py')
    expect(decision).toBe('block')
    expect(reason).toContain('assert 3 == 4')
    expect(reason).not.toContain('not related')
  })
})

describe('what is run for a file', () => {
  const of = (files: Record<string, string>, file: string) => {
    const root = scratch({ ...files, [file]: 'x' })
    return jobsFor([path.join(root, file)], root, RUNNERS).map(({ runner, folder, subjects }) => [
      runner.name,
      path.relative(root, folder),
      runner.args(subjects.map((one) => (path.isAbsolute(one) ? path.relative(root, one) : one))).join(' '),
    ])
  }

  it.each([
    ['go: the package', { 'go.mod': '' }, 'pkg/a/b.go', [['go', '', 'test ./pkg/a']]],
    [
      'cargo: the package, in its folder',
      { 'Cargo.toml': '[workspace]\n', 'one/Cargo.toml': '[package]\nname = "one"\n' },
      'one/src/lib.rs',
      [['cargo', 'one', 'test --quiet --offline --color=never']],
    ],
    [
      'rspec: a spec is its own',
      { '.rspec': '' },
      'spec/a_spec.rb',
      [['rspec', '', '--no-color --format=progress spec/a_spec.rb']],
    ],
    [
      'vitest before jest in one folder',
      { 'vitest.config.ts': '', 'jest.config.js': '' },
      'a.ts',
      [['vitest', '', `${ARGS} a.ts`]],
    ],
    ['a Python module without tests: nothing', { 'pytest.ini': '' }, 'a.py', []],
    [
      'a package by its name',
      { 'pytest.ini': '', 'tests/test_shop.py': '' },
      'shop/__init__.py',
      [['pytest', '', '-q --no-header --color=no tests/test_shop.py']],
    ],
  ])('%s', (_, files, file, expected) => {
    expect(of(files as unknown as Record<string, string>, file)).toEqual(expected)
  })
})
