import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { denied, newScope, run } from './fixture.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookpack-hangs-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

interface Entry {
  readonly hook: string
  readonly outcome: string
  readonly reason: string
}

let runs = 0

/** Runs hooks with a state folder of their own; gives how the process ended, what was logged, and the seconds it took. */
async function logged(root: string, hooks: readonly string[], deaf = false) {
  const state = path.join(folder, `state ${++runs}`)
  const before = performance.now()
  const ended = await run(root, hooks, { env: { HOOKPACK_STATE_DIR: state }, deaf })
  const seconds = (performance.now() - before) / 1000
  let text = ''
  try {
    text = readFileSync(path.join(state, 'log', 'runs.jsonl'), 'utf8')
  } catch {
    // Nothing was logged.
  }
  const log = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Entry]))
  return { ...ended, seconds, log }
}

const LOOP = 'for (;;) {}'
const SLOW_REGEX = '/^(a|a)*$/.test("a".repeat(60) + "b")'

/** Seconds: few for a hook that has to be waited for, many for one that must not be late on a busy machine. */
const timeFor = (says: string): number => (says.includes(' within ') ? 2 : 20)

// What goes wrong, the module, and what is said of it.
const FAILURES: readonly (readonly [name: string, code: string, says: string])[] = [
  ['throws', 'module.exports = () => { throw new Error("oh") }', 'oh'],
  ['throws in two lines', 'module.exports = () => { throw new Error("oh\\nno") }', 'oh'],
  ['throws null', 'module.exports = () => { throw null }', 'null'],
  ['rejects', 'module.exports = async () => { throw new Error("oh") }', 'oh'],
  [
    'rejects later',
    'module.exports = () => new Promise((_, no) => setTimeout(no, 5, new Error("oh")))',
    'oh',
  ],
  ['never settles', 'module.exports = () => new Promise(() => {})', 'did not decide within 2 s'],
  ['loops', `module.exports = () => { ${LOOP} }`, 'did not return within 2 s'],
  ['loops while it is loaded', LOOP, 'did not return within 2 s'],
  [
    'loops behind an await',
    `module.exports = async () => { await null; ${LOOP} }`,
    'did not return within 2 s',
  ],
  [
    'loops behind a timer',
    `module.exports = async () => { await new Promise((yes) => setTimeout(yes, 20)); ${LOOP} }`,
    'did not decide within 2 s',
  ],
  [
    'never comes to the end of a pattern',
    `module.exports = () => { ${SLOW_REGEX} }`,
    'did not return within 2 s',
  ],
  ['calls itself for ever', 'module.exports = function f() { return f() + 1 }', 'call stack'],
  ['calls process.exit', 'module.exports = () => process.exit(0)', 'process.exit(0)'],
  [
    'calls process.exit later',
    'module.exports = () => new Promise(() => setTimeout(() => process.exit(0), 5))',
    'process.exit',
  ],
  [
    'throws in a timer of its own',
    'module.exports = () => new Promise(() => setTimeout(() => { throw new Error("oh") }, 5))',
    'outside its handler: oh',
  ],
  [
    'leaves a rejection to itself',
    'module.exports = () => new Promise(() => { Promise.reject(new Error("oh")) })',
    'outside its handler: oh',
  ],
  ['throws while it is loaded', 'throw new Error("oh")', 'oh'],
  ['requires what is not there', 'require("./absent.cjs")', "Cannot find module './absent.cjs'"],
  ['decides what is not possible', 'module.exports = (e, d) => d.block("no")', 'decide.block does not exist'],
  ['decides without a reason', 'module.exports = (e, d) => d.deny()', 'needs a text'],
  ['lies late', 'module.exports = async () => true', 'not a decision'],
  ['lies', 'module.exports = () => ({ decision: "allow" })', 'not a decision'],
  ['is not JavaScript', 'module.exports = (', 'Unexpected'],
  ['exports nothing', 'module.exports = {}', 'does not export a function'],
]

describe.concurrent('a hook that', () => {
  test.each(FAILURES)(
    '%s ends in its failure mode, with one line and one record',
    async (name, code, says) => {
      const scope = newScope({
        block: { code, timeout: timeFor(says) },
        continue: { code, timeout: timeFor(says), failure: 'continue' },
      })
      const [block, go] = await Promise.all(['block', 'continue'].map((id) => logged(scope, [`pack/${id}`])))
      if (!block || !go) throw new Error('not run')
      keep(`${name} | deny: ${reasonOf(block)} | status ${go.status ?? go.signal}: ${go.stderr.trim()}`)
      expect(reasonOf(block)).toContain(says)
      expect(go.stdout).toBe('')
      expect(go.status).not.toBe(0)
      for (const [ended, id] of [
        [block, 'block'],
        [go, 'continue'],
      ] as const) {
        expect(ended.stderr).toMatch(/^[^\n]*\n$/)
        expect(ended.stderr).toContain(says)
        expect(ended.log).toMatchObject([{ hook: `pack/${id}`, outcome: 'failed' }])
        expect(ended.log[0]?.reason).toContain(says)
        expect(ended.seconds).toBeLessThan(15)
      }
    },
  )
})

