import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { denied, newScope, payload, run } from './fixture.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-environment-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const SECRETS = { ANTHROPIC_API_KEY: 'k1', CLAUDE_CODE_MESSAGING_TOKEN: 'k2', MY_TOKEN: 'k3', PLAIN: 'p' }
const TELLS = `const names = ['ANTHROPIC_API_KEY', 'CLAUDE_CODE_MESSAGING_TOKEN', 'MY_TOKEN', 'PLAIN']
const seen = (env) => names.map((name) => env[name] ?? '-').join(' ')
module.exports = (event, decide, { env }) => {
  const child = require('node:child_process').execFileSync(process.execPath, ['-e', 'process.stdout.write(String(process.env.MY_TOKEN))'])
  return decide.deny([seen(process.env), seen(env), child].join(' | '))
}`

test('secrets of the client and of others are kept from a handler and its children', async () => {
  const scope = newScope({ tell: { code: TELLS } })
  expect(denied(await run(scope, ['pack/tell'], { env: SECRETS }))).toBe('- - - p | - - - p | undefined')
})

test('what the pack declares is in the context, and only there', async () => {
  const scope = newScope({ tell: { code: TELLS, env: ['MY_TOKEN'] } })
  expect(denied(await run(scope, ['pack/tell'], { env: SECRETS }))).toBe('- - - p | - - k3 p | undefined')
})

test('a script is given what the pack declares and no other secret', async () => {
  const script =
    'echo "{\\"decision\\": \\"block\\", \\"reason\\": \\"[$MY_TOKEN][$ANTHROPIC_API_KEY][$HOOK_COMMAND]\\"}"'
  const scope = newScope({
    plain: { script: 'packs/plain.sh', code: script },
    given: { script: 'packs/given.sh', code: script, env: ['MY_TOKEN'] },
  })
  expect(denied(await run(scope, ['pack/plain'], { env: SECRETS }))).toBe('[][][ls]')
  expect(denied(await run(scope, ['pack/given'], { env: SECRETS }))).toBe('[k3][][ls]')
})

test('variables that a hook sets reach a shell unchanged, whatever is in them', async () => {
  const file = path.join(folder, 'session.sh')
  writeFileSync(file, 'export BEFORE=1\n')
  const nasty = `it's "$HOME" \`id\` \\ !x\nsecond line é`
  const code = `module.exports = (e, decide) => decide.setEnv({ NASTY: ${JSON.stringify(nasty)}, EMPTY: '' })`
  const scope = newScope({ set: { event: 'SessionStart', code } })
  const input = [payload({ hook_event_name: 'SessionStart', source: 'startup' })]
  const ended = await run(scope, ['pack/set'], { input, env: { CLAUDE_ENV_FILE: file } })
  expect(ended).toMatchObject({ stdout: '', stderr: '', status: 0 })
  const shown = execFileSync('sh', ['-c', '. "$0"; printf "%s|%s|%s" "$BEFORE" "$NASTY" "$EMPTY"', file])
  expect(shown.toString()).toBe(`1|${nasty}|`)
  expect(readFileSync(file, 'utf8')).toMatch(/^export BEFORE=1\n/)
})

test('a client that gives no file for variables is told about', async () => {
  const code = "module.exports = (e, decide) => decide.setEnv({ A: 'b' })"
  const scope = newScope({ set: { event: 'SessionStart', code } })
  const { stderr } = await run(scope, ['pack/set'], { input: [payload({ hook_event_name: 'SessionStart' })] })
  expect(stderr).toContain('CLAUDE_ENV_FILE')
})
