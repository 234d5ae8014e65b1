import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { put, readJson, refused, type Scratch, scratch, snapshot } from './cli.ts'

const BROKEN = `{\r\n\t"permissions": { "deny": ["Read(.env)"] },\r\n\t"hooks": {\r\n\t\t"PreToolUse": [\r\n\t\t\t{ "matcher": { "tools": ["Bash"] }, "hooks": [{ "type": "command", "command": "./guard.sh", "timeout": 30000 }] }\r\n\t\t],\r\n\t\t"stop": []\r\n\t}\r\n}`

const MENDED = BROKEN.replace('{ "tools": ["Bash"] }', '"Bash"')
  .replace('"./guard.sh"', String.raw`"\"$CLAUDE_PROJECT_DIR\"/guard.sh"`)
  .replace('30000', '30')
  .replace('"stop"', '"Stop"')

function broken(): Scratch {
  const at = scratch()
  put(at.settings, BROKEN)
  put(path.join(at.project, 'guard.sh'), '#!/bin/sh\ncat > /dev/null\n')
  chmodSync(path.join(at.project, 'guard.sh'), 0o644)
  return at
}

test('findings have file, line and column, why they matter and what to do, in 80 columns', async () => {
  const at = broken()
  const before = snapshot(at.root)
  const { status, stdout } = await at.run(['doctor'])
  expect(status).toBe(1)
  expect(stdout).toMatch(
    /^\.claude\/settings\.json:5:6 {2}error {2}object-matcher {2}`matcher` is an object/m,
  )
  expect(stdout).toMatch(/^ {2}why: Claude Code drops the whole file/m)
  expect(stdout).toMatch(/^ {2}do: {2}write "matcher": "Bash"/m)
  expect(stdout).toMatch(/^3 errors, 2 warnings: 1 hook in \d files/m)
  expect(stdout).toContain('`hooks doctor --fix` can mend 5 of them')
  expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([])
  expect(snapshot(at.root)).toEqual(before)
})

test('--json has every finding, and the exit status counts warnings with --strict only', async () => {
  const at = scratch()
  put(at.settings, {
    hooks: { Stop: [{ matcher: 'x', hooks: [{ type: 'command', command: 'true', timeout: 5 }] }] },
  })
  const { status, stdout } = await at.run(['doctor', '--json'])
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({
    ok: true,
    errors: 0,
    warnings: 1,
    hooks: 1,
    findings: [
      {
        rule: 'matcher-ignored',
        level: 'warning',
        file: at.settings,
        line: 5,
        column: 9,
        says: expect.any(String),
        why: expect.any(String),
        how: expect.any(String),
        fixable: false,
      },
    ],
  })
  expect((await at.run(['doctor', '--strict'])).status).toBe(1)
  expect((await at.run(['doctor', '--strict', '--scope', 'user'])).status).toBe(0)
})

test('--fix shows a diff and asks; what it mends changes no other byte of the settings and no script', async () => {
  const at = broken()
  const shown = await at.run(['doctor', '--fix', '--dry-run'])
  expect(shown.stdout).toContain('"matcher": "Bash"')
  // What is mended, where and why comes before the diff.
  expect(shown.stdout).toMatch(
    /^mends 5 faults in .*:\n {2}5:6 {2}object-matcher {2}`matcher` is an object.*\n(?: .*\n)*? {4}why: Claude Code drops(?: .*\n)*\n--- /,
  )
  expect(shown.stdout).toContain(`makes ${path.join(at.project, 'guard.sh')} executable`)
  expect(readFileSync(at.settings, 'utf8')).toBe(BROKEN)
  await refused(at, ['doctor', '--fix'], {
    code: 'confirmation-needed',
    says: ['settings'],
    hint: /--dry-run/,
  })
  const { status, stdout } = await at.run(['doctor', '--fix', '--yes'])
  expect({ status, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    status: 0,
    last: expect.stringMatching(/^nothing found: 1 hook/),
  })
  expect(readFileSync(at.settings, 'utf8')).toBe(MENDED)
  expect(readFileSync(path.join(at.project, 'guard.sh'), 'utf8')).toBe('#!/bin/sh\ncat > /dev/null\n')
  expect(statSync(path.join(at.project, 'guard.sh')).mode & 0o777).toBe(0o755)
})

test('--fix says so where nothing is for it to mend', async () => {
  const at = scratch()
  put(at.settings, { hooks: { Stop: [{ hooks: [{ type: 'command', command: '/none/check.sh' }] }] } })
  const { status, stdout } = await at.run(['doctor', '--fix', '--yes'])
  expect({ status, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
    status: 1,
    last: '`--fix` leaves these alone: each needs a choice of yours',
  })
})

