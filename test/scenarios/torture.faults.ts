import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { runsOf, sorted } from '../core/settings/what-runs.ts'
import { FULL, tally } from '../tally.ts'
import { commandsOf, expectGuard, packFolder, put, type Scratch, scratch, snapshot } from './cli.ts'
import { TORTURE } from './torture-files.ts'

const SCOPES = ['project', 'user', 'local'] as const
type Scope = (typeof SCOPES)[number]
type Verdict = 'PASS' | 'REFUSED' | 'LOST'

const verdicts: { readonly scope: Scope; readonly name: string; readonly verdict: Verdict }[] = []

afterAll(() => {
  for (const scope of SCOPES) {
    const all = verdicts.filter((one) => one.scope === scope)
    const count = (verdict: Verdict): number => all.filter((one) => one.verdict === verdict).length
    for (const verdict of ['PASS', 'REFUSED'] as const) {
      const [tried, lost] = [
        count(verdict) + (verdict === 'PASS' ? count('LOST') : 0),
        verdict === 'PASS' ? count('LOST') : 0,
      ]
      if (tried > 0) tally({ sweep: `torture: ${scope}, ${verdict}`, tried, kept: count(verdict), lost })
    }
  }
  const names = [...new Set(verdicts.map(({ name }) => name))]
  const cell = (name: string, scope: Scope): string =>
    (verdicts.find((one) => one.name === name && one.scope === scope)?.verdict ?? '-').padEnd(9)
  const rows = names.map((name) => `${name.padEnd(46)}${SCOPES.map((scope) => cell(name, scope)).join('')}`)
  console.log(
    [`${'settings file'.padEnd(46)}${SCOPES.map((scope) => scope.padEnd(9)).join('')}`, ...rows].join('\n'),
  )
})

/** A case: in every scope in the whole sweep, in one scope in the sample. */
let cases = 0
function torture(name: string, run: (scope: Scope) => Promise<Verdict>): void {
  cases += 1
  const scopes = FULL ? SCOPES : [SCOPES[cases % 2] ?? 'project']
  for (const scope of scopes) {
    test(`${name} (${scope})`, { timeout: 300_000 }, async () => {
      const at = verdicts.push({ scope, name, verdict: 'LOST' }) - 1
      const verdict = await run(scope)
      verdicts[at] = { scope, name, verdict }
    })
  }
}

function settingsIn(at: Scratch, scope: Scope): string {
  if (scope === 'user') return path.join(at.home, '.claude/settings.json')
  return path.join(at.project, `.claude/settings${scope === 'local' ? '.local' : ''}.json`)
}

/** Adds a pack, adds it again and removes it: what is not ours runs on, and in the end every byte is as before. */
async function roundTrip(at: Scratch, scope: Scope, pack = packFolder(at.root, 'small')): Promise<void> {
  const settings = settingsIn(at, scope)
  const [before, text] = [snapshot(at.root), existsSync(settings) ? readFileSync(settings, 'utf8') : null]
  await at.done(['add', pack, '--yes', '--scope', scope])
  const full = snapshot(at.root)
  const [foreign, all] = [text, readFileSync(settings, 'utf8')].map((one) => sorted(runsOf(one)))
  expect(all?.filter((one) => !foreign?.includes(one))).toHaveLength(1)
  expect(foreign?.filter((one) => !all?.includes(one))).toEqual([])
  await at.done(['add', pack, '--yes', '--scope', scope])
  expect(snapshot(at.root)).toEqual(full)
  await at.done(['remove', path.basename(pack), '--yes', '--scope', scope])
  expect(snapshot(at.root)).toEqual(before)
}

/** Everything is as it was, and the message says what is wrong and where. */
async function refusal(at: Scratch, args: readonly string[], says: RegExp): Promise<void> {
  const before = snapshot(at.root)
  const { status, stdout, stderr } = await at.run([...args, '--yes'])
  expect(stderr).toMatch(says)
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
  expect(snapshot(at.root)).toEqual(before)
}

describe('settings files by what is in them', () => {
  for (const { name, bytes, refused } of TORTURE) {
    torture(name, async (scope) => {
      const at = scratch()
      if (bytes !== null) put(settingsIn(at, scope), bytes)
      if (!refused) {
        await roundTrip(at, scope)
        return 'PASS'
      }
      await refusal(at, ['add', packFolder(at.root, 'small'), '--scope', scope], refused)
      return 'REFUSED'
    })
  }
})

const OWN = '{\n\t"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "mine"}]}]}\n}'

