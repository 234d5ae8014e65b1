import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { denied, type Ended, newScope, payload, run } from '../runtime/fixture.ts'
import { FULL, tally } from '../tally.ts'
import { UNPRINTABLE } from './kinds.ts'

const DENY = 'module.exports = (event, decide) => decide.deny("no")'
/** It looks into everything that it is given, as a guard may. */
const LOOKS = `module.exports = (event, decide) =>
  JSON.stringify(event.tool_input ?? null).length > 100000 ? undefined : decide.deny('no')`
const SCRIPT = '#!/bin/sh\ncat > /dev/null\necho no >&2\nexit 2\n'
const HOOKS = {
  guard: { code: DENY },
  looks: { code: LOOKS },
  script: { script: 'packs/guard.sh', interpreter: 'sh', code: SCRIPT },
}
const scope = newScope(HOOKS)
const DEEP = 100_000
const MEGABYTE = 1024 * 1024
const deep = `${'['.repeat(DEEP)}${']'.repeat(DEEP)}`
const with_ = (text: string): string => payload().replace('{', () => `{${text},`)

/** What may come on stdin, from whoever can make the client pass it on. Every one must end in a deny of some kind. */
const PAYLOADS: readonly (readonly [name: string, input: string | Uint8Array, heavy?: boolean])[] = [
  ['depth in a field', with_(`"deep":${deep}`)],
  ['depth in the input of the tool', payload({ tool_input: '@' }).replace('"@"', `{"command":${deep}}`)],
  [
    'depth in objects',
    payload({ tool_input: '@' }).replace('"@"', `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}`),
  ],
  ['nothing but depth', deep],
  ['depth without an end', '{"a":'.repeat(DEEP)],
  ['brackets of the wrong kind', `${'{'.repeat(DEEP)}${']'.repeat(DEEP)}`],
  ['a key twice', with_('"tool_input":{"command":"ls"}')],
  ['the name of the event twice', payload().replace(/}\s*$/, ',"hook_event_name":"PreToolUse"}')],
  ['__proto__', with_('"__proto__":{"hook_event_name":"Stop","polluted":true}')],
  [
    '__proto__ in the input',
    payload({ tool_input: JSON.parse('{"__proto__":{"command":"ls"},"command":"rm"}') }),
  ],
  ['constructor', with_('"constructor":{"prototype":{"polluted":true}},"toString":1,"hasOwnProperty":1')],
  ['lone surrogates', with_('"\\ud800":"\\udfff"')],
  ['what cannot be printed', payload({ tool_name: UNPRINTABLE, session_id: UNPRINTABLE, cwd: UNPRINTABLE })],
  ['an event name that is an object', with_('"x":1').replace('"PreToolUse"', '{"toString":1}')],
  ['a tool name that is an object', payload({ tool_name: { toString: 1 } })],
  ['no input', payload({ tool_input: null })],
  ['an input that is a list', payload({ tool_input: [[]] })],
  ['a folder that is an object', payload({ cwd: { toString: 1 } })],
  [
    'bytes that are no text',
    Buffer.concat([Buffer.from(payload()).subarray(0, 20), Buffer.from([0xff, 0xfe, 0xc0])]),
  ],
  ['UTF-16', Buffer.from(`\uFEFF${payload()}`, 'utf16le')],
  ['NUL', `\u0000${payload()}`],
  ['a number of a million digits', with_(`"n":${'9'.repeat(MEGABYTE)}`)],
  ['a hundred thousand keys', with_(Array.from({ length: DEEP }, (_, at) => `"k${at}":0`).join())],
  ['50 MB in one text', payload({ tool_input: { command: 'x'.repeat(50 * MEGABYTE) } }), true],
  ['a million keys', with_(Array.from({ length: 1_000_000 }, (_, at) => `"k${at}":0`).join())],
  ['50 MB of keys', with_(Array.from({ length: 3_500_000 }, (_, at) => `"k${at}":${at}`).join()), true],
  ['70 MB', payload({ tool_input: { command: 'x'.repeat(70 * MEGABYTE) } }), true],
]

