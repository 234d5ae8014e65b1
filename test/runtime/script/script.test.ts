import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { runScript } from '../../../src/runtime/src/script/run.ts'
import { decisionsFrom, folder, runOf, written } from './fixture.ts'

const DENY = JSON.stringify({
  hookSpecificOutput: {
    hookEventName: 'PreToolUse',
    permissionDecision: 'deny',
    permissionDecisionReason: 'no',
  },
})
const DENIED = [{ kind: 'deny', reason: 'no' }]

describe('a script decides', () => {
  test.each([
    ['bash', 'x.sh', '[[ $HOOK_COMMAND == ls ]] && echo "no" >&2 && exit 2'],
    [
      'a shell by its first line',
      'x',
      '#!/bin/sh -e\n[ "$HOOK_COMMAND" = ls ]\nfalse || { echo no >&2; exit 2; }',
    ],
    [
      'Python',
      'x.py',
      'import json, sys\nif json.load(sys.stdin)["tool_input"]["command"] == "ls": sys.exit(print("no", file=sys.stderr) or 2)',
    ],
    ['Node', 'x.cjs', "if (process.env.HOOK_COMMAND === 'ls') { console.error('no'); process.exitCode = 2 }"],
    [
      'an ES module',
      'x.mjs',
      "import { readFileSync } from 'node:fs'\nJSON.parse(readFileSync(0, 'utf8')); console.error('no'); process.exitCode = 2",
    ],
    ['Perl', 'x.pl', 'if ($ENV{CLAUDE_TOOL_INPUT_COMMAND} eq "ls") { print STDERR "no"; exit 2 }'],
    ['JSON beside other lines', 'x.sh', `echo loading; echo '${DENY}'; echo done`],
    ['JSON with another status', 'x.sh', `echo '${DENY}'; exit 7`],
    ['JSON before a signal', 'x.sh', `echo '${DENY}'; kill -9 $$`],
    [
      'a byte order mark',
      'x',
      '\ufeff#!/usr/bin/env python3\nimport sys\nsys.exit(print("no", file=sys.stderr) or 2)',
    ],
    ['CRLF after the first line', 'x', '#!/usr/bin/env bash\r\necho no >&2\nexit 2\n'],
    [
      'CRLF all over, in Python',
      'x',
      '#!/usr/bin/env python3\r\nimport sys\r\nprint("no", file=sys.stderr)\r\nsys.exit(2)\r\n',
    ],
  ])('%s', async (_, name, text) => {
    expect(await decisionsFrom(name, text)).toEqual(DENIED)
  })

  test('with nothing when it says nothing', async () => {
    expect(await decisionsFrom('x.sh', 'exit 0')).toEqual([])
  })

  test('with the interpreter that its pack names', async () => {
    const tool = written('tool', '#!/bin/sh\necho "$1 $(basename "$2")" >&2; exit 2', 0o755)
    const file = written('x.py', 'not Python')
    const interpreter = `./${path.basename(tool)} -x`
    expect(await runScript(runOf(file, { interpreter }))).toEqual([
      { kind: 'deny', reason: `-x ${path.basename(file)}` },
    ])
  })

  test('as a program of its own', async () => {
    const file = written('program', readFileSync('/bin/true'), 0o755)
    expect(await runScript(runOf(file))).toEqual([])
  })
})

describe('a script is given', () => {
  test('the payload on a stdin that ends', async () => {
    const [decision] = await decisionsFrom('x.sh', 'cat >&2; exit 2')
    expect(JSON.parse((decision as { reason: string }).reason)).toMatchObject({
      tool_input: { command: 'ls' },
    })
  })

  test('a payload of 20 MB', async () => {
    const command = 'x'.repeat(20_000_000)
    const text = 'import sys\nsys.exit(print(len(sys.stdin.buffer.read()), file=sys.stderr) or 2)'
    const [decision] = await decisionsFrom('x.py', text, { toolInput: { command } })
    expect(Number((decision as { reason: string }).reason)).toBeGreaterThan(20_000_000)
  })

  test('variables of the event, and none of what it inherited by these names', async () => {
    const env = { PATH: process.env['PATH'], HOOK_FILE_PATH: '/old', KEPT: 'kept' }
    const text =
      // biome-ignore lint/suspicious/noTemplateCurlyInString: this is for the shell
      'echo "$HOOK_EVENT $HOOK_TOOL_NAME $HOOK_PROJECT_DIR ${HOOK_FILE_PATH-unset} $KEPT $HOOK_OPTIONS" >&2; exit 2'
    expect(await decisionsFrom('x.sh', text, { env, options: { a: 1 } })).toEqual([
      { kind: 'deny', reason: 'PreToolUse Bash /project unset kept {"a":1}' },
    ])
  })

  test('the current folder of the session, or ours when that is gone', async () => {
    const at = (cwd: string) => decisionsFrom('x.sh', 'pwd -P >&2; exit 2', { payload: { cwd } })
    expect(await at('/usr')).toEqual([{ kind: 'deny', reason: '/usr' }])
    expect(await at(`${folder}/gone`)).toEqual([{ kind: 'deny', reason: process.cwd() }])
  })

  test('no more in its environment than the system takes', async () => {
    const toolInput = Object.fromEntries(
      Array.from({ length: 30 }, (_, at) => [`f${at}`, 'x'.repeat(95_000)]),
    )
    expect(await decisionsFrom('x.sh', 'echo no >&2; exit 2', { toolInput })).toEqual(DENIED)
  })
})