describe('settings files by where they are', () => {
  for (const kind of ['absolute', 'relative'] as const) {
    torture(`a ${kind} symbolic link`, async (scope) => {
      const at = scratch()
      const settings = settingsIn(at, scope)
      // Within the repository: a link that leads out of a project is another matter (`link-outside`).
      const target = path.join(scope === 'user' ? at.home : at.project, 'dotfiles/claude.json')
      put(target, OWN)
      mkdirSync(path.dirname(settings))
      symlinkSync(kind === 'absolute' ? target : '../dotfiles/claude.json', settings)
      await roundTrip(at, scope)
      return 'PASS'
    })
  }

  torture('a linked folder', async (scope) => {
    const at = scratch()
    const settings = settingsIn(at, scope)
    put(settings, OWN)
    const folder = path.dirname(settings)
    renameSync(folder, path.join(folder, '../dot-claude'))
    symlinkSync('dot-claude', folder)
    await roundTrip(at, scope)
    return 'PASS'
  })

  torture('mode 0600', async (scope) => {
    const at = scratch()
    put(settingsIn(at, scope), OWN)
    chmodSync(settingsIn(at, scope), 0o600)
    await roundTrip(at, scope)
    return 'PASS'
  })

  torture('a folder in its place', async (scope) => {
    const at = scratch()
    mkdirSync(settingsIn(at, scope), { recursive: true })
    await refusal(at, ['add', packFolder(at.root, 'small'), '--scope', scope], /settings-not-a-file/)
    return 'REFUSED'
  })

  torture('paths with a space, quotes and an umlaut', async (scope) => {
    const made = scratch(`my "höme" isn't`)
    const project = path.join(made.root, `a "pröject" isn't`)
    renameSync(made.project, project)
    const at: Scratch = {
      ...made,
      project,
      done: (args, start) => made.done(args, { ...start, cwd: project }),
      run: (args, start) => made.run(args, { ...start, cwd: project }),
    }
    put(settingsIn(at, scope), OWN)
    await roundTrip(at, scope)
    await at.done(['add', 'block-dangerous-bash', '--yes', '--scope', scope])
    await expectGuard(commandsOf(settingsIn(at, scope), 'PreToolUse')[0] ?? '', at)
    return 'PASS'
  })
})

type Group = { matcher?: string; hooks: Record<string, unknown>[] }
type Settings = { hooks: Record<string, Group[]> }

describe('settings files that the user has a hand in', () => {
  torture('the user has written the same hook by hand', async (scope) => {
    const at = scratch()
    const settings = settingsIn(at, scope)
    const pack = packFolder(at.root, 'small')
    await at.done(['add', pack, '--yes', '--scope', scope])
    const [ours] = commandsOf(settings, 'PreToolUse')
    await at.done(['remove', 'small', '--yes', '--scope', scope])
    const mine = { matcher: 'Bash', hooks: [{ timeout: 30, command: ours, type: 'command' }] }
    put(settings, `{ "hooks" : { "PreToolUse" : [ ${JSON.stringify(mine)} ] } }`)
    const before = snapshot(at.root)
    await at.done(['add', pack, '--yes', '--scope', scope])
    await at.done(['remove', 'small', '--yes', '--scope', scope])
    expect(snapshot(at.root)).toEqual(before)
    return 'PASS'
  })

  torture('the user adds a hook to our group', async (scope) => {
    const at = await withEdit(scope, () => undefined)
    await at.done(['remove', 'small', '--yes', '--scope', scope])
    expectOnlyMine(at, scope)
    return 'PASS'
  })

  torture('the user edits our entry as well (with --force)', async (scope) => {
    const at = await withEdit(scope, (handler) => Object.assign(handler, { timeout: 77 }))
    await refusal(at, ['remove', 'small', '--scope', scope], /edited-by-hand/)
    await at.done(['remove', 'small', '--yes', '--force', '--scope', scope])
    expectOnlyMine(at, scope)
    return 'PASS'
  })
})

/** An installed pack, with a hook of the user in its group and an edit of its entry. */
async function withEdit(scope: Scope, edit: (handler: Record<string, unknown>) => void): Promise<Scratch> {
  const at = scratch()
  put(settingsIn(at, scope), OWN)
  await at.done(['add', packFolder(at.root, 'small'), '--yes', '--scope', scope])
  const settings = JSON.parse(readFileSync(settingsIn(at, scope), 'utf8')) as Settings
  const [group] = settings.hooks['PreToolUse'] ?? []
  for (const handler of group?.hooks ?? []) edit(handler)
  group?.hooks.push({ type: 'command', command: 'mine too' })
  put(settingsIn(at, scope), settings)
  return at
}

function expectOnlyMine(at: Scratch, scope: Scope): void {
  const left = JSON.parse(readFileSync(settingsIn(at, scope), 'utf8')) as Settings
  expect(left.hooks).toEqual({
    Stop: [{ hooks: [{ type: 'command', command: 'mine' }] }],
    PreToolUse: [{ matcher: 'Bash', hooks: [{ type: 'command', command: 'mine too' }] }],
  })
  expect(existsSync(path.join(path.dirname(settingsIn(at, scope)), 'hookpack'))).toBe(false)
}
