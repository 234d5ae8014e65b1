import { means, readings, readsByName, type ToolName } from './names.ts'
import { type ArgumentRule, type Place, safe, wrongArgument } from './rules.ts'

/** The options of the pack, with the defaults filled in. */
export interface Options {
  readonly servers: readonly string[]
  readonly allow: readonly string[]
  readonly ask: readonly string[]
  readonly deny: readonly string[]
  readonly others: 'careful' | 'pass' | 'ask' | 'deny'
  readonly arguments: readonly ArgumentRule[]
  readonly approve: boolean
}

/** What is said about a call: `listed` means that it is on the list `allow` and nothing speaks against it. */
export type Verdict =
  | { readonly kind: 'deny' | 'ask'; readonly reason: string }
  | { readonly kind: 'pass' | 'listed' }

/** As much of an event as is read here. */
export interface Call {
  readonly tool_name?: unknown
  readonly tool_input?: unknown
  readonly mcp_server?: unknown
}

/** The options as the runtime gives them, which has checked them against the schema. */
export function optionsOf(given: Readonly<Record<string, unknown>>): Options {
  const list = (name: string) => (given[name] ?? []) as readonly string[]
  return {
    servers: list('servers'),
    allow: list('allow'),
    ask: list('ask'),
    deny: list('deny'),
    others: (given['others'] ?? 'careful') as Options['others'],
    arguments: (given['arguments'] ?? []) as readonly ArgumentRule[],
    approve: given['approve'] === true,
  }
}

/** Judges a call of a tool of an MCP server: refusals first, then arguments, questions, permissions, and the rest. */
export function verdictOf(call: Call, options: Options, place: Place): Verdict {
  const server = call.mcp_server as { readonly name?: unknown } | null | undefined
  const names = readings(call.tool_name, server?.name)
  const full = safe(String(call.tool_name))
  const refuse = (why: string, advice: string): Verdict => ({
    kind: 'deny',
    reason: `mcp-allowlist: \`${full}\` ${why}. ${advice}`,
  })
  if (names.length === 0) return refuse('has no name of a server and a tool', 'Use another tool.')
  // To refuse, one reading is enough; to permit, it has to be every one.
  const some = (list: readonly string[]) => list.some((pattern) => names.some((name) => means(pattern, name)))
  const every = (list: readonly string[]) =>
    names.every((name) => list.some((pattern) => means(pattern, name)))
  if (some(options.deny))
    return refuse('is on the list of tools that may not be used', 'Do it in another way, or ask for it.')
  if (options.servers.length > 0 && !every(options.servers))
    return refuse(
      'is of a server that is not on the list',
      `The servers that may be used: ${options.servers.slice(0, 20).map(safe).join(', ')}.`,
    )
  const wrong = wrongCall(call.tool_input, names, options, place)
  if (wrong?.verdict === 'deny') return refuse(wrong.why, 'Stay within what the settings allow.')
  if (wrong) return { kind: 'ask', reason: `mcp-allowlist: \`${full}\` ${wrong.why}.` }
  if (some(options.ask))
    return { kind: 'ask', reason: `mcp-allowlist: \`${full}\` is on the list of tools that are asked about.` }
  if (every(options.allow)) return { kind: 'listed' }
  return rest(full, names, options)
}

interface Wrong {
  readonly why: string
  readonly verdict: 'deny' | 'ask'
}

function wrongCall(
  input: unknown,
  names: readonly ToolName[],
  options: Options,
  place: Place,
): Wrong | undefined {
  const found = options.arguments.flatMap((rule): Wrong[] => {
    const meant = rule.tools.some((pattern) => names.some((name) => means(pattern, name)))
    const why = meant ? wrongArgument(input, rule, place) : undefined
    return why === undefined ? [] : [{ why, verdict: rule.verdict ?? 'deny' }]
  })
  return found.find(({ verdict }) => verdict === 'deny') ?? found[0]
}

/** Tools that are on no list. */
function rest(full: string, names: readonly ToolName[], { others }: Options): Verdict {
  if (others === 'pass') return { kind: 'pass' }
  if (others === 'deny')
    return {
      kind: 'deny',
      reason: `mcp-allowlist: \`${full}\` is not on the list of tools that may be used. Do it in another way, or ask for it.`,
    }
  if (others === 'careful' && names.every(readsByName)) return { kind: 'pass' }
  const why = others === 'careful' ? 'may change something, by its name, and is on no list' : 'is on no list'
  return { kind: 'ask', reason: `mcp-allowlist: \`${full}\` ${why}.` }
}
