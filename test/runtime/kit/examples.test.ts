import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { expect, test } from 'vitest'
import { decideFor } from '../../../src/runtime/src/decide.ts'
import type { EventName } from '../../../src/runtime/src/events.ts'
import { bundled, newScratch } from './scratch.ts'

const folder = newScratch()
const projectDir = path.join(folder, 'project')
mkdirSync(projectDir)
process.env['HOOKPACK_STATE_DIR'] = path.join(folder, 'state')
process.env['HOME'] = folder
execFileSync('git', ['init', '-q', '-b', 'main'], {
  cwd: projectDir,
  env: { PATH: process.env['PATH'], HOME: folder },
})
writeFileSync(path.join(projectDir, 'good.js'), 'let a = 1\n')
writeFileSync(path.join(projectDir, 'bad.js'), 'let let = 1\n')

const page = readFileSync(path.resolve(import.meta.dirname, '../../../docs/author-helpers.md'), 'utf8')
const require = createRequire(import.meta.url)

type Handler = (event: object, decide: object, context: object) => unknown

/** The example of a section, built as an author does. */
function exampleOf(section: string): Handler {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? ''
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  expect(code, section).not.toBe('')
  const local = code.replace(
    /@hookpack\/runtime\/([\w-]+)/g,
    (_, name) => `#kit/${name === 'bash' ? 'bash/view' : name}.ts`,
  )
  return (require(bundled(folder, section, local)) as { default: Handler }).default
}

/** What the example decides on one event after another, as `<kind>: <text>`. */
async function decisions(section: string, ...events: (readonly [EventName, object])[]): Promise<unknown[]> {
  const example = exampleOf(section)
  const told: unknown[] = []
  for (const [name, fields] of events) {
    const event = { hook_event_name: name, session_id: section, cwd: projectDir, ...fields }
    const decision = await example(event, decideFor(name), { projectDir, hook: 'pack/hook' })
    const { kind, reason, text } = (decision ?? { kind: 'none' }) as Record<string, string>
    told.push(kind === 'none' ? kind : `${kind}: ${reason ?? text}`)
  }
  return told
}

const write = (file_path: string, content = ''): readonly ['PreToolUse', object] => [
  'PreToolUse',
  { tool_name: 'Write', tool_input: { file_path, content } },
]
const bash = (command: string): readonly ['PreToolUse', object] => [
  'PreToolUse',
  { tool_name: 'Bash', tool_input: { command } },
]

test('every section has an example that is tested here', () => {
  const sections = [...page.matchAll(/^## (.*)$/gm)].map(([, name]) => name)
  const own = readFileSync(import.meta.filename, 'utf8')
  expect(sections.filter((name) => !own.includes(`decisions('${name}'`))).toEqual([])
})

test('Inputs of tools', async () => {
  expect(
    await decisions('Inputs of tools', write('a.js', 'console.log(1)'), write('a.js'), bash('console.log(')),
  ).toEqual(['deny: Use the logger instead of console.log.', 'none', 'none'])
})

test('Paths', async () => {
  expect(await decisions('Paths', write('src/new.ts'), write('/etc/passwd'), write('../x'))).toEqual([
    'none',
    'deny: /etc/passwd is outside of the project.',
    `deny: ${path.join(folder, 'x')} is outside of the project.`,
  ])
})

test('Edits', async () => {
  const done = (type: string) => ['PostToolUse', { ...write('/p/a.ts')[1], tool_response: { type } }] as const
  expect(await decisions('Edits', done('create'), done('update'))).toEqual([
    'context: Add a test for /p/a.ts.',
    'none',
  ])
})

test('Commands', async () => {
  const after = (file: string) =>
    ['PostToolUse', { tool_name: 'Write', tool_input: { file_path: path.join(projectDir, file) } }] as const
  expect(await decisions('Commands', after('good.js'), after('bad.js'))).toEqual([
    'none',
    expect.stringMatching(/^block: It has a fault:\n[\s\S]*SyntaxError/),
  ])
})

test('Git', async () => {
  expect(await decisions('Git', write('a'), ['PreToolUse', { cwd: folder }])).toEqual([
    'ask: This would change main. Is that meant?',
    'none',
  ])
})

test('State of a session', async () => {
  const calls = [write('a'), write('a'), write('a'), write('a')]
  expect(await decisions('State of a session', ...calls)).toEqual([
    'none',
    'none',
    'context: That was the third call.',
    'none',
  ])
})

test('Limits', async () => {
  expect(await decisions('Limits', write('a'), write('a'), write('a'))).toEqual([
    'context: The style guide is docs/style.md.',
    'context: Mind the style guide.',
    'none',
  ])
})

test('Stop without a loop', async () => {
  const stop = (active: boolean, message = 'Done') =>
    ['Stop', { stop_hook_active: active, last_assistant_message: message }] as const
  const stops = [stop(false), stop(true), stop(true), stop(true), stop(false, 'All tests pass.')]
  expect(await decisions('Stop without a loop', ...stops)).toEqual([
    ...Array(3).fill('block: Run the tests before you stop.'),
    'none',
    'none',
  ])
})

test('Secrets in texts', async () => {
  expect(
    await decisions('Secrets in texts', bash('deploy --token ghp_0123456789abcdefghijklmnopqrstuvwxyz')),
  ).toEqual(['tell: About to run: deploy --token [redacted]'])
})

test('Bash commands', async () => {
  const lines = [
    'git push',
    'sudo git push -f origin',
    `bash -c 'cd x && git push --force'`,
    'git push --force-with-lease',
  ]
  expect(await decisions('Bash commands', ...lines.map(bash), bash('git push "'))).toEqual([
    'none',
    'deny: `git push -f origin` overwrites what others have pushed. Use --force-with-lease.',
    'deny: `git push --force` overwrites what others have pushed. Use --force-with-lease.',
    'none',
    expect.stringContaining('ask: This command cannot be followed'),
  ])
})
