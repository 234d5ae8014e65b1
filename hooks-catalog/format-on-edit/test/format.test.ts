import fs from 'node:fs'
import path from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { edit, fake, scratch } from './scratch.ts'

const PRETTIER = { '.prettierrc': '{}', 'node_modules/.bin/prettier': fake('echo formatted') }
const read = (project: string, file: string) => fs.readFileSync(path.join(project, file), 'utf8')

afterEach(() => vi.unstubAllEnvs())

describe('what the formatter is given', () => {
  it('is one absolute path and the flags that keep prettier to that file', () => {
    const project = scratch({
      ...PRETTIER,
      'a.ts': 'x',
      'node_modules/.bin/prettier': fake('printf "%s\\n" "$@"'),
    })
    edit(project, 'a.ts')
    expect(read(project, 'a.ts').split('\n')).toEqual([
      '--write',
      '--ignore-unknown',
      '--log-level',
      'warn',
      path.join(project, 'a.ts'),
      '',
    ])
  })

  it('is an environment without the keys of the session', () => {
    vi.stubEnv('ANTHROPIC_API_KEY', 'sk-secret')
    vi.stubEnv('GITHUB_TOKEN', 'ghp-secret')
    vi.stubEnv('NODE_OPTIONS', '--no-warnings')
    const project = scratch({ ...PRETTIER, 'a.ts': 'x', 'node_modules/.bin/prettier': fake('/usr/bin/env') })
    edit(project, 'a.ts')
    const env = read(project, 'a.ts')
    expect(env).toMatch(/^PATH=/m)
    expect(env).not.toMatch(/secret|NODE_OPTIONS/)
  })

  it('is a closed stdin', () => {
    const project = scratch({
      ...PRETTIER,
      'a.ts': 'x',
      'node_modules/.bin/prettier': fake('cat; echo read'),
    })
    edit(project, 'a.ts')
    expect(read(project, 'a.ts')).toBe('read\n')
  })

  it('is the folder of the nearest .prettierignore, because prettier reads that file nowhere else', () => {
    const project = scratch({
      '.prettierignore': 'gen',
      'packages/web/.prettierrc': '{}',
      'packages/web/a.ts': 'x',
      'node_modules/.bin/prettier': fake('pwd'),
    })
    edit(project, 'packages/web/a.ts')
    expect(read(project, 'packages/web/a.ts')).toBe(`${project}\n`)
  })
})

describe('programs on PATH', () => {
  function withPath(commands: Readonly<Record<string, string>>): void {
    vi.stubEnv('TMPDIR', scratch({}))
    vi.stubEnv('PATH', `${scratch(commands)}${path.delimiter}/usr/bin${path.delimiter}/bin`)
  }

  it('gofmt formats a file of a Go module', () => {
    withPath({ gofmt: fake('echo "$1"') })
    const project = scratch({ 'go.mod': 'module x', 'cmd/a.go': 'x' })
    expect(edit(project, 'cmd/a.go')).toEqual({
      kind: 'context',
      text: 'cmd/a.go was formatted by gofmt. Read it again before the next edit of it.',
    })
    expect(read(project, 'cmd/a.go')).toBe('-w\n')
  })

  it('goimports runs only when the option names it', () => {
    withPath({ goimports: fake('echo goimports') })
    const project = scratch({ 'go.mod': 'module x', 'a.go': 'x' })
    edit(project, 'a.go')
    expect(read(project, 'a.go')).toBe('x')
    edit(project, 'a.go', { formatters: ['goimports'] })
    expect(read(project, 'a.go')).toBe('goimports\n')
  })

  it('rustfmt gets the text on stdin and the edition of the workspace, and names no file', () => {
    withPath({ rustfmt: '#!/bin/sh\nprintf "%s " "$@"\ncat\n' })
    const project = scratch({
      'Cargo.toml': '[workspace.package]\nedition = "2024"\n',
      'crates/a/Cargo.toml': '[package]\nedition.workspace = true\n',
      'crates/a/src/lib.rs': 'mod other;\n',
    })
    edit(project, 'crates/a/src/lib.rs')
    expect(read(project, 'crates/a/src/lib.rs')).toBe('--edition 2024 --color never mod other;\n')
  })

  it('terraform falls back to tofu', () => {
    withPath({ tofu: fake('echo "$1"') })
    const project = scratch({ 'main.tf': 'x', 'a.tf': 'x' })
    edit(project, 'a.tf')
    expect(read(project, 'a.tf')).toBe('fmt\n')
  })
})

