import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CaseResult, payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { put, scratch } from '../../_shared/test/scratch.ts'
import atStop from '../src/at-stop.ts'
import { CHECKERS } from '../src/checkers.ts'
import onEdit from '../src/on-edit.ts'
import { readErrors } from '../src/read-errors.ts'
import { configFor } from '../src/tsconfig.ts'

const modules = path.resolve(import.meta.dirname, '../../../node_modules')
const ALWAYS = { everySeconds: 0 }

/** A session in a project; `tsc` is a script, or the real one if there is none. */
function session(files: Readonly<Record<string, string>>, options: Record<string, unknown> = ALWAYS) {
  const project = scratch({ 'tsconfig.json': '{ "compilerOptions": { "strict": true } }', ...files })
  if (!files['node_modules/.bin/tsc']) fs.symlinkSync(modules, path.join(project, 'node_modules'))
  const base = { session_id: randomUUID(), cwd: project }
  const setting = { options, projectDir: project, timeout: 60 }
  return {
    project,
    edit: (file: string, content?: string): Promise<CaseResult> => {
      if (content !== undefined) put(path.join(project, file), content)
      const tool_input = { file_path: path.join(project, file), old_string: 'a', new_string: 'b' }
      return runCase(onEdit, payloadOf('PostToolUse', { ...base, tool_name: 'Edit', tool_input }), setting)
    },
    stop: (stop_hook_active = false): Promise<CaseResult> =>
      runCase(atStop, payloadOf('Stop', { ...base, stop_hook_active }), setting),
    runs: (): number =>
      fs.existsSync(path.join(project, 'runs'))
        ? fs.readFileSync(path.join(project, 'runs'), 'utf8').trim().split('\n').length
        : 0,
  }
}

const FAILING = "#!/bin/sh\necho run >> runs\necho 'a.ts(1,1): error TS1: no'\nexit 1\n"
const PASSING = '#!/bin/sh\necho run >> runs\n'

describe('with the real tsc', () => {
  it('errors of the edited file and of others edited before are shown, the edited one first', async () => {
    const { edit, project } = session({
      'a.ts': 'export const a = 1\n',
      'c.ts': 'export const c: string = 1\n',
    })
    expect((await edit('b.ts', "import { a } from './a'\nexport const b: number = a\n")).decision).toBe(
      'none',
    )
    const { decision, reason } = await edit('a.ts', "export const a = 'x'\nexport const z: number = 'y'\n")
    expect(decision).toBe('block')
    expect(reason).toMatch(/tsc finds 2 errors:\n {2}a\.ts:2: .*\(TS2322\)\n {2}b\.ts:2: .*\(TS2322\)/)
    expect(reason).not.toContain('c.ts')
    expect(fs.readdirSync(project).sort()).toEqual(['a.ts', 'b.ts', 'c.ts', 'node_modules', 'tsconfig.json'])
  })

  it('"others" shows what an edit broke elsewhere, but not what was broken before', async () => {
    const files = {
      'a.ts': 'export const a = 1\n',
      'user.ts': "import { a } from './a'\nexport const u: number = a\n",
      'old.ts': 'export const o: string = 1\n',
    }
    const { edit } = session(files, { ...ALWAYS, others: true })
    expect((await edit('a.ts', 'export const a = 2\n')).decision).toBe('none')
    const { reason } = await edit('a.ts', "export const a = 'x'\n")
    expect(reason).toContain('user.ts:2')
    expect(reason).not.toContain('old.ts')
  })
})

describe('many edits in a row', () => {
  it('are checked once, and what was left out at the end of the turn', async () => {
    const { edit, stop, runs } = session(
      { 'a.ts': 'x', 'node_modules/.bin/tsc': PASSING },
      { everySeconds: 600 },
    )
    await edit('a.ts')
    await edit('a.ts')
    expect(runs()).toBe(1)
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(2)
    await stop()
    expect(runs()).toBe(2)
  })
})

