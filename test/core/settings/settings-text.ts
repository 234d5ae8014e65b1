// Settings files as people, editors and other tools leave them: generated as text, because values have no spelling.
import fc from 'fast-check'
import { type Style, style, written } from './spelling.ts'

/** JSON with its spelling: keys and scalars as they are written, keys in any number. */
export type Piece =
  | { readonly raw: string }
  | { readonly list: readonly Piece[] }
  | { readonly map: readonly (readonly [key: string, value: Piece])[] }

type Member = readonly [key: string, value: Piece]

const raw = (text: string): Piece => ({ raw: text })
const spelt = (...texts: string[]): fc.Arbitrary<Piece> => fc.constantFrom(...texts.map(raw))
const quoted = (text: string): string => JSON.stringify(text)

const number = spelt('0', '-0', '1.0', '1e3', '1E+2', '12345678901234567890', '0.1e-7', '-1.5', '1e999', '3')
const text = fc.oneof(
  fc.string({ maxLength: 8 }).map((one) => raw(quoted(one))),
  spelt(
    '"\\u0041\\u00e9"',
    '"\\/"',
    '"\\ud83d\\ude00"',
    '"\\ud800"',
    '"ü \u2028"',
    '"// no, "',
    '"{\\"hooks\\":[]}"',
  ),
)
const scalar = fc.oneof(number, text, spelt('true', 'false', 'null'))
const oddKey = fc.constantFrom(
  '"x"',
  '"__proto__"',
  '"constructor"',
  '"toString"',
  '""',
  '"1"',
  '"a\\u0062"',
  '"/*"',
)

const { value } = fc.letrec<{ value: Piece }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }).map((list) => ({ list })),
    fc.array(fc.tuple(oddKey, tie('value')), { maxLength: 3 }).map((map) => ({ map })),
  ),
}))

const deep = fc.constantFrom(70, 800).map((levels) => raw(`${'[ '.repeat(levels)}1${']'.repeat(levels)}`))
const anything = fc.oneof({ weight: 200, arbitrary: value }, { weight: 1, arbitrary: deep })
const oddPair = fc.tuple(oddKey, anything)

/** Members in any order, with unknown ones among them, and now and then one twice: the last one counts. */
function map(...members: fc.Arbitrary<Member[]>[]): fc.Arbitrary<Piece> {
  const unknown = fc.array(oddPair, { maxLength: 2 })
  return fc
    .tuple(fc.array(fc.nat(), { minLength: 12, maxLength: 12 }), unknown, ...members)
    .map(([order, odd, ...found]) => ({
      map: shuffled([...odd.map((one) => [one]), ...found], order).flat(),
    }))
}

function shuffled<T>(items: readonly T[], order: readonly number[]): T[] {
  return items
    .map((item, at) => [order[at % order.length] ?? 0, item] as const)
    .sort(([one], [other]) => one - other)
    .map(([, item]) => item)
}

const member = (key: string, of: fc.Arbitrary<Piece>): fc.Arbitrary<Member[]> =>
  fc.tuple(fc.option(anything, { freq: 1, nil: undefined }), fc.nat(20), of).map(([lost, dice, found]) => {
    const twice: Member[] = lost !== undefined && dice === 0 ? [[quoted(key), lost]] : []
    return [...twice, [quoted(key), found]]
  })
const maybe = (key: string, of: fc.Arbitrary<Piece>): fc.Arbitrary<Member[]> =>
  fc.option(member(key, of), { nil: [] })

const command = fc.constantFrom('true', 'echo "hi" > /dev/null', 'node a.js', '~/bin/guard.sh', 'say "ü"')
const seconds = spelt('5', '1.0', '1e1', '0.5', '600')
const every = [maybe('timeout', seconds), maybe('statusMessage', text), maybe('once', spelt('true', 'false'))]
const onFailure = maybe('onFailure', spelt('"block"', '"continue"'))

/** Handlers of all types, as the client accepts them. */
const handler = fc.oneof(
  map(
    member('type', spelt('"command"')),
    member(
      'command',
      command.map((one) => raw(quoted(one))),
    ),
    maybe('shell', spelt('"bash"')),
    maybe(
      'args',
      fc.array(text, { maxLength: 2 }).map((list) => ({ list })),
    ),
    maybe('async', spelt('true', 'false')),
    onFailure,
    ...every,
  ),
  map(member('type', spelt('"http"')), member('url', spelt('"https://a.example/x"')), onFailure, ...every),
  map(member('type', spelt('"prompt"')), member('prompt', text), maybe('model', text), ...every),
  map(member('type', spelt('"agent"')), member('prompt', text), ...every),
  map(member('type', spelt('"mcp_tool"')), member('server', text), member('tool', text), ...every),
)
const handlers = fc.array(handler, { maxLength: 2 }).map((list) => ({ list }))
const matcher = spelt('"Bash"', '"Edit|Write"', '""', '"*"', '"mcp__.*"', '"\\u0042ash"')
const group = map(maybe('matcher', matcher), member('hooks', handlers))

