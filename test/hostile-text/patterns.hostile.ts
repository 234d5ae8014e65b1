import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { matcherFault } from '../../src/core/matcher.ts'
import { HooksError } from '../../src/errors.ts'
import { validatePack } from '../../src/ops/validate-pack.ts'
import { checkOptions } from '../../src/schema/options.ts'
import { packFolder, put, type Scratch, scratch } from '../scenarios/cli.ts'
import { FULL, tally } from '../tally.ts'
import { adding } from './place.ts'

/** Regular expressions that take for ever on some names. */
const EXPLODING = [
  '(a+)+$',
  '^(a|a)*$',
  '(a*)*',
  '(.*)*x',
  '(a?){60}',
  '((a|b)?)+',
  '(a|aa)+',
  '(?:[a-z]+)*!',
  '(x+x+)+y',
  '(\\w|\\d)*',
  '((a{1,50}){1,50}){1,50}',
  '(?=(a+)+$)',
  '(?<n>a+)+',
  '.*.*.*.*.*x',
  'a?'.repeat(40),
  '(a|a)'.repeat(30),
  '^(([A-Za-z])+.)+[A-Z]([a-z])+$',
  '(([a-zA-Z]*)*)*!',
  `(${'a|'.repeat(500)}b)*c`,
  'x'.repeat(1_000_000),
  `${'('.repeat(100_000)}a${')'.repeat(100_000)}`,
]
const INVALID = ['Bash(', '[', '(?<a', '**', 'a{2,1}', '\\']
const FINE = [
  'Bash',
  'Edit|Write',
  '',
  '*',
  'mcp__.*',
  '^(Edit|Write)$',
  '(?!Bash).*',
  'mcp__(github|gitlab)__.*',
  '.*(read|list).*',
  'mcp__a__.*|mcp__b__.*|mcp__c__.*|mcp__d__.*|mcp__e__.*',
  '(Edit|Write){1,2}',
  '\\w+__\\w+__\\w+',
  '^(?:Notebook)?Edit$',
]

const EVENTS = FULL ? ['PreToolUse', 'SubagentStart', 'FileChanged'] : ['PreToolUse']
const hooksWith = (matcher: string, event: string) => ({
  hooks: [{ id: 'one', event, matcher, handler: { module: 'dist/one.cjs' } }],
})

const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: unknown) =>
      error instanceof HooksError ? `${error.code} ${error.message}` : `crash ${String(error)}`,
  )

describe('a matcher', () => {
  test.each([
    [
      'that can explode',
      EXPLODING,
      /^manifest-invalid [\s\S]*hooks\[0\]\.matcher: .*(never end|longer than)/,
    ],
    [
      'that is no expression',
      INVALID,
      /^manifest-invalid [\s\S]*hooks\[0\]\.matcher: .*not a valid regular expression/,
    ],
    ['that people write', FINE, /^done$/],
  ] as const)(
    '%s is settled by add and validate without being run',
    { timeout: 300_000 },
    async (name, matchers, says) => {
      const lost: string[] = []
      let tried = 0
      for (const matcher of matchers.filter((_, at) => FULL || at % 2 === 0)) {
        for (const event of EVENTS) {
          tried += 2
          const at: Scratch = scratch()
          const folder = packFolder(at.root, 'small', { manifest: hooksWith(matcher, event) })
          const added = await codeOf(adding(at, folder))
          if (!says.test(added)) lost.push(`add ${matcher.slice(0, 60)} ${event}: ${added.slice(0, 200)}`)
          put(path.join(folder, 'cases/one.json'), {
            hook: 'one',
            cases: [{ name: 'x', event: { tool_name: 'a'.repeat(60) }, expect: { decision: 'none' } }],
          })
          const { findings } = await validatePack(folder, FULL || matchers !== FINE, at.project)
          const refused = findings.some(
            ({ level, field }) => level === 'error' && field === 'hooks[0].matcher',
          )
          if (matchers !== FINE && !refused) lost.push(`validate ${matcher.slice(0, 60)} ${event}`)
        }
      }
      tally({ sweep: `text: a matcher ${name}`, tried, kept: tried - lost.length, lost: lost.length })
      expect(lost).toEqual([])
    },
  )

  test('that passes ends on every name soon', () => {
    for (const matcher of FINE.filter((one) => one !== '*')) {
      expect(matcherFault(matcher)).toBeUndefined()
      for (const name of ['a'.repeat(64), `mcp__${'a_'.repeat(60)}`, 'ab'.repeat(100)])
        new RegExp(matcher).test(name)
    }
  })
})

