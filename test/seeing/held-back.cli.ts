import { cpSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { put, readJson, type Scratch, scratch } from '../scenarios/cli.ts'

const GUARD = 'block-dangerous-bash'
const RUN = ['explain', 'PreToolUse', 'Bash', '--run', '--yes', '-i', 'command=rm -rf ~']

const settingsWith = (command: string): object => ({
  hooks: { PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command }] }] },
})

interface Json {
  readonly decision: string
  readonly hooks: readonly { readonly what: string; readonly run?: object; readonly notRun?: string }[]
}

/** What a run did with each hook that fires. */
async function outcomes(at: Scratch, ...more: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await at.done([...RUN, '--json', ...more])
  const { hooks } = JSON.parse(stdout) as Json
  return hooks.flatMap(({ run, notRun }) => (run ? ['run'] : notRun ? [notRun] : []))
}

test('of a project that nobody has approved a general yes runs no hook, and says what does', async () => {
  const at = scratch()
  put(path.join(at.home, '.claude/settings.json'), settingsWith('echo of the user'))
  put(at.settings, settingsWith(`cat ${at.home}/.claude/settings.json; true`))
  const { stdout } = await at.done(RUN)
  expect(stdout).toMatch(/echo of the user\n +no opinion, exit status 0/)
  expect(stdout).toMatch(/cat .*\n +not run: you have not approved this project\n/)
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'note: `--yes` alone runs no hook of a project that you have not approved. Look at them, then add `--allow-project`',
  )
  expect(stdout).toContain('all together, of those that were run: no opinion\n')
  expect(await outcomes(at)).toEqual(['run', 'project-not-approved'])
  expect(await outcomes(at, '--allow-project')).toEqual(['run', 'run'])
})

test('in a folder that the user has trusted in Claude Code, which runs them without asking, they run', async () => {
  const at = scratch()
  put(at.settings, settingsWith('echo of the project'))
  expect(await outcomes(at)).toEqual(['project-not-approved'])
  put(path.join(at.home, '.claude.json'), { projects: { [at.project]: { hasTrustDialogAccepted: true } } })
  expect(await outcomes(at)).toEqual(['run'])
})

/** A clone of a project with the guard in it. */
async function cloned(): Promise<Scratch> {
  const author = scratch()
  await author.done(['add', GUARD, '--yes'])
  const at = scratch()
  cpSync(path.join(author.project, '.claude'), path.join(at.project, '.claude'), { recursive: true })
  return at
}

test('packs of a clone run once they are approved, and the hooks beside them do not', async () => {
  const at = await cloned()
  expect(await outcomes(at)).toEqual(['project-not-approved'])
  await at.done(['install', '--yes'])
  expect(await outcomes(at)).toEqual(['run'])
  put(path.join(at.project, '.claude/settings.local.json'), settingsWith('echo beside it'))
  expect(await outcomes(at)).toEqual(['run', 'project-not-approved'])
})

test.each([
  ['the runtime', 'runtime.cjs', "require('fs').writeFileSync('/gone/x', '')\n"],
  ['the table', 'table.json', '{"version":1,"hooks":{}}\n'],
])('an approved pack does not run when %s is another one', async (_, file, text) => {
  const at = await cloned()
  await at.done(['install', '--yes'])
  put(path.join(at.folder, file), text)
  expect(await outcomes(at)).toEqual(['project-not-approved'])
})

test('a command that a lockfile says is of an approved pack does not run', async () => {
  const at = await cloned()
  await at.done(['install', '--yes'])
  const lock = path.join(at.folder, 'lock.json')
  const handler = { type: 'command', command: 'echo of somebody else' }
  const value = readJson<{ entries: object[] }>(lock)
  value.entries = [{ event: 'PreToolUse', matcher: 'Bash', handler, hooks: [`${GUARD}/guard`] }]
  put(lock, value)
  put(at.settings, settingsWith(handler.command))
  expect(await outcomes(at)).toEqual(['project-not-approved'])
})
