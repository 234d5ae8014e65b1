import { describe, expect, test } from 'vitest'
import { findProgram } from '../../../src/runtime/src/script/find-program.ts'
import {
  formsOf,
  hasWrongLineEnds,
  type Machine,
  type Script,
} from '../../../src/runtime/src/script/interpreter.ts'
import { taskkill } from '../../../src/runtime/src/script/process-tree.ts'

const LINUX: Machine = { platform: 'linux', nodePath: '/opt/node', env: { PATH: '/usr/bin:/bin' } }
const WINDOWS: Machine = {
  platform: 'win32',
  nodePath: 'C:\\node\\node.exe',
  env: {
    Path: 'C:\\Tools;C:\\Windows\\System32',
    SystemRoot: 'C:\\Windows',
    ProgramFiles: 'C:\\Program Files',
  },
}

const formed = (script: Partial<Script>, machine = LINUX): readonly string[] =>
  formsOf({ file: '/p/x', head: '', packDir: '/p', ...script }, machine).map(({ argv }) => argv.join(' '))

describe('the interpreter', () => {
  test.each([
    ['/p/x.py', 'python3 /p/x.py'],
    ['/p/x.sh', 'bash /p/x.sh'],
    ['/p/x.bash', 'bash /p/x.bash'],
    ['/p/x.js', '/opt/node /p/x.js'],
    ['/p/x.cjs', '/opt/node /p/x.cjs'],
    ['/p/X.MJS', '/opt/node /p/X.MJS'],
    ['/p/x.rb', 'ruby /p/x.rb'],
    ['/p/x.pl', 'perl /p/x.pl'],
    ['/p/x.ps1', 'pwsh -NoProfile -NonInteractive -File /p/x.ps1'],
    ['/p/x', undefined],
    ['/p/x.py/guard', undefined],
    ['/p/x.constructor', undefined],
  ])('of %s by its extension', (file, form) => {
    expect(formed({ file })[0]).toBe(form)
  })

  test.each([
    ['#!/usr/bin/env bash', ['bash']],
    ['#!/usr/bin/env -S uv run --script', ['uv run --script']],
    ['#! /usr/bin/env  python3  -u ', ['python3 -u']],
    ['#!/usr/bin/env python', ['python', 'python3']],
    ['#!/usr/bin/env node', ['/opt/node']],
    ['#!/usr/bin/env A=1 tool', ['/usr/bin/env A=1 tool', 'env A=1 tool']],
    ['#!/usr/bin/env', ['/usr/bin/env', 'env']],
    ['#!/bin/bash -e\r', ['/bin/bash -e', 'bash -e']],
    ['\ufeff#!/bin/sh', ['/bin/sh', 'sh']],
    ['#!', ['python3']],
    ['# no', ['python3']],
  ])('of a first line %j, whatever the extension', (line, programs) => {
    expect(formed({ file: '/p/x.py', head: `${line}\nrest\n` })).toEqual(
      programs.map((one) => `${one} /p/x.py`),
    )
  })

  test.each([
    ['zsh', 'zsh /p/x'],
    ['python3 -u', 'python3 -u /p/x'],
    [' bash  -e ', 'bash -e /p/x'],
    ['node --no-warnings', '/opt/node --no-warnings /p/x'],
    ['bin/tool', '/p/bin/tool /p/x'],
    ['/opt/tool', '/opt/tool /p/x'],
  ])('that the pack names as %j', (interpreter, form) => {
    expect(formed({ interpreter, head: '#!/bin/sh\n' })[0]).toBe(form)
  })
})

