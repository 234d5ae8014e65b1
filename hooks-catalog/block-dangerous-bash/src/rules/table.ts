import { type Parsed, parseOptions, type Spec, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { HOLE, type Text } from '../shell/text.ts'
import type { Group, Verdict } from '../types.ts'
import type { Found, Rule } from './rule.ts'

/**
 * One line of a table: the verdict for calls that match the pattern, and what to say about them. The first line that
 * matches counts; `pass` ends the search without a word.
 *
 * A pattern is a list of words. A plain word is the next operand (`a|b` one of several, `*` any characters), `**` any
 * operands that are neither names nor verbs which only look, `@word` some operand behind, `$` some operand behind that
 * is only known when it runs. `-f|--force` is an option that must be there, `--replicas=0` one with that value,
 * `!-n` one that must not be there.
 */
export type Row = readonly [
  verdict: Verdict | 'pass',
  pattern: string,
  harm?: string | undefined,
  safer?: string,
]

/** What is known about the subcommands of one program. */
export interface Tool {
  readonly programs: string
  /** Options that take a value, for `spec`; those in front of a subcommand matter most. */
  readonly options?: string
  /** Options that take a value behind the subcommand, where they are others; the words in front of it that count. */
  readonly inner?: { readonly options: string; readonly groups: readonly string[] }
  /** Long options are written with one dash. */
  readonly dash?: true
  /** Names of further options that make a call a rehearsal. */
  readonly dry?: string
  readonly rows: readonly Row[]
}

/** What the rows of a group say when they say nothing themselves. */
export interface Table {
  readonly group: Group
  readonly harm: string
  readonly safer: string
  readonly tools: readonly Tool[]
}

/** The rules of a table. */
export function tableRules(table: Table): readonly Rule[] {
  return table.tools.map((tool) => ({
    programs: tool.programs,
    check: (call: Call) => found(call, tool, table),
  }))
}

function found(call: Call, tool: Tool, { group, harm, safer }: Table): Found | undefined {
  const row = rowFor(call, tool)
  if (!row || row[0] === 'pass') return undefined
  return { group, rule: call.name, verdict: row[0], harm: row[2] ?? harm, safer: row[3] ?? safer }
}

/** The line of a tool's table that is about a call. */
function rowFor(call: Call, tool: Tool): Row | undefined {
  const { valued } = spec(tool.options ?? '')
  const args = tool.dash ? call.args.map(doubled) : call.args
  const parsed = tool.inner ? behindGroups(args, tool) : parseOptions(args, known(tool.options))
  const words = parsed.rest.map((word) => word.text.toLowerCase())
  const asks = parsed.flags.has('help') || (parsed.flags.has('h') && !valued.has('h'))
  if (asks || words[0] === 'help' || words.at(-1) === 'help') return undefined
  if (`${DRY} ${tool.dry ?? ''}`.split(' ').some((name) => name !== '' && isGiven(parsed, name)))
    return undefined
  return tool.rows.find(([, pattern]) => matches(pattern, words, parsed))
}

// Abbreviations are not completed: too many programs have too many options.
function known(options = ''): Spec {
  return { names: [], valued: spec(options).valued }
}

// Options in front of a subcommand may mean something else than those behind it.
function behindGroups(args: readonly Text[], { options, inner }: Tool): Parsed<Text> {
  const front: Text[] = []
  let rest = parseOptions(args, known(options), true).rest
  while (rest[0] && inner?.groups.includes(rest[0].text)) {
    front.push(rest[0])
    rest = parseOptions(rest.slice(1), known(options), true).rest
  }
  const parsed = parseOptions(rest, known(inner?.options))
  return { ...parsed, rest: [...front, ...parsed.rest] }
}

const DRY = 'dry-run dryrun dry_run what-if whatif noop'

function doubled(arg: Text): Text {
  return /^-[a-z][\w-]/i.test(arg.text) ? { ...arg, text: `-${arg.text}` } : arg
}

const OFF = /^(?:false|0|no|none|off|never)$/i

function isGiven({ flags, values }: Parsed<Text>, name: string): boolean {
  return flags.has(name) && !OFF.test(values.get(name)?.at(-1)?.text ?? '')
}

function matches(pattern: string, words: readonly string[], parsed: Parsed<Text>): boolean {
  let rest = words
  const tokens = pattern.split(' ')
  return tokens.every((token, index) => {
    if (token.startsWith('!')) return !hasOption(token.slice(1), parsed)
    if (token.startsWith('-')) return hasOption(token, parsed)
    if (token.startsWith('@')) return rest.some((word) => isLike(token.slice(1), word))
    if (token === '$') return rest.some((word) => word.includes(HOLE))
    if (token === '**') {
      rest = rest.slice(verbAt(rest, tokens[index + 1] ?? ''))
      return true
    }
    const [word] = rest
    rest = rest.slice(1)
    return word !== undefined && isLike(token, word)
  })
}

function hasOption(alternatives: string, parsed: Parsed<Text>): boolean {
  return alternatives.split('|').some((option) => {
    const [name = '', ...value] = option.replace(/^--?/, '').split('=')
    if (value.length === 0) return isGiven(parsed, name)
    const given = parsed.values.get(name) ?? []
    return given.some(({ text }) => isLike(value.join('='), text.toLowerCase()))
  })
}

const LOOKS =
  /^(?:list|ls|describe|show|get|view|cat|create|add|new|import|wait|tail|read|open|set|use|config|diff)$/
const DEEPEST = 6

// Where the verb stands: behind names of services and kinds only.
function verbAt(words: readonly string[], token: string): number {
  for (let at = 0; at < Math.min(words.length, DEEPEST); at += 1) {
    const word = words[at] ?? ''
    if (isLike(token, word)) return at
    if (LOOKS.test(word) || !/^[a-z][\w:.-]*$/.test(word)) break
  }
  return words.length
}

function isLike(alternatives: string, word: string): boolean {
  return alternatives.split('|').some((entry) => {
    if (!entry.includes('*')) return entry === word
    const parts = entry.split('*').map((part) => part.replace(/[.+?^$(){}[\]\\]/g, '\\$&'))
    return new RegExp(`^${parts.join('[\\s\\S]*')}$`).test(word)
  })
}
