import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { appendLine } from '../../_shared/src/json-lines.ts'
import { ownState, schemaDefaults } from '../../_shared/test/pack-under-test.ts'
import handler from '../src/at-start.ts'
import { fitted } from '../src/fitted.ts'
import { DEFAULTS } from '../src/options.ts'

const { state, folder } = ownState()

it('the defaults are those of the schema', () => expect(DEFAULTS).toEqual(schemaDefaults('session-context')))

async function told(cwd: string, options: object = {}, session = 's-now'): Promise<string> {
  const event = payloadOf('SessionStart', { source: 'startup', cwd, session_id: session })
  const { decision, reason } = await runCase(handler, event, {
    options: { ...DEFAULTS, ...options },
    projectDir: cwd,
  })
  expect(['context', 'none']).toContain(decision)
  return reason ?? ''
}

describe('in a repository', () => {
  const git = (cwd: string, ...args: string[]): void => {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgSign=false']
    execFileSync('git', [...identity, ...args], { cwd, stdio: 'ignore' })
  }
  let clone = ''

  beforeAll(() => {
    const origin = folder()
    git(origin, 'init', '-b', 'main')
    writeFileSync(path.join(origin, 'a.txt'), 'one\n')
    git(origin, 'add', '.')
    git(origin, 'commit', '-m', 'First commit')
    clone = path.join(folder(), 'clone')
    git(origin, 'clone', origin, clone)
    writeFileSync(path.join(clone, 'b.txt'), 'two\n')
    git(clone, 'add', '.')
    git(clone, 'commit', '-m', 'Second\u001b[31m commit')
    writeFileSync(path.join(clone, 'a.txt'), 'changed\n')
    writeFileSync(path.join(clone, 'c.txt'), 'three\n')
    writeFileSync(path.join(clone, 'd.txt'), 'four\n')
    git(clone, 'add', 'd.txt')
    mkdirSync(path.join(clone, 'below'))
  })

  it('says branch, upstream, changes and commits', async () => {
    const text = await told(clone)
    expect(text).toContain('Branch main, 1 ahead of and 0 behind origin/main when last fetched.')
    expect(text).toContain('Staged (1): d.txt\nChanged (1): a.txt\nUntracked (1): c.txt')
    expect(text).toMatch(
      /Last commits:\n- [0-9a-f]{7,} .* ago: Second commit\n- [0-9a-f]{7,} .* ago: First commit/,
    )
  })

  it('says the same from a folder below', async () => {
    expect(await told(path.join(clone, 'below'))).toContain('Changed (1): a.txt')
  })

  it('counts files that it may not name', async () => {
    expect(await told(clone, { maxFiles: 0, sections: ['git'] })).toContain('Staged (1)\nChanged (1)')
  })

  it('says what is in progress, stashes and a detached HEAD', async () => {
    const other = path.join(folder(), 'other')
    git(clone, 'clone', clone, other)
    writeFileSync(path.join(other, 'a.txt'), 'stashed\n')
    git(other, 'stash')
    git(other, 'checkout', '--detach')
    writeFileSync(path.join(other, '.git/MERGE_HEAD'), '')
    const text = await told(other, { sections: ['git'] })
    expect(text).toMatch(
      /HEAD is detached at [0-9a-f]{10}\.\nA merge is in progress\.\n1 stash\.\nNo uncommitted/,
    )
  })

  it('runs nothing that the configuration of the repository names', async () => {
    const hostile = path.join(folder(), 'hostile')
    git(clone, 'clone', clone, hostile)
    const program = path.join(hostile, 'program.sh')
    const mark = path.join(hostile, 'ran')
    writeFileSync(program, `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 })
    appendFileSync(
      path.join(hostile, '.git/config'),
      `[core]\n pager = ${program}\n fsmonitor = ${program}\n[gpg]\n program = ${program}\n[log]\n showSignature = true\n`,
    )
    expect(await told(hostile)).toContain('Last commits:')
    expect(() => execFileSync('ls', [mark], { stdio: 'ignore' })).toThrow()
  })

  it('is quick and quiet in a repository without a commit', async () => {
    const empty = folder()
    git(empty, 'init', '-b', 'main')
    expect(await told(empty)).toMatch(
      /Branch main \(no commit yet\), without an upstream\.\nNo uncommitted changes\.$/,
    )
  })
})

describe('failures of tool-failure-log', () => {
  const project = folder()
  const write = (fields: object): void => {
    const log = {
      folder: path.join(state, 'tool-failure-log'),
      name: 'failures',
      fileBytes: 1e6,
      totalBytes: 1e6,
    }
    const line = {
      v: 1,
      time: new Date().toISOString(),
      project,
      tool: 'Bash',
      input: 'npm test',
      error: 'E',
      count: 1,
    }
    appendLine({ ...log, keepDays: 9 }, JSON.stringify({ ...line, ...fields }))
  }

  it('are those of the last session in this project, each once, and not those that the user interrupted', async () => {
    write({ session: 's-old', input: 'too old a session' })
    write({ session: 's-last', error: 'first' })
    write({ session: 's-last', error: 'Exit code 1\n3 failed', count: 2 })
    write({ session: 's-last', input: 'interrupted', interrupted: true })
    write({ session: 's-other', project: '/elsewhere' })
    write({ session: 's-last', time: '2020-01-01T00:00:00.000Z', input: 'years ago' })
    const text = await told(project)
    expect(text.split('\n').slice(1)).toEqual([
      'Tool calls that failed in the last session that had failures:',
      '- Bash `npm test` (2 times): Exit code 1 3 failed',
    ])
    expect(await told(project, {}, 's-last')).toContain('failed in this session:')
  })
})

it('what is told has at most the lines and bytes that it may have', () => {
  const blocks = [Array.from({ length: 500 }, (_, at) => `ü${at}`), ['x'.repeat(9000)]]
  for (const room of [
    { lines: 4, bytes: 5000 },
    { lines: 999, bytes: 600 },
  ]) {
    const lines = fitted(blocks, room)
    expect(lines.length).toBeLessThanOrEqual(room.lines)
    expect(Buffer.byteLength(lines.join('\n'))).toBeLessThanOrEqual(room.bytes)
    expect(lines.at(-1)).toBe('(more was left out)')
  }
  expect(fitted([['a'], []], { lines: 5, bytes: 50 })).toEqual(['a'])
})
