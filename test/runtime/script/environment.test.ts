import { describe, expect, test } from 'vitest'
import { environmentOf, LITTLE_ROOM, ROOM, type Told } from '../../../src/runtime/src/script/environment.ts'

const ABOUT: Told = {
  event: 'PreToolUse',
  payload: {},
  env: {},
  options: {},
  projectDir: '/project',
  packDir: '/packs/p',
}
const ALWAYS = {
  HOOK_EVENT: 'PreToolUse',
  HOOK_PROJECT_DIR: '/project',
  HOOK_PACK_DIR: '/packs/p',
  HOOK_OPTIONS: '{}',
}

const about = (told: Partial<Told>, room = ROOM, platform: NodeJS.Platform = 'linux') =>
  environmentOf({ ...ABOUT, ...told }, room, platform)

const bytesOf = (environment: Readonly<Record<string, string>>): number =>
  Object.entries(environment).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value) + 2, 0)

describe('what is told', () => {
  test('an event without a tool sets nothing about tools', () => {
    expect(about({})).toEqual(ALWAYS)
  })

  test('a Bash call has its command, its input, and each scalar of the input', () => {
    const tool_input = { command: 'ls -l', timeout: 5, run_in_background: false, nested: { a: 1 }, list: [1] }
    expect(about({ payload: { tool_name: 'Bash', tool_input } })).toEqual({
      ...ALWAYS,
      HOOK_TOOL_NAME: 'Bash',
      HOOK_TOOL_INPUT: JSON.stringify(tool_input),
      HOOK_COMMAND: 'ls -l',
      CLAUDE_TOOL_NAME: 'Bash',
      CLAUDE_TOOL_INPUT: JSON.stringify(tool_input),
      CLAUDE_TOOL_INPUT_COMMAND: 'ls -l',
      CLAUDE_TOOL_INPUT_TIMEOUT: '5',
      CLAUDE_TOOL_INPUT_RUN_IN_BACKGROUND: 'false',
    })
  })

  test.each([
    ['of an edit', { tool_input: { file_path: '/a b.ts' } }, '/a b.ts'],
    ['of a notebook', { tool_input: { notebook_path: '/n.ipynb' } }, '/n.ipynb'],
    ['that changed', { file_path: '/watched' }, '/watched'],
    ['of the only edit of a batch', { tool_calls: [{ tool_input: { file_path: '/one' } }, null] }, '/one'],
  ])('the file %s has two names', (_, payload, path) => {
    expect(about({ payload })).toMatchObject({ HOOK_FILE_PATH: path, CLAUDE_FILE_PATHS: path })
  })

  test('of several files there is only the list', () => {
    const tool_calls = ['/a', '/b c', '/a'].map((file_path) => ({ tool_input: { file_path } }))
    const environment = about({ payload: { tool_calls } })
    expect(environment['CLAUDE_FILE_PATHS']).toBe('/a\n/b c')
    expect(environment).not.toHaveProperty('HOOK_FILE_PATH')
  })

  test('options are JSON', () => {
    expect(about({ options: { branch: 'main' } })['HOOK_OPTIONS']).toBe('{"branch":"main"}')
  })

  test.each([[{ file_path: '/real', FILE_PATH: '/other' }], [{ FILE_PATH: '/other', file_path: '/real' }]])(
    'the field in small letters wins over one in capitals: %j',
    (tool_input) => {
      expect(about({ payload: { tool_input } })['CLAUDE_TOOL_INPUT_FILE_PATH']).toBe('/real')
    },
  )

  test.each([null, [], 'text', 7])('a tool input of %j is not told', (tool_input) => {
    expect(about({ payload: { tool_input } })).toEqual(ALWAYS)
  })

  test('names that no shell could read are left out', () => {
    const fields = Object.keys(
      about({ payload: { tool_input: { 'a=b': 'x', 'a-b': 'x', '': 'x', é: 'x' } } }),
    )
    expect(fields.filter((name) => name.startsWith('CLAUDE_TOOL_INPUT_'))).toEqual([])
  })
})

describe('what was inherited', () => {
  test('stays, but for the names that would tell of another event', () => {
    const env = {
      PATH: '/bin',
      CLAUDE_PROJECT_DIR: '/project',
      HOOK_COMMAND: 'old',
      CLAUDE_TOOL_INPUT: 'old',
      CLAUDE_TOOL_INPUT_COMMAND: 'old',
      CLAUDE_FILE_PATHS: 'old',
      HOOKS_LOG: 'all',
      gone: undefined,
    }
    expect(about({ env })).toEqual({
      ...ALWAYS,
      PATH: '/bin',
      CLAUDE_PROJECT_DIR: '/project',
      HOOKS_LOG: 'all',
    })
  })

  test('on Windows such names have no case', () => {
    const env = { Hook_Command: 'old', claude_tool_input_x: 'old', Path: 'C:\\' }
    expect(about({ env }, ROOM, 'win32')).toEqual({ ...ALWAYS, Path: 'C:\\' })
    expect(about({ env })).toEqual({ ...ALWAYS, ...env })
  })
})

describe('what cannot be a variable is left out', () => {
  test('a NUL', () => {
    const environment = about({ payload: { tool_input: { command: 'a\0b', description: 'fine' } } })
    expect(environment).not.toHaveProperty('HOOK_COMMAND')
    expect(environment).not.toHaveProperty('CLAUDE_TOOL_INPUT_COMMAND')
    // JSON writes it as an escape.
    expect(environment['HOOK_TOOL_INPUT']).toBe('{"command":"a\\u0000b","description":"fine"}')
    expect(environment['CLAUDE_TOOL_INPUT_DESCRIPTION']).toBe('fine')
  })

  test('a value over 100 KB, counted in bytes', () => {
    const tool_input = { file_path: '/f', content: 'é'.repeat(50_000), note: 'x'.repeat(99_000) }
    const environment = about({ payload: { tool_input } })
    expect(environment).not.toHaveProperty('CLAUDE_TOOL_INPUT_CONTENT')
    expect(environment).not.toHaveProperty('HOOK_TOOL_INPUT')
    expect(environment['CLAUDE_TOOL_INPUT_NOTE']).toHaveLength(99_000)
    expect(environment['HOOK_FILE_PATH']).toBe('/f')
  })

  test('on Windows a value over 32,000 characters', () => {
    const environment = about({ payload: { tool_input: { command: 'x'.repeat(32_000) } } }, ROOM, 'win32')
    expect(environment).not.toHaveProperty('HOOK_COMMAND')
  })

  test.each([ROOM, LITTLE_ROOM])('what goes beyond the room for all, the longest first: %j', (room) => {
    const tool_input = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`f${at}`, 'x'.repeat(room.each - 100)]),
    )
    const environment = about({ payload: { tool_name: 'T', tool_input }, env: { PATH: '/bin' } }, room)
    expect(bytesOf(environment)).toBeLessThan(room.together)
    expect(bytesOf(environment)).toBeGreaterThan(room.together - room.each)
    expect(environment).toMatchObject({ ...ALWAYS, PATH: '/bin', HOOK_TOOL_NAME: 'T' })
  })
})
