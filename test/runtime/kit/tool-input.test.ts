import { describe, expect, expectTypeOf, test } from 'vitest'
import { toolInput } from '../../../src/runtime/src/kit/tool-input.ts'

function call(tool_name: string, tool_input: unknown) {
  return { hook_event_name: 'PreToolUse', session_id: 's', cwd: '/', tool_name, tool_input }
}

describe('toolInput', () => {
  test('gives the input of the tool, with the types of its fields', () => {
    const input = toolInput(call('Bash', { command: 'ls', timeout: 5, extra: 1 }), 'Bash')
    expect(input).toEqual({ command: 'ls', timeout: 5, extra: 1 })
    if (input) {
      expectTypeOf(input.command).toEqualTypeOf<string>()
      expectTypeOf(input.timeout).toEqualTypeOf<number | undefined>()
    }
  })

  test.each([
    ['Edit', { file_path: '/a', old_string: 'a', new_string: 'b', replace_all: false }],
    ['Write', { file_path: '/a', content: '' }],
    ['MultiEdit', { file_path: '/a', edits: [{ old_string: 'a', new_string: 'b' }] }],
    ['NotebookEdit', { notebook_path: '/n', new_source: '', edit_mode: 'delete' }],
    ['Read', { file_path: '/a', offset: 1 }],
    ['Glob', { pattern: '*' }],
    ['Grep', { pattern: 'x', output_mode: 'content' }],
    ['WebFetch', { url: 'http://127.0.0.1:9/x', prompt: 'p' }],
    ['WebSearch', { query: 'q', allowed_domains: ['a.b'] }],
    ['Agent', { description: 'd', prompt: 'p', subagent_type: 'Explore' }],
    ['Skill', { skill: 'greet' }],
    ['TaskCreate', { subject: 's', description: 'd', activeForm: 'f' }],
    ['TaskUpdate', { taskId: '1', status: 'in_progress' }],
    ['AskUserQuestion', { questions: [{ question: '?' }] }],
    ['ToolSearch', { query: 'select:X', max_results: 5 }],
    ['ExitPlanMode', {}],
    ['EnterWorktree', { name: 'w' }],
    ['ExitWorktree', { action: 'remove', discard_changes: true }],
  ] as const)('knows %s', (name, input) => {
    expect(toolInput(call(name, input), name)).toEqual(input)
  })

  test('takes Task and Agent for one tool', () => {
    const input = { description: 'd', prompt: 'p' }
    expect(toolInput(call('Task', input), 'Agent')).toEqual(input)
    expect(toolInput(call('Agent', input), 'Task')).toEqual(input)
  })

  test('reads the calls of a batch, too', () => {
    const calls = [{ tool_name: 'Read', tool_input: { file_path: 'a' }, tool_use_id: 'x' }]
    expect(calls.map((one) => toolInput(one, 'Read')?.file_path)).toEqual(['a'])
  })

  test.each([
    ['another tool', call('Write', { command: 'ls' })],
    ['a tool of a server', call('mcp__x__Bash', { command: 'ls' })],
    ['a missing field', call('Bash', { description: 'x' })],
    ['a field of another type', call('Bash', { command: ['ls'] })],
    ['an input that is no object', call('Bash', 'ls')],
    ['an input that is a list', call('Bash', ['ls'])],
    ['no input', call('Bash', undefined)],
    ['an event without a tool', { hook_event_name: 'Stop' }],
  ])('is undefined for %s', (_, given) => {
    expect(toolInput(given, 'Bash')).toBeUndefined()
  })

  test('leaves out an optional field of another type', () => {
    expect(toolInput(call('Bash', { command: 'ls', timeout: 'soon' }), 'Bash')).toEqual({ command: 'ls' })
  })

  test('is undefined for a tool that it does not know', () => {
    expect(toolInput(call('constructor', {}), 'constructor' as 'Bash')).toBeUndefined()
  })
})
