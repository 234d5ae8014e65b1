import { appendFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import { hooks, hooksReading, makeSite, SCOPES, type Site } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

let site: Site
beforeEach(() => {
  site = makeSite()
})
afterEach(() => site.remove())

const GUARD = `#!/usr/bin/env bash
echo "looking at $HOOK_COMMAND"
case "$HOOK_COMMAND" in
  *secret.txt*) echo '{"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"that file is secret"}}' ;;
  *touch*) echo "no new files" >&2; exit 2 ;;
esac
`
const ADVISER = `import json, sys
event = json.load(sys.stdin)
print(json.dumps({"hookSpecificOutput": {"hookEventName": "PostToolUse", "additionalContext": "python saw " + event["tool_input"]["command"]}}))
`

/** A pack of one bash guard and one Python hook. */
function writePack(): string {
  site.write('pack/package.json', { name: 'scripts', version: '1.0.0', description: 'For a test.' })
  site.write('pack/hooks/guard.sh', GUARD)
  site.write('pack/hooks/adviser.py', ADVISER)
  const guard = { id: 'guard', event: 'PreToolUse', tools: ['Bash'], failure: 'block' }
  const adviser = { id: 'adviser', event: 'PostToolUse', tools: ['Bash'] }
  site.write('pack/hooks.json', {
    hooks: [
      { ...guard, handler: { script: 'hooks/guard.sh' } },
      { ...adviser, handler: { script: 'hooks/adviser.py', interpreter: 'python3' } },
    ],
  })
  return path.join(site.root, 'pack')
}

function bash(command: string) {
  return { tool: 'Bash', input: { command } }
}

function run(env: Record<string, string>, ...commands: string[]): Promise<ClientResult> {
  return runClient({ ...site, env, turns: commands.map(bash), approve: true })
}

test('scripts in bash and Python decide as functions do', async () => {
  await hooks(site, 'add', writePack())
  const { toolResults, hookTexts } = await run({}, 'cat secret.txt', 'touch new.txt', 'echo fine')
  expect(toolResults.map(({ isError }) => isError)).toEqual([true, true, false])
  expect(toolResults[0]?.text).toContain('that file is secret')
  expect(toolResults[1]?.text).toContain('no new files')
  // The client's own form of a deny: no command line, as with exit status 2.
  expect(toolResults[1]?.text).not.toContain('runtime.cjs')
  expect(hookTexts).toEqual([expect.stringContaining('python saw echo fine')])
})

test('HOOKS=0 and HOOKS_SKIP turn hooks off for a session, and the log says so', async () => {
  await hooks(site, 'add', writePack())
  const off = await run({ HOOKS: '0' }, 'touch one.txt')
  expect(off.toolResults[0]).toMatchObject({ isError: false })
  expect(off.hookTexts).toEqual([])
  const partly = await run({ HOOKS_SKIP: 'scripts/guard' }, 'touch two.txt')
  expect(partly.toolResults[0]).toMatchObject({ isError: false })
  expect(partly.hookTexts).toHaveLength(1)
  const log = JSON.parse(await hooksReading(site, 'logs', '--json')) as {
    records: { hook: string; reason: string }[]
  }
  expect(log.records.map(({ hook, reason }) => `${hook} ${reason}`).sort()).toEqual([
    'scripts/adviser HOOKS=0',
    'scripts/guard HOOKS=0',
    'scripts/guard HOOKS_SKIP=scripts/guard',
  ])
})

test('a script that was changed blocks, and is named to the model', async () => {
  await hooks(site, 'add', writePack())
  const folder = path.join(site.root, SCOPES.project.folder)
  const [file = ''] = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('guard.sh'),
  )
  appendFileSync(path.join(folder, file), 'true\n')
  const { toolResults } = await run({}, 'echo fine')
  expect(toolResults[0]).toMatchObject({ isError: true, decidedBy: 'hook' })
  expect(toolResults[0]?.text).toContain('guard.sh is not the file that was installed')
})