/** The reason of a deny, also of a process that was ended by a signal after it had written. */
function reasonOf({ stdout, ...ended }: Awaited<ReturnType<typeof logged>>): string | undefined {
  return denied({ ...ended, stdout, status: stdout === '' ? ended.status : 0 })
}

/** For people: HOOKPACK_HANG_TABLE names a file that gets a line per case. */
function keep(line: string): void {
  const file = process.env['HOOKPACK_HANG_TABLE']
  if (file) appendFileSync(file, `| ${line} |\n`)
}

describe.concurrent('a hook that is only untidy', () => {
  test.each([
    ['prints', 'console.log("noise"); process.stdout.write("noise"); return d.deny("no")'],
    ['goes to another folder', 'process.chdir("/"); return d.deny("no")'],
    ['leaves a timer running', 'setInterval(() => {}, 5); return d.deny("no")'],
    ['leaves a server running', 'require("node:net").createServer().listen(0); return d.deny("no")'],
    ['leaves a child running', 'require("node:child_process").spawn("sleep", ["30"]); return d.deny("no")'],
    ['leaves a timer that loops', `setTimeout(() => { ${LOOP} }, 1); return d.deny("no")`],
    [
      'waits, and leaves a timer that loops',
      `return new Promise((yes) => setTimeout(() => { setTimeout(() => { ${LOOP} }, 1); yes(d.deny("no")) }, 5))`,
    ],
    ['leaves a promise alone', 'new Promise(() => {}); return d.deny("no")'],
    ['throws after it has decided', 'setTimeout(() => { throw new Error("late") }, 1); return d.deny("no")'],
  ])('because it %s still decides, and the process ends', async (_, body) => {
    const scope = newScope({ guard: { code: `module.exports = (e, d) => { ${body} }` } })
    const ended = await logged(scope, ['pack/guard'])
    expect(denied(ended)).toBe('no')
    expect(ended.log).toEqual([])
    expect(ended.seconds).toBeLessThan(10)
  })

  test('ends when nobody reads what it says', async () => {
    const code =
      'module.exports = async (e, d) => { await new Promise((yes) => setTimeout(yes, 50)); return d.deny("no") }'
    expect(await logged(newScope({ guard: { code } }), ['pack/guard'], true)).toMatchObject({ status: 0 })
  })
})

describe.concurrent('beside a hook that goes wrong, the others', () => {
  const SOFT = 'module.exports = (e, d) => d.context("fine")'
  const LATE =
    'module.exports = async (e, d) => { await new Promise((yes) => setTimeout(yes, 60)); return d.context("late") }'

  test.each(FAILURES)('still count when it %s', async (name, code, says) => {
    const scope = newScope({
      late: { code: LATE, timeout: 4 },
      bad: { code, timeout: timeFor(says), failure: 'continue' },
      soft: { code: SOFT },
    })
    const ended = await logged(scope, ['pack/late', 'pack/bad', 'pack/soft'])
    const said = JSON.parse(ended.stdout).hookSpecificOutput.additionalContext
    expect(said).toContain('fine')
    // A loop behind a timer stops the thread that the late one needs as well.
    if (!name.includes('behind a timer')) expect(said).toContain('late')
    expect(ended.stderr).toContain(says)
    expect(ended.log[0]).toMatchObject({ outcome: 'failed' })
  })

  test('get a copy of the event that nobody has touched', async () => {
    const scope = newScope({
      bad: { code: 'module.exports = (e) => { e.tool_input.command = "x"; e.hook_event_name = "y" }' },
      good: { code: 'module.exports = (e, d) => d.context(e.tool_input.command)' },
    })
    const { stdout } = await logged(scope, ['pack/bad', 'pack/good'])
    expect(JSON.parse(stdout).hookSpecificOutput.additionalContext).toBe('ls')
  })

  test('run in the folder of the session', async () => {
    const scope = newScope({
      bad: { code: 'module.exports = () => process.chdir("/")' },
      good: { code: 'module.exports = (e, d) => d.context(process.cwd())' },
    })
    const { stdout } = await logged(scope, ['pack/bad', 'pack/good'])
    expect(JSON.parse(stdout).hookSpecificOutput.additionalContext).not.toBe('/')
  })
})
