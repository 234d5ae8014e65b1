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
  expect(short).toMatch(/^\+ PreToolUse {2,}Bash\S* {2,}block-dangerous-bash\/guard/m)
  const removed = await at.done(['remove', 'strict', '--yes'])
  expect(removed.stdout + removed.stderr).toMatch(
    /^- PreToolUse {2,}Bash\S* {2,}block-dangerous-bash\/guard/m,
  )
})
