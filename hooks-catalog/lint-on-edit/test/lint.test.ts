import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CaseResult, payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { scratch } from '../../_shared/test/scratch.ts'
import { writtenLines } from '../src/edited-lines.ts'
import handler from '../src/lint.ts'
import { LINTERS } from '../src/linters.ts'
import { readOptions } from '../src/options.ts'
import { readFindings } from '../src/read-findings.ts'

const pack = path.resolve(import.meta.dirname, '..')
const modules = path.resolve(pack, '../../node_modules')

function lint(
  project: string,
  file: string,
  given: { readonly options?: Record<string, unknown>; readonly session?: string } = {},
): Promise<CaseResult> {
  const event = payloadOf('PostToolUse', {
    ...(given.session ? { session_id: given.session } : {}),
    cwd: project,
    tool_name: 'Write',
    tool_input: { file_path: path.join(project, file), content: '' },
    tool_response: { type: 'create', structuredPatch: [] },
  })
  return runCase(handler, event, { options: given.options ?? {}, projectDir: project })
}

describe('with the real biome', () => {
  const withBiome = (files: Record<string, string>): string => {
    const project = scratch({ 'biome.json': '{}', ...files })
    fs.symlinkSync(modules, path.join(project, 'node_modules'))
    return project
  }

  it('findings and syntax errors go to the model', async () => {
    const project = withBiome({ 'a.ts': 'debugger\nif (1 == x) {}\n', 'bad.ts': 'let = = 1\n' })
    const { decision, reason } = await lint(project, 'a.ts')
    expect(decision).toBe('block')
    expect(reason).toMatch(/line 1: .*\(lint\/suspicious\/noDebugger\) \[biome\]/)
    expect(reason).toMatch(/line 2: .*noDoubleEquals/)
    expect((await lint(project, 'bad.ts')).reason).toMatch(/line 1: /)
  })

  it('"fix" mends what is safe, keeps imports that are not used yet, and shows what is left', async () => {
    const project = withBiome({ 'a.ts': "import { b } from './b'\nexport const a = !!!!x\ndebugger\n" })
    fs.writeFileSync(
      path.join(project, 'biome.json'),
      '{ "linter": { "rules": { "correctness": { "noUnusedImports": "error" } } } }',
    )
    const result = await lint(project, 'a.ts', { options: { fix: true } })
    expect(fs.readFileSync(path.join(project, 'a.ts'), 'utf8')).toContain("import { b } from './b'")
    expect(result.reason).toContain('noDebugger')
  })
})

describe('messages for the user', () => {
  it('come once per session', async () => {
    const project = scratch({ '.flake8': '', 'a.py': 'x', 'b.py': 'x' })
    const session = `lint-${path.basename(project)}`
    // Nothing on PATH may answer for it.
    const before = process.env['PATH']
    process.env['PATH'] = scratch()
    try {
      expect((await lint(project, 'a.py', { session })).decision).toBe('tell')
      expect((await lint(project, 'b.py', { session })).decision).toBe('none')
      expect((await lint(project, 'b.py', { session: `${session}-2` })).decision).toBe('tell')
    } finally {
      process.env['PATH'] = before
    }
  })
})

describe('links', () => {
  it('a link out of the project is left alone, one within it is linted where it leads', async () => {
    const project = scratch({
      '.flake8': '',
      'a.py': 'x',
      '.venv/bin/flake8': '#!/bin/sh\necho "$3:1:1: E1 no"\nexit 1\n',
    })
    const outside = scratch({ 'b.py': 'x' })
    fs.symlinkSync(path.join(outside, 'b.py'), path.join(project, 'b.py'))
    fs.symlinkSync(path.join(project, 'a.py'), path.join(project, 'c.py'))
    expect((await lint(project, 'b.py')).decision).toBe('none')
    expect((await lint(project, 'c.py')).reason).toContain('1 finding in a.py')
  })
})

describe('a linter that hangs', () => {
  it('is ended with what it has started', async () => {
    const project = scratch({
      '.flake8': '',
      'a.py': 'x',
      '.venv/bin/flake8': '#!/bin/sh\nsleep 61.7 &\necho $! > child\nwait\n',
    })
    const { decision } = await lint(project, 'a.py', { options: { timeoutSeconds: 1 } })
    expect(decision).toBe('tell')
    const child = fs.readFileSync(path.join(project, 'child'), 'utf8').trim()
    const state = (): string =>
      spawnSync('ps', ['-o', 'stat=', '-p', child], { encoding: 'utf8' }).stdout.trim()
    // Ended, and perhaps not yet collected by whoever inherited it.
    await expect.poll(state).toMatch(/^(?:Z.*)?$/)
  })
})

describe('the environment of a linter', () => {
  it('has no secrets of the session', async () => {
    process.env['LINT_TEST_API_KEY'] = 'not-for-linters'
    const project = scratch({
      '.flake8': '',
      'a.py': 'x',
      '.venv/bin/flake8': '#!/bin/sh\nenv > seen\n',
    })
    await lint(project, 'a.py')
    delete process.env['LINT_TEST_API_KEY']
    expect(fs.readFileSync(path.join(project, 'seen'), 'utf8')).not.toContain('not-for-linters')
  })
})

