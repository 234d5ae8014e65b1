import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  BIN,
  commandsOf,
  packFolder,
  put,
  refused,
  type Scratch,
  scratch,
  snapshot,
} from '../scenarios/cli.ts'

const DENIES = "module.exports = (event, decide) => decide.deny('first')\n"

/** A project with settings of its own, and a pack with one case. */
function site(): { at: Scratch; pack: string; settings: string } {
  const at = scratch()
  const pack = packFolder(at.root, 'tried', { described: { files: ['dist', 'hooks.json'] } })
  put(path.join(pack, 'dist/one.cjs'), DENIES)
  put(path.join(pack, 'cases/one.json'), {
    ...{ hook: 'one', event: { tool_name: 'Bash' } },
    cases: [{ name: 'denies', event: { tool_input: { command: 'ls' } }, expect: { decision: 'deny' } }],
  })
  const settings = path.join(at.project, '.claude/settings.local.json')
  put(settings, '{ "model":"opus" }')
  return { at, pack, settings }
}

interface Developing {
  readonly child: ChildProcess
  readonly text: () => string
  readonly until: (part: string) => Promise<void>
  readonly ended: Promise<number | null>
}

function develop(at: Scratch, ...args: readonly string[]): Developing {
  const child = spawn(process.execPath, [BIN, 'dev', ...args], { cwd: at.project, env: at.env })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  const more = (text: string): void => {
    output += text
  }
  child.stdout.setEncoding('utf8').on('data', more)
  child.stderr.setEncoding('utf8').on('data', more)
  return {
    child,
    text: () => output,
    until: async (part) => {
      const end = Date.now() + 30_000
      while (!output.includes(part)) {
        if (Date.now() > end) throw new Error(`not seen in time; the output is:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    ended: new Promise((resolve) => child.on('close', resolve)),
  }
}

/** What the client does with a command of the model. */
async function call(at: Scratch, settings: string, command: string): Promise<string> {
  const [entry = ''] = commandsOf(settings, 'PreToolUse')
  const payload = {
    ...{ hook_event_name: 'PreToolUse', session_id: 's', cwd: at.project, tool_use_id: 't' },
    ...{ tool_name: 'Bash', tool_input: { command } },
  }
  const { stdout } = await execa('sh', ['-c', entry], {
    ...{ cwd: at.project, extendEnv: false, input: JSON.stringify(payload) },
    env: { ...at.env, CLAUDE_PROJECT_DIR: at.project },
  })
  return stdout
}

describe('hooks dev', () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    test(`ended by ${signal}, it leaves not a byte of what it has installed`, async () => {
      const { at, pack } = site()
      const before = snapshot(at.root)
      const developing = develop(at, pack, '--yes')
      await developing.until('tried: 1 passed')
      developing.child.kill(signal)
      expect(await developing.ended).toBe(130)
      expect(developing.text()).toContain('removed tried from the local scope')
      expect(snapshot(at.root)).toEqual(before)
      expect(readdirSync(`${at.root}-state/dev`)).toEqual([])
    })

  test('what is saved is installed and tested at once; what is broken leaves the last good copy', async () => {
    const { at, pack, settings } = site()
    const developing = develop(at, pack, '--yes')
    await developing.until('tried: 1 passed')
    expect(await call(at, settings, 'ls')).toContain('first')
    writeFileSync(path.join(pack, 'dist/one.cjs'), DENIES.replace('first', 'second'))
    await developing.until('installed tried again')
    expect(await call(at, settings, 'ls')).toContain('second')
    writeFileSync(path.join(pack, 'hooks.json'), '{')
    await developing.until('error[manifest-invalid]')
    expect(await call(at, settings, 'ls')).toContain('second')
    developing.child.kill('SIGINT')
    expect(await developing.ended).toBe(130)
  })

  test('payloads are shown without secrets, kept privately while it runs, and replayed on the pack as it is', async () => {
    const { at, pack, settings } = site()
    const developing = develop(at, pack, '--yes')
    await developing.until('tried: 1 passed')
    const token = `ghp_${'a1B2'.repeat(9)}`
    await call(at, settings, `echo ${token}`)
    await developing.until('payload 1')
    await developing.until('[redacted]')
    expect(developing.text()).not.toContain(token)
    const [name = ''] = readdirSync(`${at.root}-state/dev`)
    expect(statSync(`${at.root}-state/dev/${name}`).mode & 0o777).toBe(0o600)
    const { stdout } = await at.done(['dev', pack, '--replay', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      replays: [{ event: 'PreToolUse', tool: 'Bash', hooks: [{ hook: 'one', decision: 'deny' }] }],
    })
    developing.child.kill('SIGINT')
    await developing.ended
    expect(existsSync(`${at.root}-state/dev/${name}`)).toBe(false)
  })

  test('without a terminal it needs --yes, and a scope that has the pack is left alone', async () => {
    const { at, pack } = site()
    const says = [/no terminal to ask on/]
    await refused(at, ['dev', pack], { code: 'confirmation-needed', says, hint: /--yes/ })
    await at.done(['add', pack, '--scope', 'local', '--yes'])
    await refused(at, ['dev', pack, '--yes'], {
      ...{ code: 'already-installed', says: ['the local scope has `tried` already'] },
      hint: '`hooks remove tried --scope local`',
    })
  })

  test('--once runs the cases, installs nothing, and fails when one fails', async () => {
    const { at, pack } = site()
    expect((await at.done(['dev', pack, '--once'])).stdout).toBe('tried: 1 passed\n')
    writeFileSync(path.join(pack, 'dist/one.cjs'), 'module.exports = () => undefined\n')
    const before = snapshot(at.root)
    expect((await at.run(['dev', pack, '--once'])).status).toBe(1)
    expect(snapshot(at.root)).toEqual(before)
    expect(readFileSync(path.join(at.project, '.claude/settings.local.json'), 'utf8')).toBe(
      '{ "model":"opus" }',
    )
  })

  test('--replay says how payloads come to be kept', async () => {
    const { at, pack } = site()
    const says = ['no payload is kept']
    await refused(at, ['dev', pack, '--replay'], {
      code: 'nothing-to-test',
      says,
      hint: /while `hooks dev` runs/,
    })
  })
})