describe('the end of a turn', () => {
  it('is put off as often as "attempts" says; then the user is told, and the next turn is free', async () => {
    const { edit, stop, runs } = session(
      { 'a.ts': 'x', 'node_modules/.bin/tsc': FAILING },
      { when: 'stop', attempts: 2 },
    )
    await edit('a.ts')
    expect(runs()).toBe(0)
    expect((await stop()).decision).toBe('block')
    expect((await stop(true)).decision).toBe('block')
    const last = await stop(true)
    expect(last.decision).toBe('tell')
    expect(last.reason).toContain('The turn ended all the same.')
    expect((await stop()).decision).toBe('none')
  })

  it('looks again at errors that were left, and is free when they are mended', async () => {
    const { edit, stop, project } = session({ 'a.ts': 'x', 'node_modules/.bin/tsc': FAILING })
    expect((await edit('a.ts')).decision).toBe('block')
    expect((await stop()).decision).toBe('block')
    put(path.join(project, 'node_modules/.bin/tsc'), PASSING)
    expect((await stop(true)).decision).toBe('none')
  })

  it('is not looked at with "when": "edit"', async () => {
    const { edit, stop } = session({ 'a.ts': 'x', 'node_modules/.bin/tsc': FAILING }, { when: 'edit' })
    await edit('a.ts')
    expect((await stop()).decision).toBe('none')
  })

  it('does not trip over files that are gone', async () => {
    const { edit, stop, project } = session({ 'a.ts': 'x', 'node_modules/.bin/tsc': FAILING })
    await edit('a.ts')
    fs.rmSync(path.join(project, 'a.ts'))
    expect((await stop()).decision).toBe('none')
  })
})

describe('a slow project', () => {
  it('is left to the end of the turn after its first time-out, and said once', async () => {
    const slow = '#!/bin/sh\necho run >> runs\nexec sleep 30\n'
    const { edit, stop, runs } = session(
      { 'a.ts': 'x', 'node_modules/.bin/tsc': slow },
      { ...ALWAYS, timeoutSeconds: 1, stopSeconds: 1 },
    )
    expect((await edit('a.ts')).decision).toBe('tell')
    expect((await edit('a.ts')).decision).toBe('none')
    expect(runs()).toBe(1)
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(2)
    await stop()
    expect(runs()).toBe(2)
  })
})

describe('the configuration for a file', () => {
  it.each([
    ['src/a.ts', 'tsconfig.app.json'],
    ['src/gen/a.ts', 'tsconfig.json'],
    ['vite.config.ts', 'tsconfig.node.json'],
    ['packages/x/deep/a.ts', 'packages/x/tsconfig.lib.json'],
    ['elsewhere/a.ts', 'tsconfig.app.json'],
  ])('%s: %s', (file, config) => {
    const references = [
      './tsconfig.app.json',
      './tsconfig.node.json',
      './packages/x',
      './gen.json',
      './missing.json',
    ]
    const root = scratch({
      'tsconfig.json': JSON.stringify({ files: [], references: references.map((one) => ({ path: one })) }),
      'tsconfig.app.json': '{ "include": ["src"], "exclude": ["src/gen"] /* no */ }',
      'tsconfig.node.json': '{ "files": ["vite.config.ts"] }',
      'packages/x/tsconfig.json': '{ "files": [], "references": [{ "path": "tsconfig.lib.json" }] }',
      'packages/x/tsconfig.lib.json': '{}',
      'gen.json':
        '{ "include": ["./src/gen/**/*"], "files": [], "references": [{ "path": "tsconfig.json" }] }',
      [file]: '',
    })
    const found = path.relative(root, configFor(path.join(root, file), path.join(root, 'tsconfig.json')))
    if (config === 'tsconfig.json') expect(found).toMatch(/json$/)
    else if (file.startsWith('packages'))
      expect(configFor(path.join(root, file), path.join(root, 'packages/x/tsconfig.json'))).toBe(
        path.join(root, config),
      )
    else expect(found).toBe(config)
  })
})

describe('what checkers print', () => {
  // As the tools print it; the folder and the file are scratch.
  it.each([
    ['tsc', 'a.x(3,7): error TS2322: Bad.', 3, 'Bad. (TS2322)'],
    ['mypy', 'a.x:4: error: Bad  [arg-type]', 4, 'Bad  [arg-type]'],
    ['mypy', 'a.x:4:9: error: Bad', 4, 'Bad'],
    ['go', 'vet: ./a.x:3:2: undefined: x', 3, 'undefined: x'],
    ['go', './a.x:5:2: unreachable code', 5, 'unreachable code'],
    ['cargo', 'a.x:1:21: error[E0308]: mismatched types', 1, 'error[E0308]: mismatched types'],
  ])('%s: %s', (name, line, number, text) => {
    const root = scratch({ 'a.x': '', 'pkg/x': '' })
    const checker = CHECKERS.find((one) => one.name === name)
    if (!checker) throw new Error(name)
    const stdout = `noise\n${line}\na.x:9:1: warning: no\ngone.x:1:1: error: no\n`
    // Run from a package below: cargo's paths are those of the workspace.
    const cwd = name === 'cargo' ? path.join(root, 'pkg') : root
    const errors = readErrors(checker, { stdout, stderr: '', cwd, root })
    expect(errors?.[0]).toEqual({ file: path.join(root, 'a.x'), line: number, text })
  })
})
