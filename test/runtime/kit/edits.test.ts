import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { editedFiles } from '../../../src/runtime/src/kit/edits.ts'

const rules = { path: path.posix, home: () => '/home/user' }
const cwd = '/home/user/project'

function call(hook_event_name: string, fields: object) {
  return editedFiles({ hook_event_name, cwd, ...fields }, rules)
}

const write = { tool_name: 'Write', tool_input: { file_path: '/p/a', content: 'x' } }
const edit = { tool_name: 'Edit', tool_input: { file_path: '/p/a', old_string: 'a', new_string: 'b' } }
const fill = { tool_name: 'Edit', tool_input: { file_path: '/p/a', old_string: '', new_string: 'b' } }
const notebook = { tool_name: 'NotebookEdit', tool_input: { notebook_path: '/p/n.ipynb', new_source: 'x' } }
const multi = { tool_name: 'MultiEdit', tool_input: { file_path: '/p/a', edits: [] } }

describe('before the call', () => {
  test.each([
    [write, '/p/a'],
    [edit, '/p/a'],
    [multi, '/p/a'],
    [notebook, '/p/n.ipynb'],
  ])('$0.tool_name names its file', (given, file) => {
    expect(call('PreToolUse', given)).toEqual([{ path: file, tool: given.tool_name }])
  })

  test.each([
    ['another tool', { tool_name: 'Read', tool_input: { file_path: '/p/a' } }],
    ['a tool of a server', { tool_name: 'mcp__x__Write', tool_input: { file_path: '/p/a' } }],
    ['a name that every object has', { tool_name: 'constructor', tool_input: { file_path: '/p/a' } }],
    ['a missing path', { tool_name: 'Write', tool_input: {} }],
    ['a path of another type', { tool_name: 'Write', tool_input: { file_path: 1 } }],
    ['no input', { tool_name: 'Write' }],
  ])('%s is no edit', (_, given) => {
    expect(call('PreToolUse', given)).toEqual([])
  })

  test('other events have no edits', () => {
    expect(call('PostToolUseFailure', write)).toEqual([])
    expect(call('Stop', {})).toEqual([])
  })
})

describe('after the call', () => {
  test.each([
    ['Write of a new file', write, { type: 'create', originalFile: null }, 'created'],
    ['Write of a file that was there', write, { type: 'update', originalFile: 'old' }, 'changed'],
    ['Edit', edit, { originalFile: 'a\n', structuredPatch: [] }, 'changed'],
    ['Edit that puts text into an empty file, or creates it', fill, { originalFile: '' }, undefined],
    ['NotebookEdit', notebook, { edit_mode: 'insert', error: '' }, 'changed'],
    ['an answer of an unknown form', write, { ok: 1 }, undefined],
  ])('%s', (_, given, tool_response, done) => {
    const [file] = call('PostToolUse', { ...given, tool_response })
    expect(file?.done).toBe(done)
    expect(file?.tool).toBe(given.tool_name)
  })

  test('a notebook that could not be edited is left out', () => {
    expect(call('PostToolUse', { ...notebook, tool_response: { error: 'no such cell' } })).toEqual([])
  })
})

describe('after a batch', () => {
  // The texts are those of the client.
  const current = '(file state is current in your context — no need to Read it back)'
  test.each([
    ['a new file', write, `File created successfully at: /p/a ${current}`, 'created'],
    ['a changed file', write, `The file /p/a has been updated successfully. ${current}`, 'changed'],
    ['an edit', edit, `The file /p/a has been updated successfully. ${current}`, 'changed'],
    [
      'an edit that may have created the file',
      fill,
      'The file /p/a has been updated successfully.',
      undefined,
    ],
    ['a changed cell', notebook, 'Updated cell c1 with print(2)', 'changed'],
    ['a new cell', notebook, 'Inserted cell c2 with print(3)', 'changed'],
    ['a cell less', notebook, 'Deleted cell c1', 'changed'],
    ['a text that nobody knows', write, 'Done!', undefined],
  ])('tells %s', (_, given, tool_response, done) => {
    const found = call('PostToolBatch', { tool_calls: [{ ...given, tool_response }] })
    expect(found.map((file) => file.done)).toEqual([done])
  })

  test.each([
    ['failed', edit, '<tool_use_error>String to replace not found in file.\nString: NOPE</tool_use_error>'],
    ['a hook refused', write, 'PreToolUse:Write hook error: no'],
    [
      'the user has not allowed',
      edit,
      "Claude requested permissions to write to /p/a, but you haven't granted it yet.",
    ],
  ])('leaves out an edit that %s', (_, given, tool_response) => {
    expect(call('PostToolBatch', { tool_calls: [{ ...given, tool_response }] })).toEqual([])
  })

  test('names each file once, and created stays created', () => {
    const at = (file_path: string, given: typeof edit | typeof write, tool_response: string) => ({
      ...given,
      tool_input: { ...given.tool_input, file_path },
      tool_response,
    })
    const tool_calls = [
      at('sub/a', write, 'File created successfully at: sub/a'),
      at(' ~/b', edit, 'The file  ~/b has been updated successfully.'),
      at(
        '/home/user/project/sub/a',
        edit,
        'The file /home/user/project/sub/a has been updated successfully.',
      ),
      { tool_name: 'Bash', tool_input: { command: 'ls' }, tool_response: 'x' },
    ]
    expect(call('PostToolBatch', { tool_calls })).toEqual([
      { path: '/home/user/project/sub/a', tool: 'Write', done: 'created' },
      { path: '/home/user/b', tool: 'Edit', done: 'changed' },
    ])
  })

  test('bears calls of another form', () => {
    expect(call('PostToolBatch', { tool_calls: [null, 1, {}, { tool_name: 'Write' }] })).toEqual([])
    expect(call('PostToolBatch', { tool_calls: 'x' })).toEqual([])
  })
})