describe('a script need not', () => {
  test('read its stdin', async () => {
    const toolInput = { command: 'x'.repeat(20_000_000) }
    expect(await decisionsFrom('x.sh', 'echo no >&2; exit 2', { toolInput })).toEqual(DENIED)
    expect(await decisionsFrom('x.sh', 'exec <&-; sleep 0.1; echo no >&2; exit 2', { toolInput })).toEqual(
      DENIED,
    )
  })

  test('keep its stdout', async () => {
    expect(await decisionsFrom('x.sh', 'exec >&-; echo no >&2; exit 2')).toEqual(DENIED)
  })

  test('print little: both ends count', async () => {
    const noise = 'yes 0123456789 | head -c 5000000'
    expect(await decisionsFrom('x.sh', `${noise}; echo; echo '${DENY}'`)).toEqual(DENIED)
    expect(await decisionsFrom('x.sh', `echo '${DENY}'; ${noise}`)).toEqual(DENIED)
    const [told] = await decisionsFrom('x.sh', `echo first; ${noise}; echo last`, { event: 'SessionStart' })
    const { text } = told as { text: string }
    expect(text.length).toBeLessThan(1_100_000)
    expect(text).toMatch(/^first\n[\s\S]*\n\[39\d{5} bytes left out\][\s\S]*last$/)
  })
})

describe('a failure in one line', () => {
  test.each([
    ['a status', 'x.sh', 'echo broken >&2; exit 3', /^it ended with status 3: broken$/],
    ['an exception', 'x.py', 'raise ValueError("bad")', /^it ended with status 1: ValueError: bad$/],
    [
      'an exception in Node',
      'x.cjs',
      'throw new TypeError("bad")',
      /^it ended with status 1: TypeError: bad$/,
    ],
    ['a signal', 'x.sh', 'kill -SEGV $$', /^it was ended by SIGSEGV/],
    [
      'a shell that does not understand it',
      'x.sh',
      'if true; then\nexit 0\n',
      /: line \d+: syntax error: unexpected end of file/,
    ],
    [
      'CRLF in a shell script',
      'x.sh',
      '#!/bin/bash\r\nexit 2\r\n',
      /Windows line ends \(CRLF\).*save it with LF$/,
    ],
    [
      'an interpreter that is not there',
      'x',
      '#!/usr/bin/env no-such-tool\n',
      /needs `no-such-tool`, which is not in PATH; install it, or name another interpreter$/,
    ],
    ['no interpreter', 'x', 'words', /is not executable; give it a first line like/],
  ])('%s', async (_, name, text, message) => {
    const failure = await decisionsFrom(name, text).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(Error)
    expect((failure as Error).message).toMatch(message)
    expect((failure as Error).message).not.toContain('\n')
  })

  test('a missing file, a folder', async () => {
    await expect(runScript(runOf('/no/such.sh'))).rejects.toThrow(
      'its script /no/such.sh is missing; run `hooks add` for its pack again',
    )
    await expect(runScript(runOf(folder))).rejects.toThrow(`its script ${folder} cannot be read (EISDIR)`)
  })

  test('an interpreter that lies in the current folder only', async () => {
    const tool = written('tool', '#!/bin/sh\nexit 2', 0o755)
    const env = { PATH: `.:${path.dirname(process.execPath)}` }
    const run = { ...runOf(written('x', `#!/usr/bin/env ${path.basename(tool)}\n`)), env }
    await expect(runScript(run)).rejects.toThrow('which is not in PATH')
  })

  test('a file that is no program of this system', async () => {
    const file = written('program', Buffer.from('\x7fELF nonsense\0\0'), 0o755)
    await expect(runScript(runOf(file))).rejects.toThrow(
      /^(?:`.*program` could not be started|it ended with)/,
    )
  })
})
