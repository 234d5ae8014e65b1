import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildPack } from '../../../scripts/build-pack.mjs'
import { runCase } from '../../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { copy } from '../src/copy.ts'
import { DEFAULTS } from '../src/options.ts'
import { rotate } from '../src/rotate.ts'

const require = createRequire(import.meta.url)
const pack = path.resolve(import.meta.dirname, '..')
const scratch = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'backup-before-edit-')))
const posix = process.platform !== 'win32'
let handler: Handler<'PreToolUse'>
let project = ''
let folder = ''

beforeAll(async () => {
  await buildPack(pack, path.join(scratch, 'built'))
  handler = require(path.join(scratch, 'built/dist/backup.cjs'))
})
beforeEach(() => {
  const here = fs.mkdtempSync(path.join(scratch, 'case-'))
  project = path.join(here, 'project')
  folder = path.join(here, 'copies')
  fs.mkdirSync(path.join(project, 'src'), { recursive: true })
  fs.writeFileSync(path.join(project, 'src/a.ts'), 'one\n')
})
afterAll(() => fs.rmSync(scratch, { recursive: true, force: true }))

async function run(tool_name: string, tool_input: object, options: object = {}) {
  const event = {
    hook_event_name: 'PreToolUse' as const,
    tool_name,
    tool_input: { ...tool_input },
    cwd: project,
  }
  return runCase(handler, event, { projectDir: project, options: { folder, ...options } })
}

const edit = (name: string, options: object = {}) =>
  run('Edit', { file_path: path.join(project, name) }, options)

/** The copies that there are: names in the project, and contents. */
function copies(): Record<string, string[]> {
  const found: Record<string, string[]> = {}
  if (!fs.existsSync(folder)) return found
  for (const name of (fs.readdirSync(folder, { recursive: true }) as string[]).sort()) {
    const file = path.join(folder, name)
    if (!fs.statSync(file).isFile() || name === '.rotated') continue
    const key = path.dirname(name).split(path.sep).slice(1).join('/')
    found[key] = [...(found[key] ?? []), fs.readFileSync(file, 'utf8')]
  }
  return found
}

describe('copies', () => {
  test('are of what the file was, in the order of time, and the same only once', async () => {
    await edit('src/a.ts')
    await edit('src/a.ts')
    fs.writeFileSync(path.join(project, 'src/a.ts'), 'two\n')
    await edit('src/a.ts')
    expect(copies()).toEqual({ 'src/a.ts': ['one\n', 'two\n'] })
  })

  test.runIf(posix)('are for the user alone', async () => {
    await edit('src/a.ts')
    for (const name of fs.readdirSync(folder, { recursive: true }) as string[]) {
      const { mode } = fs.statSync(path.join(folder, name))
      expect(mode & 0o077).toBe(0)
    }
  })

  test('of one file are no more than asked for', async () => {
    for (let number = 0; number < 6; number += 1) {
      fs.writeFileSync(path.join(project, 'src/a.ts'), String(number))
      await edit('src/a.ts', { keep: 3 })
    }
    expect(copies()).toEqual({ 'src/a.ts': ['3', '4', '5'] })
  })

  test('are to the byte', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, at) => at))
    fs.writeFileSync(path.join(project, 'b.bin'), bytes)
    const copied = copy({
      file: path.join(project, 'b.bin'),
      name: 'b.bin',
      into: path.join(folder, 'p'),
      keep: 9,
    })
    expect(fs.readFileSync(copied ?? '')).toEqual(bytes)
  })

  test('of many at once are all made', async () => {
    fs.mkdirSync(folder)
    const made = await Promise.all(
      Array.from({ length: 20 }, async (_, at) => {
        const file = path.join(project, `${at}`)
        fs.writeFileSync(file, String(at))
        return copy({ file, name: 'same', into: folder, keep: 100 })
      }),
    )
    expect(new Set(made).size).toBe(20)
  })
})

