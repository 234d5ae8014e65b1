import { expect, test } from 'vitest'
import { scratch } from './cli.ts'

test('of a long settings diff, people see each entry in a line, and all of it with --dry-run', async () => {
  const at = scratch()
  const whole = await at.done(['add', 'strict', '--dry-run'])
  const added = await at.done(['add', 'strict', '--yes'])
  expect(whole.stdout).toContain('+            "type": "command",')
  const short = added.stdout + added.stderr
  expect(short).not.toContain('"type": "command"')
  expect(short).toMatch(/lines, in short; `--dry-run` shows them all/)
  expect(short).toMatch(/^\+ PreToolUse {2,}Bash\S*\n\+ {5}block-dangerous-bash\/guard config-guard\/guard/m)
  const entries = short.split('\n').filter((line) => /^\+ /.test(line))
  expect(entries.length).toBeGreaterThan(40)
  for (const line of entries) expect(line.length).toBeLessThanOrEqual(80)
  const removed = await at.done(['remove', 'strict', '--yes'])
  expect(removed.stdout + removed.stderr).toMatch(
    /^- PreToolUse {2,}Bash\S*\n- {5}block-dangerous-bash\/guard config-guard\/guard/m,
  )
})

test('of many packs, people first see what it comes to, then a few lines for each, and all with --dry-run', async () => {
  const at = scratch()
  const { stdout: short } = await at.done(['add', 'strict', '--yes'])
  const lines = short.split('\n')
  const [first] = lines
  expect(first).toMatch(
    /^adds \d+ packs with \d+ hooks on \d+ events, all from registry:hookpack, verified;$/,
  )
  expect(lines.length).toBeLessThan(180)
  expect(lines.filter((line) => line.length > 80 && !/^(?:added|writes) /.test(line))).toEqual([])
  // What it can do is still there.
  expect(short).toMatch(
    /^config-guard 1\.0\.0 {2}5 hooks on .*\n.*of them block if they fail\n {2}reads {4}settings/m,
  )
  expect(short).toMatch(
    /^block-dangerous-bash 1\.0\.0 {2}2 hooks on PreToolUse; all block if they fail\n {2}touches nothing$/m,
  )
  expect(short).toMatch(/^ {2}secrets {2}HOOKPACK_NOTIFY_URL$/m)
  await at.done(['remove', 'strict', '--yes'])
  const { stdout: whole } = await at.done(['add', 'strict', '--dry-run'])
  expect(whole.split('\n')[0]).toBe(first?.replace(', all from registry:hookpack, verified;', ''))
  expect(whole).toMatch(/^ {2}on PreToolUse {2}Bash {8}blocks if it fails, at most 10 s$/m)
  expect(whole.split('\n').length).toBeGreaterThan(700)
})