/** Schemas of options that mean harm to whoever checks options with them. */
const SCHEMAS: Readonly<Record<string, object>> = {
  'a pattern that explodes on its own default': {
    properties: { x: { type: 'string', pattern: '^(a+)+$', default: `${'a'.repeat(60)}!` } },
  },
  'a pattern that explodes on what users set': { properties: { x: { type: 'string', pattern: '^(a|a)*$' } } },
  'a pattern of properties that explodes': {
    properties: { x: { type: 'object', patternProperties: { '^(a+)+$': {} } } },
  },
  'references that multiply': {
    definitions: Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [
        `d${at}`,
        { allOf: [{ $ref: `#/definitions/d${at + 1}` }, { $ref: `#/definitions/d${at + 1}` }] },
      ]),
    ),
    properties: { x: { $ref: '#/definitions/d0' } },
  },
  'a reference to itself': { properties: { x: { $ref: '#/properties/x' } } },
  'a reference to nothing': { properties: { x: { $ref: '#/nowhere' } } },
  'a reference to a file': { properties: { x: { $ref: 'file:///etc/passwd' } } },
  'a reference to an address': { properties: { x: { $ref: 'https://example.com/x.json' } } },
  'a schema of another kind': { $schema: 'https://example.com/x.json', properties: { x: {} } },
  'a schema that is checked later': { $async: true, properties: { x: { type: 'integer' } } },
  'an id': { $id: 'http://json-schema.org/draft-07/schema#', properties: { x: {} } },
  'defaults in prototypes': JSON.parse(
    '{"properties":{"x":{},"__proto__":{"type":"object","properties":{"polluted":{"default":true}}},"constructor":{"properties":{"prototype":{"properties":{"polluted":{"default":true}}}}}}}',
  ) as object,
  'a default that is a prototype': JSON.parse(
    '{"properties":{"x":{"default":{"__proto__":{"polluted":true}}}}}',
  ) as object,
  'properties that are a text': { properties: 'x' },
  'properties that are null': { properties: null },
  'a type that there is not': { properties: { x: { type: 'nothing' } } },
  'code in a name': { properties: { x: {}, '"];globalThis.polluted=true;[("': { default: 1 } } },
  'a format that there is not': { properties: { x: { format: '\u001B[31mred' } } },
  'an expression that is none': { properties: { x: { pattern: '(' } } },
}

test('a schema of options ends in time and changes nothing but the options', {
  timeout: 120_000,
}, async () => {
  const lost: string[] = []
  const long = `${'a'.repeat(60)}!`
  const values: readonly unknown[] = FULL ? [long, { [long]: 1 }, 7] : [long]
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    for (const x of values) {
      const since = process.cpuUsage()
      const ended = await checkOptions('small', schema as never, { x }).then(
        (options) => options as { polluted?: unknown },
        (error: unknown) => error,
      )
      const wrong =
        ended instanceof Error &&
        !(ended instanceof HooksError && /small/.test(ended.message) && ended.code !== 'unexpected')
      const polluted = 'polluted' in {} || 'polluted' in globalThis || 'polluted' in Object(ended)
      if (wrong || polluted || process.cpuUsage(since).user > 30_000_000)
        lost.push(`${name}: ${String(ended)}`)
    }
  }
  const tried = Object.keys(SCHEMAS).length * values.length
  tally({ sweep: 'text: schemas of options', tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
})

/** Files that take for ever to look through, by their names. */
const CODE: Readonly<Record<string, string>> = {
  'a.js': `eval(${'eval('.repeat(200_000)}`,
  'b.js': '/'.repeat(500_000),
  'c.js': '`${'.repeat(300_000),
  'd.py': `open(${'(x)'.repeat(200_000)}`,
  'e.sh': '"$('.repeat(300_000),
  'f.sh': '(('.repeat(400_000),
  'g.rb': "'\\".repeat(400_000),
  'h.md': `\u202E${'\\'.repeat(900_000)}u202e`,
  'i.js': 'fs.'.repeat(300_000),
  'j.js': "'\\\n".repeat(300_000),
  'k.ps1': 'iex '.repeat(200_000),
  'l.pl': `open ${', '.repeat(300_000)}`,
}

test('validate ends on files that take for ever to look through', { timeout: 300_000 }, async () => {
  const lost: string[] = []
  const files = Object.entries(CODE).filter((_, at) => FULL || at % 4 === 0)
  for (const [name, text] of files) {
    const at = scratch()
    const folder = packFolder(at.root, 'small')
    put(path.join(folder, name), text)
    const since = process.cpuUsage()
    const { findings } = await validatePack(folder, false, at.project)
    // Of the processor: on a busy machine, nothing ends in time by the clock.
    const { user } = process.cpuUsage(since)
    if (user > 30_000_000) lost.push(`${name}: ${user / 1000} ms, ${findings.length}`)
  }
  const tried = files.length
  tally({ sweep: 'text: code to look through', tried, kept: tried - lost.length, lost: lost.length })
  expect(lost).toEqual([])
})