describe('rollback after --fix', () => {
  test('takes back what was mended, to the byte, and a second one mends again', async () => {
    const at = broken()
    await at.done(['add', 'block-dangerous-bash', '--scope', 'local', '--yes'])
    const { stdout } = await at.run(['doctor', '--fix', '--yes'])
    expect(stdout).toContain('mended .claude/settings.json; `hooks rollback --scope project` takes it back\n')
    expect(stdout).toContain('made guard.sh executable; `chmod -x` takes it back\n')
    expect(readFileSync(at.settings, 'utf8')).toBe(MENDED)
    const shown = await at.done(['rollback', '--scope', 'project', '--dry-run'])
    expect(shown.stdout).toMatch(/^\+.*"tools"/m)
    expect(readFileSync(at.settings, 'utf8')).toBe(MENDED)
    const back = await at.done(['rollback', '--scope', 'project', '--yes'])
    expect(back.stdout).toMatch(
      /^rolled back the mending by `hooks doctor --fix` of .* ago in the project scope/m,
    )
    expect(readFileSync(at.settings, 'utf8')).toBe(BROKEN)
    await at.done(['rollback', '--scope', 'project', '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toBe(MENDED)
  })

  test('takes back at once what was mended in several goes, because one fault hid the other', async () => {
    const at = scratch()
    const text = '{ "hooks": { "stop": [{ "matcher": "x", "hooks": [] },] } }'
    put(at.settings, text)
    await at.run(['doctor', '--fix', '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toContain('"Stop"')
    await at.done(['rollback', '--scope', 'project', '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toBe(text)
  })

  test('is refused when the file was edited since, and then goes to the change of packs before it no more', async () => {
    const at = broken()
    await at.done(['add', 'notify-done', '--scope', 'user', '--yes'])
    await at.run(['doctor', '--fix', '--yes'])
    put(at.settings, MENDED.replace('Read(.env)', 'Read(.env.local)'))
    const before = snapshot(at.root)
    await refused(at, ['rollback', '--scope', 'project', '--yes'], {
      code: 'nothing-to-roll-back',
      says: ['doctor --fix'],
      hint: /git/,
    })
    expect(snapshot(at.root)).toEqual(before)
  })

  test('goes to a change of packs that was made later', async () => {
    const at = broken()
    await at.run(['doctor', '--fix', '--yes'])
    await at.done(['add', 'notify-done', '--scope', 'project', '--yes'])
    await at.done(['rollback', '--scope', 'project', '--yes'])
    expect(readFileSync(at.settings, 'utf8')).toBe(MENDED)
  })
})

test('installed packs are fine; --fix beside them leaves them so, and they can be removed afterwards', async () => {
  const at = scratch()
  put(at.settings, { hooks: { stop: [] } })
  await at.done(['add', 'block-dangerous-bash', '--scope', 'project', '--yes'])
  expect((await at.run(['doctor', '--json'])).status).toBe(1)
  expect((await at.run(['doctor', '--fix', '--yes'])).status).toBe(0)
  await at.done(['verify'])
  writeFileSync(at.settings, JSON.stringify({ hooks: { Stop: [] } }))
  const { stdout } = await at.run(['doctor', '--json'])
  const { findings } = JSON.parse(stdout) as { findings: { rule: string; how: string }[] }
  expect(findings).toContainEqual(
    expect.objectContaining({ rule: 'not-as-installed', how: 'run `hooks verify --fix`' }),
  )
  await at.done(['remove', 'block-dangerous-bash', '--yes'])
  expect(readJson(at.settings)).toEqual({ hooks: { Stop: [] } })
})

test('doctor and audit count the same hooks, with the same words', async () => {
  const at = scratch()
  await at.done(['add', 'starter', '--yes'])
  await at.done(['disable', 'block-dangerous-bash/powershell', '--yes'])
  const counted = async (): Promise<readonly (string | undefined)[]> => {
    const [doctor, audit] = [await at.run(['doctor']), await at.run(['audit', '--offline'])]
    return [
      /: (.* hooks? .*) in \d+ files/.exec(doctor.stdout)?.[1],
      /^(\d+ .*): \d+ error/m.exec(audit.stdout)?.[1],
    ]
  }
  const [said = '', again] = await counted()
  expect(said).toMatch(/^\d+ hooks of packs$/)
  expect(again).toBe(said)
  const json = JSON.parse((await at.run(['doctor', '--json'])).stdout) as { hooks: number }
  expect(json.hooks).toBe(Number.parseInt(said, 10))
  const settings = readJson<{ hooks: { PreToolUse: object[] } }>(at.settings)
  settings.hooks.PreToolUse.push({
    matcher: 'Bash',
    hooks: [{ type: 'command', command: 'true', timeout: 5 }],
  })
  put(at.settings, settings)
  expect(await counted()).toEqual([`${said} and 1 other`, `${said} and 1 other`])
})
