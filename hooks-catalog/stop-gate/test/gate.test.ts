import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { type CaseResult, payloadOf, runCase } from '../../../src/runtime/src/testing/index.ts'
import { put, scratch } from '../../_shared/test/scratch.ts'
import gate from '../src/gate.ts'
import mark from '../src/mark.ts'
import { workFolder } from '../src/work-folder.ts'

const FAILING = '#!/bin/sh\necho run >> runs\nexit 1\n'
const PASSING = '#!/bin/sh\necho run >> runs\n'
const OPTIONS = { commands: ['./check'], attempts: 2 }

/** A session in a project whose check is `check`. */
function session(check: string, options: Record<string, unknown> = OPTIONS, project = scratch({ check })) {
  const session_id = randomUUID()
  const setting = { options, projectDir: project }
  const base = { session_id, cwd: project }
  return {
    project,
    edit: (file = 'a.ts', agent_id?: string): Promise<CaseResult> =>
      runCase(
        mark,
        payloadOf('PostToolUse', {
          ...base,
          ...(agent_id === undefined ? {} : { agent_id }),
          tool_name: 'Edit',
          tool_input: { file_path: path.resolve(project, file), old_string: 'a', new_string: 'b' },
        }),
        setting,
      ),
    bash: (duration_ms = 100): Promise<CaseResult> =>
      runCase(
        mark,
        payloadOf('PostToolUse', { ...base, tool_name: 'Bash', tool_input: { command: 'x' }, duration_ms }),
        setting,
      ),
    stop: (stop_hook_active = false): Promise<CaseResult> =>
      runCase(gate, payloadOf('Stop', { ...base, stop_hook_active }), setting),
    subagentStop: (agent_id: string): Promise<CaseResult> =>
      runCase(gate, payloadOf('SubagentStop', { ...base, agent_id, stop_hook_active: false }), setting),
    task: (task_id = '1'): Promise<CaseResult> =>
      runCase(gate, payloadOf('TaskCompleted', { ...base, task_id }), setting),
    runs: (): number =>
      fs.existsSync(path.join(project, 'runs'))
        ? fs.readFileSync(path.join(project, 'runs'), 'utf8').trim().split('\n').length
        : 0,
  }
}

describe('edits', () => {
  it('make the checks run once, until there are others', async () => {
    const { edit, stop, runs } = session(PASSING)
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(0)
    await edit()
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(1)
    await stop()
    expect(runs()).toBe(1)
    await edit()
    await stop()
    expect(runs()).toBe(2)
  })

  it('outside of the project, ignored, or failed do not count', async () => {
    const { edit, stop, project, runs } = session(FAILING, { ...OPTIONS, ignore: ['*.md'] })
    await edit(path.join(scratch(), 'plan.ts'))
    await edit('docs/a.md')
    fs.symlinkSync(scratch({ 'a.ts': '' }), path.join(project, 'out'))
    await edit('out/a.ts')
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(0)
  })

  it('of many tools at once are all remembered', async () => {
    const { edit, stop } = session(FAILING)
    await Promise.all(Array.from({ length: 20 }, () => edit()))
    expect((await stop()).decision).toBe('block')
  })

  it('of a state that is broken do not matter', async () => {
    const { edit, stop } = session(FAILING)
    await edit()
    const folder = path.join(process.env['HOOKPACK_STATE_DIR'] as string, 'sessions')
    for (const name of fs.readdirSync(folder))
      if (name.includes('stop-gate')) put(path.join(folder, name), '{')
    expect((await stop()).decision).toBe('none')
  })
})

describe('a check that fails', () => {
  it('keeps the turn going as often as "attempts" says, then the user is told, and the next turn is free', async () => {
    const { edit, stop, runs } = session(FAILING)
    await edit()
    expect((await stop()).decision).toBe('block')
    expect((await stop(true)).decision).toBe('block')
    const { decision, reason } = await stop(true)
    expect(decision).toBe('tell')
    expect(reason).toBe(
      'stop-gate: the turn ended all the same, after 2 attempts: `./check` does not pass (exit status 1).',
    )
    expect(runs()).toBe(3)
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(3)
    await edit()
    expect((await stop()).decision).toBe('block')
  })

  it('and then passes ends the turn', async () => {
    const { edit, stop, project } = session(FAILING)
    await edit()
    expect((await stop()).decision).toBe('block')
    put(path.join(project, 'check'), PASSING)
    expect((await stop(true)).decision).toBe('none')
    expect((await stop()).decision).toBe('none')
  })

  it('is said once when it is not there', async () => {
    const { edit, stop } = session(PASSING, { commands: ['no-such-program-here'] })
    await edit()
    expect((await stop()).decision).toBe('tell')
    await edit()
    expect((await stop()).decision).toBe('none')
  })
})