describe('links', () => {
  test.runIf(posix)('that lead out of the project are not followed', async () => {
    fs.writeFileSync(path.join(project, '../secret.txt'), 'secret')
    fs.symlinkSync('../secret.txt', path.join(project, 'link'))
    await edit('link')
    await run('Bash', { command: 'echo x > link; rm -rf link' })
    expect(copies()).toEqual({})
  })

  test.runIf(posix)('in the folder of copies are not followed', async () => {
    await edit('src/a.ts')
    const [own = ''] = fs.readdirSync(folder).filter((name) => name.startsWith('project-'))
    fs.rmSync(path.join(folder, own, 'src'), { recursive: true })
    const trap = path.join(scratch, 'trap')
    fs.mkdirSync(trap, { recursive: true })
    fs.symlinkSync(trap, path.join(folder, own, 'src'))
    const { decision, reason } = await edit('src/a.ts')
    expect([decision, reason]).toEqual(['tell', expect.stringContaining('could not be copied')])
    expect(fs.readdirSync(trap, { recursive: true }).filter((name) => /\d{8}-/.test(String(name)))).toEqual(
      [],
    )
  })

  test.runIf(posix)('to a file in the project are the file', async () => {
    fs.symlinkSync('src/a.ts', path.join(project, 'link'))
    await edit('link')
    expect(copies()).toEqual({ 'src/a.ts': ['one\n'] })
  })
})

describe('git', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
      cwd: project,
      stdio: 'pipe',
    })

  test.each(['git reset --hard', 'git checkout -- .', 'git restore .', 'git stash', 'git checkout -f main'])(
    '%s: what it throws away is copied',
    async (command) => {
      git('init', '-q')
      git('add', '.')
      git('commit', '-qm', 'first')
      fs.writeFileSync(path.join(project, 'src/a.ts'), 'not committed\n')
      await run('Bash', { command })
      expect(copies()).toEqual({ 'src/a.ts': ['not committed\n'] })
    },
  )

  test('git clean: new files are copied, git status copies nothing', async () => {
    git('init', '-q')
    await run('Bash', { command: 'git status' })
    expect(copies()).toEqual({})
    await run('Bash', { command: 'git clean -fd' })
    expect(copies()).toEqual({ 'src/a.ts': ['one\n'] })
  })
})

describe('rotation', () => {
  const old = (name: string, days: number, size = 1) => {
    const file = path.join(folder, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, 'x'.repeat(size))
    const time = Date.now() / 1000 - days * 24 * 3600
    fs.utimesSync(file, time, time)
  }

  test('removes what is too old, with its empty folders, and nothing that is no copy', () => {
    old('p/a/20260101-000000-000', 40)
    old('p/b/20260101-000000-000', 20)
    old('p/notes.txt', 400)
    rotate(folder, { maxAgeDays: 30, maxTotalMB: 10 })
    expect(fs.readdirSync(path.join(folder, 'p')).sort()).toEqual(['b', 'notes.txt'])
  })

  test('removes the oldest of too many, and looks only now and then', () => {
    for (const days of [1, 2, 3]) old(`p/a/2026010${days}-000000-000`, days, 600_000)
    rotate(folder, { maxAgeDays: 30, maxTotalMB: 1.2 })
    expect(fs.readdirSync(path.join(folder, 'p/a'))).toEqual(['20260101-000000-000', '20260102-000000-000'])
    rotate(folder, { maxAgeDays: 1, maxTotalMB: 1 })
    expect(fs.readdirSync(path.join(folder, 'p/a'))).toHaveLength(2)
  })
})

test.runIf(posix && process.getuid?.() !== 0)(
  'a folder without permission is told once in a session',
  async () => {
    fs.mkdirSync(folder, { mode: 0o500 })
    expect((await edit('src/a.ts')).decision).toBe('tell')
  },
)

test('the defaults of the code are those of hooks.json', () => {
  const { options } = JSON.parse(fs.readFileSync(path.join(pack, 'hooks.json'), 'utf8'))
  const defaults = Object.entries(options.properties as Record<string, { default: unknown }>).map(
    ([name, one]) => [name, one.default],
  )
  expect(Object.fromEntries(defaults)).toEqual(DEFAULTS)
})
