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
