import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { findProgram, type Source } from '../../_shared/src/find-program.ts'
import { scratch } from './scratch.ts'

const PACKAGE: readonly Source[] = [{ in: 'node_modules', package: '@acme/fmt', bin: 'fmt' }]
const VENV: readonly Source[] = [{ in: 'venv', command: 'fmt' }]
const PATH: readonly Source[] = [{ in: 'path', command: 'fmt' }]

describe('node_modules', () => {
  const manifest = '{ "bin": { "fmt": "./cli.js" } }'

  it('takes the link in .bin', () => {
    const folder = scratch({ 'node_modules/.bin/fmt': '#!/bin/sh' })
    expect(findProgram(PACKAGE, { folders: [folder], platform: 'linux', env: {} })).toEqual({
      command: path.join(folder, 'node_modules/.bin/fmt'),
      prefix: [],
    })
  })

  it("on Windows starts the package's own script through node, because a .cmd file needs a shell", () => {
    const folder = scratch({
      'node_modules/.bin/fmt.cmd': '@echo off',
      'node_modules/.bin/fmt': '#!/bin/sh',
      'node_modules/@acme/fmt/package.json': manifest,
      'node_modules/@acme/fmt/cli.js': '',
    })
    expect(findProgram(PACKAGE, { folders: [folder], platform: 'win32', env: {} })).toEqual({
      command: process.execPath,
      prefix: [path.join(folder, 'node_modules/@acme/fmt/cli.js')],
    })
  })

  it('does the same for a link that lost its mode', () => {
    const folder = scratch({
      'node_modules/.bin/fmt': 'text',
      'node_modules/@acme/fmt/package.json': '{ "bin": "cli.js" }',
      'node_modules/@acme/fmt/cli.js': '',
    })
    expect(findProgram(PACKAGE, { folders: [folder], platform: 'linux', env: {} })?.command).toBe(
      process.execPath,
    )
  })

  it('is missing when the package has no such script', () => {
    const folder = scratch({ 'node_modules/@acme/fmt/package.json': manifest })
    expect(findProgram(PACKAGE, { folders: [folder], platform: 'win32', env: {} })).toBeUndefined()
  })
})

describe('virtual environments', () => {
  it('are taken from the nearest folder that has the program', () => {
    const root = scratch({
      '.venv/bin/fmt': '#!/bin/sh',
      'api/venv/bin/fmt': '#!/bin/sh',
      'api/.venv/bin/other': '#!/bin/sh',
    })
    const folders = [path.join(root, 'api'), root]
    expect(findProgram(VENV, { folders, platform: 'linux', env: {} })?.command).toBe(
      path.join(root, 'api/venv/bin/fmt'),
    )
  })

  it('have .exe files in Scripts on Windows', () => {
    const root = scratch({ '.venv/Scripts/fmt.exe': '' })
    const found = findProgram(VENV, { folders: [root], platform: 'win32', env: {} })
    expect(found?.command).toBe(path.join(root, '.venv/Scripts/fmt.exe'))
  })
})

describe('PATH', () => {
  it('is searched in order, without its relative entries, folders, and files that cannot run', () => {
    const root = scratch({ 'a/fmt/x': '', 'b/fmt': 'no mode', 'c/fmt': '#!/bin/sh', 'd/fmt': '#!/bin/sh' })
    const relative = path.relative(process.cwd(), path.join(root, 'd'))
    const env = { PATH: [relative, '', ...['a', 'b', 'c'].map((name) => path.join(root, name))].join(':') }
    expect(findProgram(PATH, { folders: [], platform: 'linux', env })?.command).toBe(path.join(root, 'c/fmt'))
    fs.rmSync(path.join(root, 'c'), { recursive: true })
    expect(findProgram(PATH, { folders: [], platform: 'linux', env })).toBeUndefined()
  })

  it('has only .exe files on Windows', () => {
    const root = scratch({ 'a/fmt.cmd': '', 'b/fmt.exe': '' })
    const env = { PATH: `${path.join(root, 'a')};${path.join(root, 'b')}` }
    expect(findProgram(PATH, { folders: [], platform: 'win32', env })?.command).toBe(
      path.join(root, 'b/fmt.exe'),
    )
  })

  it('may be unset', () => {
    expect(findProgram(PATH, { folders: [], platform: 'linux', env: {} })).toBeUndefined()
  })
})
