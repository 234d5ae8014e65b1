import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { EventName } from '../../src/runtime/src/events.ts'
import { environmentOf } from '../../src/runtime/src/script/environment.ts'
import { runScript } from '../../src/runtime/src/script/run.ts'
import { type Circumstances, folder, runOf, written } from '../runtime/script/fixture.ts'

const text = readFileSync(path.resolve(import.meta.dirname, '../../docs/scripts.md'), 'utf8')

const example = (language: string): string => {
  const code = new RegExp(`\`\`\`${language}\\n([^\`]*)\`\`\``).exec(text)?.[1]
  if (code === undefined) throw new Error(`there is no ${language} in docs/scripts.md`)
  return written(`example.${language}`, code)
}

function onFile(event: EventName, file_path: string, rest: Circumstances = {}): Circumstances {
  const payload = { cwd: folder, hook_event_name: event, tool_name: 'Write', tool_input: { file_path } }
  return { event, payload, ...rest }
}

describe('the examples in docs/scripts.md do what they say', () => {
  test.each([
    ['fine.sh', 'echo fine\n', false],
    ['broken.sh', 'if true; then\n', true],
    ['broken.txt', 'if true; then\n', false],
  ])('bash: %s', async (name, content, refused) => {
    const file = path.join(folder, name)
    writeFileSync(file, content)
    const decisions = await runScript(runOf(example('bash'), onFile('PostToolUse', file)))
    const reason = expect.stringMatching(/^Mend this first: .*syntax error/)
    expect(decisions).toEqual(refused ? [{ kind: 'block', reason }] : [])
  })

  test.each([
    ['package-lock.json', {}, true],
    ['package.json', {}, false],
    ['package.json', { files: ['package.json'] }, true],
  ])('Python: %s with the options %j', async (name, options, refused) => {
    const run = runOf(example('python'), onFile('PreToolUse', `/project/${name}`, { options }))
    const reason = `Let the package manager write ${name}.`
    expect(await runScript(run)).toEqual(refused ? [{ kind: 'deny', reason }] : [])
  })
})

test('docs/scripts.md names every variable that a script is given', () => {
  const payload = { tool_name: 'T', tool_input: { command: 'c', file_path: '/f' } }
  const given = Object.keys(environmentOf({ ...runOf('/x'), payload, env: {} }))
  const fields = given.filter((name) => name.startsWith('CLAUDE_TOOL_INPUT_'))
  const named = [...text.matchAll(/`((?:HOOK|CLAUDE)_[A-Z_]+)`/g)].map((match) => match[1])
  expect(fields).toHaveLength(2)
  expect([...new Set(named)].sort()).toEqual(
    [...given.filter((name) => !fields.includes(name)), 'CLAUDE_PROJECT_DIR'].sort(),
  )
})