/** What the client skips under most events, and drops the file for under the guarding ones. */
const oddGroup = fc.oneof(
  anything,
  map(member('matcher', scalar)),
  map(
    member(
      'hooks',
      fc.oneof(
        scalar,
        fc.array(value, { maxLength: 2 }).map((list) => ({ list })),
      ),
    ),
  ),
)
const list = (of: fc.Arbitrary<Piece>) => fc.array(of, { maxLength: 2 }).map((items) => ({ list: items }))
const blank = fc.constantFrom<Piece>(raw('null'), { map: [] }, { list: [] })
const guarding = fc.oneof({ weight: 6, arbitrary: list(group) }, { weight: 1, arbitrary: spelt('null') })
const other = fc.oneof(
  { weight: 6, arbitrary: list(group) },
  { weight: 2, arbitrary: list(fc.oneof(group, oddGroup)) },
  { weight: 1, arbitrary: blank },
)

const events = map(
  maybe('PreToolUse', guarding),
  maybe('PostToolUse', other),
  maybe('Stop', other),
  maybe('SessionStart', other),
  maybe('pretooluse', other),
  maybe('NoSuchEvent', anything),
)
const hooksValue = fc.oneof({ weight: 8, arbitrary: events }, { weight: 1, arbitrary: blank })
/** `hooks`, now and then with an escape, or twice with the one that counts behind. */
const hooks = fc.oneof(
  { weight: 8, arbitrary: member('hooks', hooksValue) },
  { weight: 1, arbitrary: hooksValue.map((found): Member[] => [['"\\u0068ooks"', found]]) },
  {
    weight: 1,
    arbitrary: fc.tuple(anything, hooksValue).map(([lost, found]): Member[] => [
      ['"hooks"', lost],
      ['"hooks"', found],
    ]),
  },
)

const settings: fc.Arbitrary<Piece> = fc
  .tuple(
    map(
      maybe('model', spelt('"opus"', '"\\u006fpus"')),
      maybe('env', spelt('{"A": "1"}', '{ }')),
      maybe('permissions', spelt('{ "allow": ["Bash(npm test)", "Read"] ,"x":1.0}', '{}')),
      maybe('cleanupPeriodDays', spelt('30', '3.0e1')),
      maybe('$schema', spelt('"https://json.schemastore.org/claude-code-settings.json"')),
    ),
    fc.option(hooks, { nil: [] }),
    fc.nat(),
  )
  .map(([others, own, at]) => {
    const members = 'map' in others ? others.map : []
    const place = at % (members.length + 1)
    return { map: [...members.slice(0, place), ...own, ...members.slice(place)] }
  })

/** A settings text that the client reads; null for no file. Every shape that design and peers' faults name. */
export const settingsText: fc.Arbitrary<string | null> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.tuple(settings, style).map(([piece, how]: [Piece, Style]) => written(piece, how)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, '', ' ', '\n', ' \r\n\t', '\uFEFF', '\uFEFF\n', '{}', '{ }', '{\n}\n'),
  },
)

const present = settingsText.map((found) => found ?? '{}')
const splices = [
  '',
  ',',
  '}',
  '"',
  '//',
  '/* */',
  "'",
  '\\',
  '<<<<<<< HEAD\n',
  '\u00A0',
  '\f',
  '01',
  'nul',
  ':',
]

/** Settings texts with something cut out, put in or cut off somewhere; some of them are still JSON. */
export const brokenText: fc.Arbitrary<string> = fc
  .tuple(present, fc.nat(), fc.nat(3), fc.constantFrom(...splices), fc.boolean())
  .map(([found, place, cut, put, off]) => {
    const at = place % (found.length + 1)
    return found.slice(0, at) + put + (off ? '' : found.slice(at + cut))
  })

/** JSON for which the client drops the whole file. */
export const rejectedText: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom(
      ...['[]', '"x"', '7', '{"model": 5}', '{"hooks": [{}]}', '{"hooks": {"hooks": [{"type": "command"}]}}'],
      ...['{"hooks": {"PreToolUse": {}}}', '{"hooks": {"PreToolUse": [null]}}', '{"permissions": null}'],
      ...['{"hooks": {"PermissionRequest": [{"hooks": [{"type": "x"}]}]}}', '{"env": []}'],
      '{"hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": "x", "timeout": 1e999}]}]}}',
    ),
    fc.constantFrom('', '\n', '\uFEFF', ' \r\n '),
  )
  .map(([found, around]) => around + found + around.replace('\uFEFF', ''))
