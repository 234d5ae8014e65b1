import { expanded, type GitCall } from './call.ts'
import { type Settings, setting } from './config.ts'

const MOST_ALIASES = 10

/** A call without aliases. */
export interface Unaliased {
  readonly call: GitCall
  /** The shell text of an alias that begins with `!`. */
  readonly shell?: string
}

/** The call that an alias stands for, or the shell text of one that begins with `!`. */
export function unaliased(first: GitCall, settings: () => Settings): Unaliased {
  let call = first
  for (let count = 0; count < MOST_ALIASES && !KNOWN.test(call.verb); count += 1) {
    const alias = aliasOf(call, settings)
    if (alias === undefined) break
    if (alias.startsWith('!'))
      return { call, shell: [alias.slice(1), ...call.args.map(({ text }) => text)].join(' ') }
    call = expanded(call, alias)
  }
  return { call }
}

// Git lets no alias stand for one of its own; these are those that are run most and those that matter here.
const KNOWN =
  /^(?:add|am|apply|bisect|blame|branch|checkout|cherry-pick|clean|clone|commit|config|diff|fetch|grep|init|log|ls-files|merge|mv|pull|push|rebase|remote|reset|restore|rev-parse|revert|rm|send-pack|show|stash|status|submodule|switch|symbolic-ref|tag|update-ref|worktree)$/

function aliasOf({ verb, settings: given }: GitCall, settings: () => Settings): string | undefined {
  const name = `alias.${verb.toLowerCase()}`
  const own = given.findLast(({ text }) => text.toLowerCase().startsWith(`${name}=`))
  return own ? own.text.slice(name.length + 1) : setting(settings(), name)
}