describe('on Windows', () => {
  const file = 'C:/p/x'
  const git = 'C:\\Program Files\\Git\\bin'

  test.each([
    ['.py', '', ['py -3 C:/p/x.py', 'python3 C:/p/x.py', 'python C:/p/x.py']],
    ['.sh', '', [`${git}\\bash.exe C:/p/x.sh`, 'bash C:/p/x.sh']],
    ['', '#!/bin/sh -e\r\n', [`${git}\\sh.exe -e C:/p/x`, 'sh -e C:/p/x']],
    ['', '#!/usr/bin/env node\n', ['C:\\node\\node.exe C:/p/x']],
    ['', '#!/usr/bin/perl\n', ['/usr/bin/perl C:/p/x', 'perl C:/p/x']],
    ['.cmd', '', ['C:\\Windows\\System32\\cmd.exe /d /s /c ""C:\\p\\x.cmd""']],
    ['.exe', '', []],
  ])('%j with the first line %j', (extension, head, expected) => {
    expect(formed({ file: file + extension, head }, WINDOWS)).toEqual(expected)
  })

  test('PowerShell scripts run whatever the policy for the user is', () => {
    const options = '-NoProfile -NonInteractive -ExecutionPolicy Bypass -File C:/p/x.ps1'
    expect(formed({ file: `${file}.ps1` }, WINDOWS)).toEqual([
      `pwsh ${options}`,
      `C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe ${options}`,
    ])
  })

  test('the bash that the client was told of comes first', () => {
    const env = { ...WINDOWS.env, CLAUDE_CODE_GIT_BASH_PATH: 'D:\\git\\bash.exe' }
    expect(formed({ file: `${file}.sh` }, { ...WINDOWS, env })[0]).toBe('D:\\git\\bash.exe C:/p/x.sh')
  })

  test('the command that ends a process and its descendants', () => {
    expect(taskkill(42, WINDOWS.env)).toEqual([
      'C:\\Windows\\System32\\taskkill.exe',
      '/PID',
      '42',
      '/T',
      '/F',
    ])
  })
})

describe('a program is found', () => {
  const found = (name: string, machine: Machine, files: readonly string[]) =>
    findProgram(name, machine, (file) => files.includes(file))

  test.each([
    ['in the first folder of PATH that has it', 'sh', LINUX, ['/bin/sh', '/usr/bin/sh'], '/usr/bin/sh'],
    ['by its path', '/opt/tool', LINUX, ['/opt/tool'], '/opt/tool'],
    [
      'never in the current folder',
      'sh',
      { ...LINUX, env: { PATH: '.::bin:/bin' } },
      ['./sh', '/sh', 'bin/sh', 'sh'],
      undefined,
    ],
    ['in the usual folders without a PATH', 'sh', { ...LINUX, env: {} }, ['/bin/sh'], '/bin/sh'],
    ['with its extension on Windows', 'py', WINDOWS, ['C:\\Tools\\py.exe'], 'C:\\Tools\\py.exe'],
    ['by its path on Windows', 'C:\\a\\b.exe', WINDOWS, ['C:\\a\\b.exe'], 'C:\\a\\b.exe'],
    [
      'not when a shell would have to start it',
      'py',
      WINDOWS,
      ['C:\\Tools\\py.cmd', 'C:\\Tools\\py'],
      undefined,
    ],
    ['but not the bash of Windows', 'bash', WINDOWS, ['C:\\Windows\\System32\\bash.exe'], undefined],
    [
      'other programs of Windows',
      'where',
      WINDOWS,
      ['C:\\Windows\\System32\\where.exe'],
      'C:\\Windows\\System32\\where.exe',
    ],
    [
      'never in the current folder of Windows',
      'py',
      { ...WINDOWS, env: { PATH: '.;bin;;C:x' } },
      ['.\\py.exe', 'py.exe'],
      undefined,
    ],
    ['nowhere', 'ruby', LINUX, [], undefined],
  ])('%s', (_, name, machine, files, expected) => {
    expect(found(name, machine, files)).toBe(expected)
  })
})

test.each([
  ['bash', '#!/bin/bash\r\necho\r\n', true],
  ['C:\\Git\\bin\\bash.exe', 'a\r\nb\r\n', true],
  ['bash', '#!/bin/bash\r\necho\n', false],
  ['bash', '#!/bin/bash\necho\r\necho\n', false],
  ['bash', 'echo\r\n', false],
  ['bash', '', false],
  ['python3', 'a\r\nb\r\n', false],
])('line ends of a script for %s that begins with %j are wrong: %s', (program, head, wrong) => {
  expect(hasWrongLineEnds(head, [program])).toBe(wrong)
})