describe('lines that an edit wrote', () => {
  it.each([
    ['added', { structuredPatch: [{ newStart: 3, lines: [' a', '+b', '+c', ' d'] }] }, [4, 5]],
    ['changed', { structuredPatch: [{ newStart: 1, lines: ['-a', '+b', ' c'] }] }, [1]],
    ['taken away', { structuredPatch: [{ newStart: 1, lines: [' a', '-b', ' c'] }] }, [2]],
    [
      'in two places',
      {
        structuredPatch: [
          { newStart: 1, lines: ['+a'] },
          { newStart: 9, lines: ['+b'] },
        ],
      },
      [1, 9],
    ],
    [
      'without a newline at the end',
      { structuredPatch: [{ newStart: 1, lines: ['+a', '\\ No newline'] }] },
      [1],
    ],
  ])('are those %s', (_, response, lines) => {
    const written = writtenLines(response)
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].filter(written)).toEqual(lines)
  })

  it.each([
    [undefined],
    [null],
    ['text'],
    [{ structuredPatch: [] }],
    [{ type: 'create', structuredPatch: [] }],
  ])('are all when the answer is %j', (response) => expect(writtenLines(response)(7)).toBe(true))

  it('are all when a formatter has been there since', () => {
    const response = { structuredPatch: [{ newStart: 2, lines: [' a', '-b', '+f(() => { debugger })'] }] }
    const asWritten = writtenLines(response, () => 'x\r\na\r\nf(() => { debugger })\r\n')
    expect([2, 3, 4].map(asWritten)).toEqual([false, true, false])
    const formatted = writtenLines(response, () => 'x\na\nf(() => {\n  debugger\n})\n')
    expect([2, 3, 4].map(formatted)).toEqual([true, true, true])
    expect(writtenLines(response, () => undefined)(4)).toBe(true)
  })
})

describe('what linters print', () => {
  // As the tools print it; the folder and the file are scratch.
  it.each([
    ['ruff', 'a.py:1:8: F401 [*] `os` imported but unused', 1, 'error'],
    ['flake8', './a.py:2:1: W291 trailing whitespace', 2, 'warning'],
    ['pylint', 'a.py:3:0: C0114 Missing module docstring (missing-module-docstring)', 3, 'warning'],
    ['golangci-lint', 'a.py:4:2: ineffectual assignment to x (ineffassign)', 4, 'error'],
    ['clippy', 'a.py:5:9: warning: unused variable: `x`', 5, 'warning'],
    ['shellcheck', 'a.py:6:1: error: Tips depend on target shell. [SC2148]', 6, 'error'],
    ['rubocop', 'a.py:7:1: E: Lint/Syntax: unexpected token', 7, 'error'],
    ['yamllint', 'a.py:8:81: [warning] line too long (line-length)', 8, 'warning'],
    ['swiftlint', 'a.py:9:1: error: Force Cast Violation: no (force_cast)', 9, 'error'],
    ['phpcs', 'a.py:10:5: warning - Line exceeds 120 characters (Generic)', 10, 'warning'],
    ['markdownlint', 'a.py:11 error MD022/blanks-around-headings Headings', 11, 'error'],
    ['markdownlint', 'a.py:11:3 warning MD009 Trailing spaces', 11, 'warning'],
    ['stylelint', 'a.py:12:3: Empty block (block-no-empty) [warning]', 12, 'warning'],
    ['oxlint', 'a.py:13:5: No debugger [Error/eslint(no-debugger)]', 13, 'error'],
    ['deno', 'a.py: line 14, col 5 - `x` is never used (no-unused-vars)', 14, 'error'],
  ])('%s: %s', (name, text, line, severity) => {
    const cwd = scratch({ 'a.py': '' })
    const linter = LINTERS.find((one) => one.name === name)
    if (!linter) throw new Error(name)
    const printed = {
      stdout: `noise\n${text}\nother.py:1:1: no\n`,
      stderr: '',
      cwd,
      file: path.join(cwd, 'a.py'),
    }
    expect(readFindings(linter, printed)).toEqual([expect.objectContaining({ line, severity })])
  })
})

describe("the pack's documents", () => {
  it('hooks.json and README list the linters of the code, in its order', () => {
    const { options } = JSON.parse(fs.readFileSync(path.join(pack, 'hooks.json'), 'utf8'))
    const names = LINTERS.map(({ name }) => name)
    expect(options.properties.linters.items.enum).toEqual(names)
    expect(options.properties.linters.default).toEqual(readOptions({}).linters.map(({ name }) => name))
    const readme = fs.readFileSync(path.join(pack, 'README.md'), 'utf8')
    for (const name of names) expect(readme).toMatch(new RegExp(`^\\| ${name} +\\|`, 'm'))
  })
})