describe('shell commands', () => {
  const git = (folder: string, ...args: readonly string[]): void => {
    const who = ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', '-c', 'init.defaultBranch=main']
    execFileSync('git', [...who, ...args], { cwd: folder, stdio: 'ignore' })
  }

  it('that change files of a repository make the checks run; others do not', async () => {
    const project = scratch({ check: FAILING, 'a.ts': 'a', '.gitignore': 'runs\n' })
    git(project, 'init')
    git(project, 'add', '.')
    git(project, 'commit', '-m', 'x')
    const { bash, stop, runs } = session(FAILING, OPTIONS, project)
    await bash()
    expect((await stop()).decision).toBe('none')
    put(path.join(project, 'a.ts'), 'b')
    // Written before the command began: not its work.
    const old = new Date(Date.now() - 60_000)
    fs.utimesSync(path.join(project, 'a.ts'), old, old)
    await bash()
    expect((await stop()).decision).toBe('none')
    expect(runs()).toBe(0)
    put(path.join(project, 'new.ts'), 'n')
    await bash(5000)
    expect((await stop()).decision).toBe('block')
  })

  it('do not count outside of a repository, nor with the option off', async () => {
    const { bash, stop, runs } = session(FAILING)
    await bash()
    await stop()
    const off = session(FAILING, { ...OPTIONS, bash: false })
    await off.bash()
    await off.stop()
    expect([runs(), off.runs()]).toEqual([0, 0])
  })
})

describe('subagents and tasks', () => {
  it('a subagent is checked for its own edits, the session for those of all', async () => {
    const { edit, stop, subagentStop } = session(FAILING, { ...OPTIONS, subagents: true })
    await edit('a.ts', 'one')
    expect((await subagentStop('two')).decision).toBe('none')
    expect((await subagentStop('one')).decision).toBe('block')
    expect((await stop()).decision).toBe('block')
  })

  it('a task is sent back as often as "attempts" says, each for itself', async () => {
    const { edit, task } = session(FAILING)
    await edit()
    expect((await task()).decision).toBe('block')
    expect((await task()).decision).toBe('block')
    expect((await task()).decision).toBe('none')
    expect((await task('2')).decision).toBe('block')
  })

  it('a task that passed leaves nothing to check at the end of the turn', async () => {
    const { edit, task, stop, runs } = session(PASSING)
    await edit()
    await task()
    await stop()
    expect(runs()).toBe(1)
  })
})

describe('what a check is given', () => {
  it('is no secret of the session, but the variables that "env" names', async () => {
    const { project } = session(PASSING)
    put(path.join(project, 'check'), '#!/bin/sh\nenv > seen\nexit 1\n')
    const options = { commands: ['./check'], when: 'always', env: ['GATE_MODE'] }
    process.env['GATE_OTHER'] = 'not-for-checks'
    await runCase(gate, payloadOf('Stop', { cwd: project }), {
      options,
      projectDir: project,
      env: { GATE_MODE: 'fast' },
    })
    delete process.env['GATE_OTHER']
    const seen = fs.readFileSync(path.join(project, 'seen'), 'utf8')
    expect(seen).toContain('GATE_MODE=fast')
    expect(seen).not.toContain('not-for-checks')
  })

  it('is the real npm', async () => {
    const scripts = { test: 'node -e "console.log(6*7);process.exit(1)"' }
    const project = scratch({ 'package.json': JSON.stringify({ scripts }) })
    const { edit, stop } = session('', {}, project)
    await edit()
    const { decision, reason } = await stop()
    expect(decision).toBe('block')
    expect(reason).toContain('`npm run test` does not pass (exit status 1)')
    expect(reason).toContain('42')
  })
})

describe('the folder of the checks', () => {
  it('is the worktree inside of the project that the session works in', () => {
    const project = scratch({
      '.git/HEAD': '',
      'trees/x/.git': 'gitdir: /p/.git/worktrees/x\n',
      'trees/x/src/a': '',
      'sub/.git': 'gitdir: ../.git/modules/sub\n',
    })
    expect(workFolder(path.join(project, 'trees/x/src'), project)).toBe(path.join(project, 'trees/x'))
    expect(workFolder(path.join(project, 'sub'), project)).toBe(project)
    expect(workFolder(path.join(project, 'trees'), project)).toBe(project)
    expect(workFolder(path.dirname(project), project)).toBe(project)
    expect(workFolder(project, project)).toBe(project)
  })
})
