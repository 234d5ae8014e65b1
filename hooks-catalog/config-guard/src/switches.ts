import type { BashCommand } from '../../../src/runtime/src/kit/bash/view.ts'

/** A command that changes what governs the agent without naming its file. */
export interface Switch {
  readonly group: 'settings' | 'hooks' | 'servers' | 'git'
  readonly what: string
  readonly why: string
}

const MENTIONS = /hook|HOOKS|\bclaude\b|claude-code|husky/

/** False for a command line that surely has no such command. */
export function mayChangeHooks(command: string): boolean {
  return MENTIONS.test(command)
}

const CHANGING = new Set(
  'add install remove rollback update init policy config enable disable import'.split(' '),
)
const HOOKS = 'the set of installed hooks'
const OFF = 'it would change the hooks that watch over this session'

/** What a command switches, if it does. */
export function switchIn({ name, args, assignments }: BashCommand): Switch | undefined {
  const words = args.map(({ text }) => text)
  const set = assignments.map((one) => `${one.name}=${one.values[0]?.text ?? ''}`)
  const exported = /^(?:export|declare|env)$/.test(name ?? '') ? words : []
  // `HOOKS=1` is what is so anyway; what only the shell knows may be anything.
  if ([...set, ...exported].some((word) => /^HOOKS=(?!1$|on$|true$|yes$)|^HOOKS_SKIP=/.test(word)))
    return { group: 'hooks', what: HOOKS, why: 'it would switch hooks off' }
  switch (name) {
    case 'hooks':
    case 'hookpack':
      return hookpack(words)
    case 'npx':
    case 'bunx':
    case 'pnpx':
      return /^hookpack(?:@|$)/.test(words.find((word) => !word.startsWith('-')) ?? '')
        ? hookpack(words.slice(words.findIndex((word) => word.startsWith('hookpack')) + 1))
        : undefined
    case 'claude':
      return claude(words)
    case 'git':
      return git(words)
    default:
      return undefined
  }
}

function hookpack(words: readonly string[]): Switch | undefined {
  const verb = words.find((word) => !word.startsWith('-'))
  if (words.includes('--dry-run')) return undefined
  const changes = CHANGING.has(verb ?? '') || (verb === 'verify' && words.includes('--fix'))
  return changes ? { group: 'hooks', what: HOOKS, why: OFF } : undefined
}

function claude(words: readonly string[]): Switch | undefined {
  const [first, second] = words.filter((word) => !word.startsWith('-'))
  if (first === 'config' && /^(?:set|add|remove|rm)$/.test(second ?? ''))
    return { group: 'settings', what: 'the configuration of Claude Code', why: 'it governs what you may do' }
  if (
    first === 'plugin' &&
    /^(?:install|uninstall|enable|disable|marketplace|update|i|remove)$/.test(second ?? '')
  )
    return { group: 'hooks', what: 'the set of plugins', why: 'plugins bring hooks' }
  if (first === 'mcp' && /^(?:add|add-json|add-from-claude-desktop|remove|rm)$/.test(second ?? ''))
    return { group: 'servers', what: 'the set of MCP servers', why: 'it says which MCP servers are started' }
  return undefined
}

function git(words: readonly string[]): Switch | undefined {
  const found = {
    group: 'git',
    what: 'the set of git hooks',
    why: 'it would have git run other hooks, or none',
  } as const
  const at = words.indexOf('config')
  const named = words.findIndex((word) => /^core\.hookspath(?:=|$)/i.test(word))
  if (named < 0) return undefined
  if (at < 0) return words[named - 1] === '-c' || words[named]?.includes('=') ? found : undefined
  const rest = words.slice(at + 1)
  const reads = rest.some((word) => /^(?:--get(?:-all|-regexp)?|get|--list|-l|list)$/.test(word))
  const sets =
    rest.some((word) => /^(?:--unset(?:-all)?|unset|set|--add|--replace-all)$/.test(word)) ||
    named < words.length - 1
  return sets && !reads ? found : undefined
}
