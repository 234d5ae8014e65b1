import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type ClientResult, runClient } from './client/run.ts'
import { hasTerminal, runInTerminal } from './client/terminal.ts'
import { hooks, hooksReading, makeSite, SCOPES, type Site } from './hooks-cli.ts'
import { logging, untilNoted } from './probe-pack.ts'
import { printed } from './probe-results.ts'

// The client writes settings files from a copy that it has in memory: what others have added since is gone then. Whoever
// has installed a guard does not see that it does not run any more.

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 600_000 })

const GUARD = 'block-dangerous-bash'
const bash = (command: string) => ({ tool: 'Bash', input: { command, description: 'x' } })

let site: Site
beforeEach(() => {
  site = makeSite()
  // One state folder for our commands and for the session, as a user has it.
  mkdirSync(path.join(site.root, 'state'))
  mkdirSync(path.join(site.home, '.local/state'), { recursive: true })
  symlinkSync(path.join(site.root, 'state'), path.join(site.home, '.local/state/hookpack'))
})
afterEach(() => site.remove())

const settings = (scope: keyof typeof SCOPES): string => path.join(site.root, SCOPES[scope].settings)

/** The settings as they were before anything was installed, written as the client writes: what it does from a stale copy. */
function rewriteStale(scope: keyof typeof SCOPES): void {
  writeFileSync(settings(scope), `${JSON.stringify({ model: 'sonnet', n: Date.now() }, null, 2)}\n`)
}

/** A session in which the settings are rewritten between two prompts; the second asks for what the guard forbids. */
function sessionWithStaleRewrite(scope: keyof typeof SCOPES): Promise<ClientResult> {
  return runClient({
    ...site,
    env: logging(site),
    approve: true,
    turns: [bash('ls'), 'ok', bash('rm -rf ~'), 'ok'],
    moves: [
      'first',
      untilNoted(site, { event: 'ConfigChange', outcome: 'decided' }, () => rewriteStale(scope)),
      'second',
    ],
  })
}

describe('when the client drops installed hooks from the settings in the middle of a session', () => {
  test('the session keeps its guard, and the user is told with the next prompt', async () => {
    site.write(SCOPES.project.settings, { model: 'opus' })
    await hooks(site, 'add', GUARD, 'keep-hooks')
    const result = await sessionWithStaleRewrite('project')
    expect(result.toolResults[1]).toMatchObject({ isError: true, decidedBy: 'hook' })
    expect(site.survived()).toBe(true)
    expect(printed(result)).toContain('Hookpack: installed hooks were dropped')
    expect(printed(result)).toContain(`the PreToolUse entry of ${GUARD}/guard is gone`)
    expect(readFileSync(settings('project'), 'utf8')).not.toContain('hookpack')
  })

  test.each(['project', 'user'] as const)(
    'with heal=restore they are put back in the %s scope',
    async (scope) => {
      site.write(SCOPES[scope].settings, { model: 'opus' })
      await hooks(site, 'add', GUARD, '--scope', scope)
      await hooks(site, 'add', 'keep-hooks', '--set', 'heal=restore', '--scope', scope)
      const result = await sessionWithStaleRewrite(scope)
      expect(result.toolResults[1]).toMatchObject({ isError: true, decidedBy: 'hook' })
      expect(printed(result)).toContain('it was put back')
      const { ok } = JSON.parse(await hooksReading(site, 'verify', '--json')) as { ok: boolean }
      expect(ok).toBe(true)
      expect(readFileSync(settings(scope), 'utf8')).toContain('"model": "sonnet"')
    },
  )

  test('the next session says at its start what was dropped before it', async () => {
    await hooks(site, 'add', GUARD, '--scope', 'project')
    await hooks(site, 'add', 'keep-hooks', '--scope', 'user')
    rewriteStale('project')
    const result = await runClient({ ...site, env: logging(site), turns: ['ok'], prompt: 'hello' })
    expect(result.hookTexts.join('\n')).toContain(`the PreToolUse entry of ${GUARD}/guard is gone`)
  })
})

describe.skipIf(!hasTerminal)('when the user of a terminal chooses another model', () => {
  test('the client rewrites the settings, and the installed hooks are in them as before', async () => {
    const before = { permissions: { allow: ['Bash(ls)'] }, unknownToTheClient: [1, 2] }
    site.write(SCOPES.user.settings, before)
    await hooks(site, 'add', GUARD, '--scope', 'user')
    await hooks(site, 'add', 'keep-hooks', '--set', 'heal=restore', '--scope', 'user')
    await runInTerminal({
      ...site,
      env: logging(site),
      turns: ['ok', 'ok'],
      user: async ({ sees, types, waitsFor }) => {
        await sees('for shortcuts')
        await types('/model sonnet')
        await types('\r')
        await waitsFor(() => readFileSync(settings('user'), 'utf8').includes('sonnet'))
      },
    })
    expect(await hooksReading(site, 'verify')).toContain('2 packs as installed')
    await hooks(site, 'remove', GUARD, 'keep-hooks', '--scope', 'user')
    expect(JSON.parse(readFileSync(settings('user'), 'utf8'))).toMatchObject(before)
  })
})
