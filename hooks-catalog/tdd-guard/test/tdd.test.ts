import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type CaseResult, payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { scratch } from '../../_shared/test/scratch.ts'
import guard from '../src/guard.ts'
import { belongs, kindOf } from '../src/kinds.ts'
import { readOptions } from '../src/options.ts'
import record from '../src/record.ts'
import { outcomeOf, runsTests } from '../src/test-run.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

function session(options: Record<string, unknown> = {}) {
  const project = scratch()
  const base = { session_id: randomUUID(), cwd: project }
  const setting = { options, projectDir: project }
  const call = (file: string, text: string) => ({
    ...base,
    tool_name: 'Edit',
    tool_input: { file_path: path.join(project, file), old_string: 'a', new_string: text },
  })
  return {
    wants: async (file: string): Promise<string> =>
      (await runCase(guard, payloadOf('PreToolUse', call(file, 'b')), setting)).decision,
    reason: async (file: string): Promise<string> =>
      (await runCase(guard, payloadOf('PreToolUse', call(file, 'b')), setting)).reason,
    edits: (file: string, text = 'b'): Promise<CaseResult> =>
      runCase(record, payloadOf('PostToolUse', call(file, text)), setting),
    runs: (command: string, stdout = ''): Promise<CaseResult> =>
      runCase(
        record,
        payloadOf('PostToolUse', {
          ...base,
          tool_name: 'Bash',
          tool_input: { command },
          tool_response: { stdout },
        }),
        setting,
      ),
    fails: (command: string, error = 'Exit code 1\nFAIL', is_interrupt = false): Promise<CaseResult> =>
      runCase(
        record,
        payloadOf('PostToolUseFailure', {
          ...base,
          tool_name: 'Bash',
          tool_input: { command },
          error,
          is_interrupt,
        }),
        setting,
      ),
  }
}

describe('a source file may be edited', () => {
  it('after its test was, and no other', async () => {
    const { wants, edits } = session()
    expect(await wants('src/cart.ts')).toBe('deny')
    await edits('src/other.test.ts')
    expect(await wants('src/cart.ts')).toBe('deny')
    await edits('src/cart.test.ts')
    expect(await wants('src/cart.ts')).toBe('none')
    expect(await wants('src/total.ts')).toBe('deny')
  })

  it('after any test with "match": "any"', async () => {
    const { wants, edits } = session({ match: 'any' })
    await edits('tests/everything.test.ts')
    expect(await wants('src/cart.ts')).toBe('none')
  })

  it('while the last test run has failed, and not when it passes again', async () => {
    const { wants, reason, fails, runs } = session()
    await fails('npm test')
    expect(await wants('src/cart.ts')).toBe('none')
    await runs('npm test', '12 passed')
    expect(await wants('src/cart.ts')).toBe('deny')
    expect(await reason('src/cart.ts')).toContain('and the last test run passed.')
    await runs('npx vitest run | tail -20', ' Tests  1 failed | 3 passed (4)')
    expect(await wants('src/cart.ts')).toBe('none')
  })

  it('not for a failing run with "failingRun": false', async () => {
    const { wants, fails } = session({ failingRun: false })
    await fails('npm test')
    expect(await wants('src/cart.ts')).toBe('deny')
  })

  it('not for a failure that is none of a test', async () => {
    const { wants, fails, runs } = session()
    await fails('npm run build')
    await fails('npm test', 'Exit code 127\nsh: npm: command not found')
    await fails('npm test', 'Exit code 1\nnpm error Missing script: "test"')
    await fails('npm test', 'Exit code 130', true)
    await runs('echo "npm test: 3 failed"', '3 failed')
    expect(await wants('src/cart.ts')).toBe('deny')
  })

  it('after a test was added within it', async () => {
    const { wants, edits } = session()
    await edits('src/cart.rs', '#[test]\nfn adds() {}')
    expect(await wants('src/cart.rs')).toBe('none')
    expect(await wants('src/total.rs')).toBe('deny')
  })

  it('when nothing can be remembered, and the user is told', async () => {
    const { wants } = session()
    const file = path.join(scratch(), 'file')
    fs.writeFileSync(file, '')
    vi.stubEnv('HOOKPACK_STATE_DIR', path.join(file, 'state'))
    expect(await wants('src/cart.ts')).toBe('tell')
  })
})