describe('a formatter that is configured but not installed', () => {
  it('is told to the user once per session, with the reason and how to install it', () => {
    vi.stubEnv('TMPDIR', scratch({}))
    const project = scratch({ 'package.json': '{ "devDependencies": { "prettier": "3" } }', 'a.ts': 'x' })
    expect(edit(project, 'a.ts')).toEqual({
      kind: 'tell',
      text:
        'a.ts was not formatted: this project uses prettier (package.json), but there is no prettier in the ' +
        "project's node_modules/.bin. To install it: npm install --save-dev --save-exact prettier",
    })
    expect(edit(project, 'a.ts')).toBeUndefined()
    expect(edit(project, 'a.ts', { report: 'all' })?.kind).toBe('tell')
  })

  it('is told each time when the temporary folder cannot be written', () => {
    const project = scratch({ '.prettierrc': '{}', 'a.ts': 'x' })
    vi.stubEnv('TMPDIR', path.join(project, 'missing'))
    expect(edit(project, 'a.ts')?.kind).toBe('tell')
    expect(edit(project, 'a.ts')?.kind).toBe('tell')
  })

  it('is not searched for above the project', () => {
    vi.stubEnv('TMPDIR', scratch({}))
    const outer = scratch({ ...PRETTIER, 'inner/.prettierrc': '{}', 'inner/a.ts': 'x' })
    expect(edit(path.join(outer, 'inner'), 'a.ts')?.kind).toBe('tell')
    expect(read(outer, 'inner/a.ts')).toBe('x')
  })
})

describe('links and sizes', () => {
  it('a link that leads out of the project is left alone', () => {
    const outside = scratch({ 'a.ts': 'x' })
    const project = scratch(PRETTIER)
    fs.symlinkSync(path.join(outside, 'a.ts'), path.join(project, 'a.ts'))
    fs.symlinkSync(outside, path.join(project, 'lib'))
    expect(edit(project, 'a.ts')).toBeUndefined()
    expect(edit(project, 'lib/a.ts')).toBeUndefined()
    expect(read(outside, 'a.ts')).toBe('x')
  })

  it('a link within the project formats what it points to', () => {
    const project = scratch({ ...PRETTIER, 'src/a.ts': 'x' })
    fs.symlinkSync(path.join(project, 'src/a.ts'), path.join(project, 'b.ts'))
    expect(edit(project, 'b.ts')).toMatchObject({ text: expect.stringContaining('src/a.ts was formatted') })
    expect(fs.lstatSync(path.join(project, 'b.ts')).isSymbolicLink()).toBe(true)
  })

  it('a project that is reached through a link is still the project', () => {
    const project = scratch({ ...PRETTIER, 'a.ts': 'x' })
    const link = path.join(scratch({}), 'link')
    fs.symlinkSync(project, link)
    expect(edit(link, 'a.ts')?.kind).toBe('context')
  })

  it('a file larger than 1 MB is left alone, and "all" says so', () => {
    const project = scratch({ ...PRETTIER, 'a.ts': 'x'.repeat(1024 * 1024 + 1) })
    expect(edit(project, 'a.ts')).toBeUndefined()
    expect(edit(project, 'a.ts', { report: 'all' })).toEqual({
      kind: 'tell',
      text: 'a.ts was not formatted: it is larger than 1024 KB.',
    })
  })

  it('evidence above the project does not count', () => {
    const outer = scratch({ ...PRETTIER, 'inner/a.ts': 'x' })
    expect(edit(path.join(outer, 'inner'), 'a.ts')).toBeUndefined()
  })

  it('a formatter through stdin keeps the mode of the file', () => {
    const project = scratch({
      'dprint.json': '{}',
      'a.ts': '#!/usr/bin/env node',
      'node_modules/.bin/dprint': '#!/bin/sh\necho y\n',
    })
    edit(project, 'a.ts')
    expect(read(project, 'a.ts')).toBe('y\n')
    expect(fs.statSync(path.join(project, 'a.ts')).mode & 0o777).toBe(0o755)
  })
})

describe('a real formatter', () => {
  it('biome formats the file, and says what is wrong with one it cannot parse', () => {
    const project = scratch({ 'biome.json': '{}', 'a.ts': 'let  a=1', 'bad.ts': 'let = = 1' })
    fs.symlinkSync(
      path.resolve(import.meta.dirname, '../../../node_modules'),
      path.join(project, 'node_modules'),
    )
    expect(edit(project, 'a.ts')?.kind).toBe('context')
    expect(read(project, 'a.ts')).toBe('let a = 1;\n')
    expect(edit(project, 'bad.ts')).toMatchObject({
      text: expect.stringMatching(/^biome could not format bad\.ts: exit/),
    })
    expect(edit(project, 'a.ts', { report: 'all' })).toEqual({
      kind: 'tell',
      text: 'biome left a.ts as it is.',
    })
  })
})
