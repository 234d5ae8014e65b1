import { appendFileSync, existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { packFolder, put, refused, type Scratch, scratch, snapshot } from './cli.ts'
import { type Past, pastSession } from './past.ts'

const bash = (command: string): Past => ({
  ...{ tool: 'Bash', input: { command }, response: { stdout: '', stderr: '', interrupted: false } },
})

interface Hook {
  readonly hook: string
  readonly calls: number
  readonly counts: Readonly<Record<string, number>>
  readonly refused: Readonly<Record<string, number>>
  readonly examples: readonly { effect: string; input: string; reason: string; times: number }[]
}

interface Found {
  readonly calls: number
  readonly sessions: number
  readonly older: boolean
  readonly where: string
  readonly hooks: readonly Hook[]
  readonly notReplayed: readonly { hook: string; why: string }[]
}

async function backtested(at: Scratch, ...args: readonly string[]): Promise<Found> {
  const { stdout } = await at.done(['backtest', ...args, '--json'])
  return JSON.parse(stdout) as Found
}

/** A pack whose hook is this function; gives its folder. */
function packOf(at: Scratch, handler: string, hook: object = {}): string {
  const described = { id: 'one', event: 'PreToolUse', handler: { module: 'dist/one.cjs' }, ...hook }
  const folder = packFolder(at.root, 'tried', { manifest: { hooks: [described] } })
  put(path.join(folder, 'dist/one.cjs'), `module.exports = ${handler}\n`)
  return folder
}

describe('hooks backtest', () => {
  test('says what a pack would have blocked and asked in this project, and writes nothing', async () => {
    const at = scratch()
    pastSession(at, 's1', [bash('ls'), bash('rm -rf ~'), bash('rm -rf ~'), bash('git push --force')])
    pastSession(at, 's2', [bash('rm -rf /')], { cwd: path.join(at.project, 'inner') })
    pastSession(at, 's3', [bash('rm -rf /')], { cwd: `${at.project}-other` })
    const before = snapshot(at.root)
    const { stdout } = await at.done(['backtest', 'block-dangerous-bash'])
    expect(snapshot(at.root)).toEqual(before)
    expect(stdout).toContain('5 events of 2 sessions')
    expect(stdout).toMatch(/^guard +PreToolUse Bash\S* +5 +4 /m)
    expect(stdout).toContain('guard: calls it would have blocked')
    expect(stdout).toContain('  Bash: rm -rf ~\n')
    expect(stdout).toContain('(2 times)')
    expect(stdout.split('\n').filter((line) => line.length > 80 && !line.includes(at.root))).toEqual([])
  })

  test('takes the installed pack with its options, other options with --set, and one of a folder', async () => {
    const at = scratch()
    pastSession(at, 's1', [bash('rm -rf ~')])
    await at.done(['add', 'block-dangerous-bash', '--set', 'groups.filesystem=off', '--yes'])
    const installed = await backtested(at, 'block-dangerous-bash')
    expect(installed.where).toBe('installed in the project scope')
    expect(installed.hooks[0]?.counts).toMatchObject({ blocked: 0, none: 1 })
    const asking = await backtested(at, 'block-dangerous-bash', '--set', 'groups.filesystem=ask')
    expect(asking.hooks[0]?.counts).toMatchObject({ asked: 1 })
    const folder = packOf(at, '(event, decide) => decide.modify({ ...event.tool_input, n: 1 })')
    expect((await backtested(at, folder)).hooks[0]?.counts).toMatchObject({ changed: 1 })
  })

  test('chooses sessions by project and time, and the newest calls', async () => {
    const at = scratch()
    pastSession(at, 's1', [bash('a'), bash('b'), bash('c')], { day: '2026-01-01' })
    pastSession(at, 's2', [bash('d')], { cwd: '/elsewhere', day: '2026-01-02' })
    const folder = packOf(at, '(event, decide) => decide.deny(event.tool_input.command)')
    const inputs = async (...args: readonly string[]): Promise<readonly string[]> =>
      (await backtested(at, folder, ...args)).hooks[0]?.examples.map(({ input }) => input) ?? []
    expect(await inputs()).toEqual(['c', 'b', 'a'])
    expect(await inputs('--project', '/elsewhere')).toEqual(['d'])
    expect(await inputs('--all-projects', '--limit', '2')).toEqual(['d', 'c'])
    expect(await inputs('--all-projects', '--since', '2026-01-02')).toEqual(['d'])
    expect(await inputs('--examples', '1')).toEqual(['c'])
  })

  test('gives hooks results, failures and prompts; what never reached a hook is left out', async () => {
    const at = scratch()
    const denied = { permissionDecision: { decision: 'reject' } }
    const invalid = '<tool_use_error>InputValidationError</tool_use_error>'
    pastSession(at, 's1', [
      { prompt: 'do it' },
      { prompt: '<command-name>/go</command-name>\n<command-args>fast</command-args>' },
      { prompt: 'added by the client', more: { isMeta: true } },
      { tool: 'Write', input: { file_path: '/a' }, response: { type: 'create' } },
      { tool: 'Bash', input: { command: 'false' }, response: 'Exit code 1' },
      { tool: 'Bash', input: { command: 'no' }, response: 'refused', more: denied },
      { tool: 'Bash', input: { cmd: 'x' }, response: invalid, more: { permissionDecision: undefined } },
    ])
    const events = ['PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'UserPromptSubmit', 'Stop']
    const hooks = events.map((event, index) => ({
      ...{ id: `on-${index}`, event, handler: { module: 'dist/one.cjs' } },
    }))
    const folder = packFolder(at.root, 'tried', { manifest: { hooks } })
    const says = 'JSON.stringify([event.tool_response, event.error, event.prompt, context.projectDir])'
    put(
      path.join(folder, 'dist/one.cjs'),
      `module.exports = (event, decide, context) => decide.context(${says})\n`,
    )
    const { hooks: found, notReplayed } = await backtested(at, folder)
    expect(found.map(({ calls }) => calls)).toEqual([3, 1, 1, 2])
    expect(found[1]?.examples[0]?.reason).toContain('{"type":"create"}')
    expect(found[2]?.examples[0]?.reason).toContain('"Exit code 1"')
    expect(found[3]?.examples.map(({ input }) => input)).toEqual(['/go fast', 'do it'])
    expect(notReplayed).toMatchObject([{ hook: 'on-4' }])
  })

  test('counts a call once that a forked session has again', async () => {
    const at = scratch()
    const file = pastSession(at, 's1', [bash('one')])
    const { readFileSync } = await import('node:fs')
    put(file.replace('s1.jsonl', 's2.jsonl'), `${readFileSync(file, 'utf8')}{"cut off`)
    expect((await backtested(at, 'block-dangerous-bash')).calls).toBe(1)
  })

  test('a handler writes no file, starts no program and opens no connection; what it wanted is told', async () => {
    const at = scratch()
    let asked = 0
    const server = createServer(() => {
      asked += 1
    }).listen(0, '127.0.0.1')
    onTestFinished(() => void server.close())
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    const mark = path.join(at.root, 'mark')
    pastSession(at, 's1', [bash('file'), bash('program'), bash('network')])
    const before = snapshot(at.root)
    const folder = packOf(
      at,
      `async (event, decide) => {
        const { command } = event.tool_input
        if (command === 'file') require('node:fs').writeFileSync(${JSON.stringify(mark)}, 'x')
        if (command === 'program') require('node:child_process').execSync('touch ${mark}')
        if (command === 'network') await fetch('http://127.0.0.1:${port}/')
      }`,
    )
    const [hook] = (await backtested(at, folder)).hooks
    expect(hook?.counts).toMatchObject({ failed: 3 })
    expect(hook?.refused).toEqual({ file: 1, program: 1, network: 1 })
    expect(existsSync(mark)).toBe(false)
    expect(asked).toBe(0)
    expect(Object.keys(snapshot(at.root)).filter((name) => !name.startsWith('packs'))).toEqual(
      Object.keys(before),
    )
  })

  test('a handler that throws, hangs or ends its process spoils no other call', async () => {
    const at = scratch()
    pastSession(at, 's1', ['ok', 'throw', 'exit', 'loop', 'ok'].map(bash))
    const folder = packOf(
      at,
      `(event, decide) => {
        const { command } = event.tool_input
        if (command === 'throw') throw new Error('broken')
        if (command === 'exit') process.exit(0)
        if (command === 'loop') for (;;);
        return decide.deny('seen')
      }`,
      { timeout: 0.2 },
    )
    const [hook] = (await backtested(at, folder)).hooks
    expect(hook?.counts).toMatchObject({ blocked: 2, failed: 3 })
    expect(hook?.examples.filter(({ effect }) => effect === 'failed').map(({ reason }) => reason)).toEqual([
      'it did not return within 0.2 s',
      'it ended its process',
      'broken',
    ])
  })

  test('prints no secret and nothing that acts on the terminal', async () => {
    const at = scratch()
    const token = `ghp_${'a1B2'.repeat(9)}`
    pastSession(at, 's1', [bash(`curl -H "Authorization: token ${token}" \u001b[2J evil`)])
    const folder = packOf(at, '(event, decide) => decide.deny(event.tool_input.command)')
    const { stdout } = await at.done(['backtest', folder])
    expect(stdout).toContain('[redacted]')
    expect(stdout).toContain('\\u{1b}')
    expect(stdout).not.toContain(token)
    expect(JSON.stringify(await backtested(at, folder))).not.toContain(token)
  })

  test('starts scripts only when it is told to, in an empty folder', async () => {
    const at = scratch()
    pastSession(at, 's1', [bash('ls')])
    const hook = { id: 'one', event: 'PreToolUse', handler: { script: 'one.sh', interpreter: 'sh' } }
    const folder = packFolder(at.root, 'tried', { manifest: { hooks: [hook] } })
    put(path.join(folder, 'one.sh'), 'touch here\necho "$(ls) $HOOK_COMMAND" >&2\nexit 2\n')
    expect(await backtested(at, folder)).toMatchObject({ hooks: [], notReplayed: [{ hook: 'one' }] })
    const [found] = (await backtested(at, folder, '--scripts')).hooks
    expect(found?.counts).toMatchObject({ blocked: 1 })
    expect(found?.examples[0]?.reason).toBe('here ls')
    expect(existsSync(path.join(at.project, 'here'))).toBe(false)
  })

  test('keeps within 80 columns, says each reason once, and counts what is too long', async () => {
    const at = scratch()
    const file = pastSession(at, 's1', [bash('ls'), bash(`echo ${'x'.repeat(5 * 1024 * 1024)}`)])
    appendFileSync(file, '{"type":"assistant", cut\n\u0000\n[]\n')
    const handler = { module: 'dist/one.cjs' }
    const late = ['Stop', 'SessionEnd', 'Notification'].map((event) => ({
      ...{ id: `on-${event.toLowerCase()}`, event, handler },
    }))
    const one = {
      id: 'a-hook-with-quite-a-long-name',
      event: 'PreToolUse',
      tools: ['Bash', 'Edit', 'Write'],
      handler,
    }
    const folder = packFolder(at.root, 'tried', { manifest: { hooks: [one, ...late] } })
    put(path.join(folder, 'dist/one.cjs'), 'module.exports = () => undefined\n')
    const { stdout } = await at.done(['backtest', folder])
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
    expect(stdout).toMatch(/^a-hook-with-\S+ +PreToolUse \S+ +1 +0 +0/m)
    expect(stdout.match(/transcripts do not hold/g)).toHaveLength(1)
    expect(stdout).toContain('note: 1 call not replayed, being too long')
    const none = packFolder(at.root, 'late', { manifest: { hooks: late } })
    put(path.join(none, 'dist/one.cjs'), 'module.exports = () => undefined\n')
    expect((await at.done(['backtest', none])).stdout).toContain('none of its hooks can be replayed')
  })

  test('without transcripts it says where it has looked', async () => {
    const at = scratch()
    const { stdout } = await at.done(['backtest', 'block-dangerous-bash'])
    expect(stdout.replace(/\s+/g, ' ')).toContain(
      `no call in ${path.join(at.home, '.claude/projects')} reaches its hooks`,
    )
  })

  test('a pack that does not exist, a bad limit and two kinds of projects are refused', async () => {
    const at = scratch()
    await refused(at, ['backtest', 'nope'], { code: 'pack-not-found', says: ['nope'], hint: /search/ })
    const both = ['backtest', 'block-dangerous-bash', '-a', '--project', '.']
    await refused(at, both, { code: 'usage', says: ['exclude each other'], hint: /leave one/ })
    const limit = ['backtest', 'block-dangerous-bash', '--examples', '0']
    await refused(at, limit, { code: 'usage', says: ['--examples 0'], hint: /number from 1/ })
  })
})