describe('a test belongs to a source file', () => {
  it.each([
    ['src/cart.test.ts', 'src/cart.ts', true],
    ['test/cart.spec.js', 'src/cart.js', true],
    ['src/__tests__/cart.ts', 'src/cart.ts', true],
    ['src/cart.edge-cases.test.ts', 'src/cart.ts', true],
    ['src/cart.service.test.ts', 'src/cart.service.ts', true],
    ['tests/test_cart.py', 'shop/cart.py', true],
    ['tests/test_shop.py', 'shop/__init__.py', true],
    ['src/button/button.test.tsx', 'src/button/index.tsx', true],
    ['pkg/other_test.go', 'pkg/cart.go', true],
    ['pkg/other/cart_test.go', 'pkg/cart.go', true],
    ['pkg/other/x_test.go', 'pkg/cart.go', false],
    ['spec/models/cart_spec.rb', 'app/models/cart.rb', true],
    ['src/test/java/CartTest.java', 'src/main/java/Cart.java', true],
    ['Tests/CartTests.swift', 'Sources/Cart.swift', true],
    ['tests/cart.rs', 'src/cart.rs', true],
    ['src/cartridge.test.ts', 'src/cart.ts', false],
    ['src/art.test.ts', 'src/cart.ts', false],
    ['src/commit.test.ts', 'src/commit.ts', true],
    ['src/latest.test.ts', 'src/latest.ts', true],
    ['src/commit.test.ts', 'src/comm.ts', false],
  ])('%s, %s: %s', (test, source, expected) => {
    expect(belongs(test, source)).toBe(expected)
  })
})

describe('a file is', () => {
  it.each([
    ['src/cart.ts', 'source'],
    ['main.go', 'source'],
    ['src/contest.ts', 'source'],
    ['src/latest.py', 'source'],
    ['src/inspect.rb', 'source'],
    ['src/Latest.java', 'source'],
    ['attest/cart.ts', 'source'],
    ['src/setup.ts', 'other'],
    ['jest.setup.ts', 'other'],
    ['tests/data.json', 'other'],
    ['README.md', 'other'],
    ['Makefile', 'other'],
    ['conftest.py', 'test'],
    ['e2e/login.ts', 'test'],
    ['src/cart.bench.ts', 'test'],
    ['CartSpec.scala', 'test'],
  ])('%s: %s', (file, kind) => {
    expect(kindOf(file, readOptions({}))).toBe(kind)
  })
})

describe('a command runs tests', () => {
  it.each([
    'npm test',
    'npm t',
    'npm run test:unit -- --run',
    'pnpm -r test',
    'yarn test',
    'bun test src',
    'npx vitest run src/a.test.ts',
    'node_modules/.bin/jest --ci',
    'cd app && CI=1 pytest -q',
    'python3 -m pytest tests',
    'uv run pytest',
    'poetry run python -m unittest',
    'go test ./...',
    'cargo test -p one',
    'cargo nextest run',
    'node --import tsx --test',
    'bundle exec rspec',
    './gradlew :app:test',
    'mvn -q verify',
    'dotnet test',
    'make test',
    'timeout 60 npm test 2>&1 | tail',
    'deno test -A',
  ])('%s', (command) => expect(runsTests(command, [])).toBe(true))

  it.each([
    'ls test',
    'cat src/a.test.ts',
    'git commit -m "npm test"',
    'echo pytest',
    'grep -r jest .',
    'npm install vitest',
    'npm run build',
    'go build ./test',
    'rm -rf test',
    '',
  ])('not: %s', (command) => expect(runsTests(command, [])).toBe(false))

  it('that the option names', () => {
    expect(runsTests('./run-tests --fast', ['./run-tests'])).toBe(true)
  })

  it('however long it is, in no time', () => {
    const before = performance.now()
    runsTests(`make ${'a '.repeat(100_000)}`, [])
    runsTests(`${'A=1 '.repeat(50_000)}x`, [])
    outcomeOf('1 '.repeat(200_000), false)
    expect(performance.now() - before).toBeLessThan(1000)
  })
})