/** A deny on stdout, or status 2 with words on stderr: all that the client takes for a refusal. */
function isRefusal(ended: Ended): boolean {
  if (ended.signal !== null) return false
  if (ended.status === 2) return ended.stderr !== ''
  return ended.status === 0 && denied(ended) !== undefined
}

describe.concurrent('whatever comes on stdin, a guard denies', () => {
  test('when it is hostile', { timeout: 600_000 }, async () => {
    const lost: string[] = []
    let tried = 0
    for (const [name, input, heavy] of PAYLOADS) {
      if (heavy && !FULL) continue
      const all = ['pack/guard', 'pack/looks', 'pack/script']
      for (const hooks of FULL ? [...all.map((one) => [one]), all] : [['pack/guard'], all]) {
        for (const env of FULL ? [{}, { HOOKS_LOG: 'all' }] : [{}]) {
          tried += 1
          const since = Date.now()
          const ended = await run(scope, hooks, { input: [input], env })
          // LOOKS has no opinion on what is large and sound.
          const silent =
            ended.status === 0 && ended.stdout === '' && hooks[0] === 'pack/looks' && input.length > 100_000
          const late = Date.now() - since > 15_000
          if (late || !(isRefusal(ended) || silent))
            lost.push(`${name} for ${hooks}: ${late ? 'late ' : ''}${JSON.stringify(ended).slice(0, 400)}`)
        }
      }
    }
    tally({ sweep: 'text: stdin of a guard', tried, kept: tried - lost.length, lost: lost.length })
    expect(lost).toEqual([])
  })

  test('when its table is hostile', { timeout: 300_000 }, async () => {
    const lost: string[] = []
    const good = {
      event: 'PreToolUse',
      pack: 'packs',
      options: {},
      failure: 'block',
      timeout: 10,
      module: 'packs/guard.cjs',
    }
    const tables: readonly (readonly [string, string])[] = [
      ['depth', `{"version":1,"hooks":${deep}}`],
      [
        'depth in the options',
        JSON.stringify({ version: 1, hooks: { 'pack/guard': { ...good, options: '@' } } }).replace(
          '"@"',
          deep,
        ),
      ],
      ['null', 'null'],
      ['hooks that are null', '{"version":1,"hooks":null}'],
      ['hooks that are a list', '{"version":1,"hooks":[]}'],
      ['no hook', '{"version":1,"hooks":{}}'],
      ['half of it', '{"version":1,"ho'],
      ['__proto__', `{"version":1,"hooks":{"__proto__":{"pack/guard":${JSON.stringify(good)}}}}`],
      ...['event', 'module', 'pack', 'options', 'timeout', 'failure'].flatMap((field) =>
        [null, 7, '', {}, [[]]].map(
          (value) =>
            [
              `${field} ${JSON.stringify(value)}`,
              JSON.stringify({ version: 1, hooks: { 'pack/guard': { ...good, [field]: value } } }),
            ] as const,
        ),
      ),
    ]
    for (const [name, table] of tables) {
      const own = newScope({ guard: { code: DENY } })
      writeFileSync(path.join(own, 'table.json'), table)
      const ended = await run(own, ['pack/guard'])
      // Whether it blocks when it fails is no more to be known; it must end by itself, and say so.
      const spoke = ended.stderr !== '' || ended.stdout !== ''
      const quiet = /^(event|failure)/.test(name) && ended.status === 0
      if (
        ended.signal !== null ||
        ![0, 1, 2].includes(ended.status ?? -1) ||
        !(spoke || quiet) ||
        /\n {4}at /.test(ended.stderr)
      )
        lost.push(`${name}: ${JSON.stringify(ended).slice(0, 500)}`)
    }
    tally({
      sweep: 'text: table.json',
      tried: tables.length,
      kept: tables.length - lost.length,
      lost: lost.length,
    })
    expect(lost).toEqual([])
  })
})
