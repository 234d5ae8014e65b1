import { expect, test } from 'vitest'
import { doctorScratch } from './place.ts'

const FILE = '.claude/settings.json'
const HOOK = '.claude/hooks/check.py'

const group = (command: string, more: object = {}, matcher = 'Bash') => ({
  matcher,
  hooks: [{ type: 'command', command, timeout: 5, ...more }],
})

async function said(rule: string, hooks: object, script = 'pass\n') {
  const at = doctorScratch()
  at.write({ [FILE]: { hooks }, [HOOK]: script })
  const { findings } = await at.diagnosed()
  return findings.filter((one) => one.rule === rule)
}

test('a permission rule for a matcher: what to write instead is what settings have', async () => {
  const [found] = await said('matcher-matches-nothing', { PreToolUse: [group('true', {}, 'Bash(git *)')] })
  expect(found?.how).toBe('write "matcher": "Bash", and "if": "Bash(git *)" beside the command')
})

const CLOSED = 'with `onFailure` it fails closed: everything is blocked'

test.each([
  ['PreToolUse', 'no-such-program', 'program-missing', CLOSED],
  ['PreToolUse', `"$CLAUDE_PROJECT_DIR"/${HOOK}`, 'script-not-executable', CLOSED],
  ['PreToolUse', 'node "$CLAUDE_PROJECT_DIR"/gone.mjs', 'script-missing', CLOSED],
  ['Stop', 'node "$CLAUDE_PROJECT_DIR"/gone.mjs', 'script-missing', 'it fails open'],
  ['Notification', 'node "$CLAUDE_PROJECT_DIR"/gone.mjs', 'script-missing', 'it fails open'],
])('on %s, `%s` with onFailure: which way it fails', async (event, command, rule, why) => {
  const blocking = { matcher: '', hooks: [{ type: 'command', command, onFailure: 'block' }] }
  const [found] = await said(rule, { [event]: [blocking] })
  expect(found?.why).toContain(why)
})

const reading = (line: string) => `import os, sys, json\ndata = json.load(sys.stdin)\n${line}\n`

test.each([
  ['tool = os.environ.get("CLAUDE_TOOL_NAME")', 1],
  ['tool = os.environ["CLAUDE_TOOL_INPUT"]', 1],
  ['tool = os.environ.get("CLAUDE_TOOL_NAME", data["tool_name"])', 0],
  ['tool = os.environ.get("CLAUDE_TOOL_NAME") or data["tool_name"]', 0],
])('in a script that reads stdin, `%s`: a second try is fine, the only one is not', async (line, count) => {
  const found = await said(
    'unknown-variable',
    { PreToolUse: [group(`python3 "$CLAUDE_PROJECT_DIR"/${HOOK}`)] },
    reading(line),
  )
  expect(found).toHaveLength(count)
  if (count > 0) expect(found[0]?.why).toContain('the event comes on stdin, which this reads')
})
