import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { has, Taint, type Text } from '../shell/text.ts'
import { branchMoved, gitFound } from './git-found.ts'
import { gitHistory } from './git-history.ts'
import { gitRemote } from './git-remote.ts'
import type { Found } from './rule.ts'

type Check = (call: Call) => Found | undefined

const LOSES = 'throws away changes that are not committed'
const STASH = 'keep them with `git stash push` first'

const RESET = spec(
  'hard soft mixed merge keep q quiet p patch N intent-to-add pathspec-from-file= recurse-submodules no-refresh',
)

function reset(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, RESET)
  return any(parsed, 'hard', 'merge')
    ? gitFound('reset-hard', LOSES, `${STASH}, or use \`git reset --soft\``)
    : undefined
}

const CHECKOUT = spec(
  'b: B: t track= f force l d detach orphan= q quiet m merge p patch ours theirs 2 3 conflict= recurse-submodules= pathspec-from-file= pathspec-file-nul guess progress ignore-skip-worktree-bits overlay ignore-other-worktrees no-overlay unified= inter-hunk-context= U:',
)

function checkout(call: Call): Found | undefined {
  const dashes = call.args.findIndex((arg) => arg.text === '--')
  const before = dashes < 0 ? call.args : call.args.slice(0, dashes)
  const parsed = parseOptions(before, { ...CHECKOUT, valued: withoutOptional(CHECKOUT.valued) })
  const paths = dashes < 0 ? [] : call.args.slice(dashes + 1)
  const lost = gitFound('checkout-discard', LOSES, STASH)
  if (any(parsed, 'f', 'force')) return lost
  const reset = lastValue(parsed, 'B')
  if (reset && MAIN.test(reset.text)) return branchMoved(reset.text)
  if (any(parsed, 'b', 'B', 'orphan', 'p', 'patch', 'd', 'detach', 'l', 'help', 'h')) return undefined
  if (paths.length > 0) return { ...lost, verdict: wide(paths) ? 'deny' : 'ask' }
  if (any(parsed, 'pathspec-from-file')) return lost
  const names = parsed.rest.filter(
    (name) => !TRACKING.has(name.text) || !any(parsed, 'track', 'recurse-submodules'),
  )
  if (any(parsed, 't', 'track') && names.length < 2) return undefined
  const path =
    names.length > 1 || names.some((name) => /^(?:\.{1,2}|\*.*|:.*|\.\/.*|\.\.\/.*|.*\/)$/.test(name.text))
  return path ? lost : undefined
}

// Branches that others build on; a branch of one's own is set anew every day.
const MAIN = /^(?:main|master|trunk|develop(?:ment)?|production|prod|release|stable)$/

const TRACKING = new Set(['direct', 'inherit', 'checkout', 'on-demand', 'yes', 'no'])

// Options whose value may be left out take it only behind `=`.
function withoutOptional(valued: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...valued].filter((name) => !['t', 'track', 'recurse-submodules'].includes(name)))
}

const SWITCH = spec(
  'c: C: create= force-create= orphan= d detach f force discard-changes m merge q quiet t track= conflict= guess progress ignore-other-worktrees recurse-submodules=',
)

function change(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...SWITCH, valued: withoutOptional(SWITCH.valued) })
  if (any(parsed, 'f', 'force', 'discard-changes')) return gitFound('switch-discard', LOSES, STASH)
  const reset = lastValue(parsed, 'C', 'force-create')
  return reset && MAIN.test(reset.text) ? branchMoved(reset.text) : undefined
}

const RESTORE = spec(
  's: S W p U: source= staged worktree patch ours theirs merge conflict= q quiet progress overlay ignore-unmerged ignore-skip-worktree-bits recurse-submodules pathspec-from-file= pathspec-file-nul unified= inter-hunk-context= h help version',
)

function restore(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, RESTORE)
  if (any(parsed, 'h', 'help', 'version', 'p', 'patch')) return undefined
  if (parsed.rest.length === 0 && !any(parsed, 'pathspec-from-file')) return undefined
  const staged = any(parsed, 'S', 'staged')
  if (staged && !any(parsed, 'W', 'worktree')) return undefined
  return { ...gitFound('restore', LOSES, STASH), verdict: wide(parsed.rest) ? 'deny' : 'ask' }
}

function wide(paths: readonly Text[]): boolean {
  return paths.some((path) => /^(?:\.|\*|:\/|:|\.\/|.*\/|.*\*.*)$/.test(path.text))
}

const CLEAN = spec('d f force i interactive n dry-run q quiet e: exclude= x X')

function clean(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, CLEAN)
  // `yes | git clean -i` asks nobody.
  const answered =
    any(parsed, 'i', 'interactive') && !has(call.stdin, Taint.terminal) && call.stdin.text !== ''
  if (any(parsed, 'n', 'dry-run') || (any(parsed, 'i', 'interactive') && !answered)) return undefined
  if (!answered && !any(parsed, 'f', 'force')) return undefined
  return gitFound(
    'clean',
    'deletes files that git does not know',
    'look with `git clean -n` first and remove what is meant by name',
  )
}

const STASH_VERBS = /^(?:drop|clear)$/

function stash(call: Call): Found | undefined {
  const verb = call.args[0]?.text ?? ''
  if (!STASH_VERBS.test(verb)) return undefined
  return {
    ...gitFound(`stash-${verb}`, 'throws away stashed changes', 'apply the stash or leave it'),
    verdict: verb === 'clear' ? 'deny' : 'ask',
  }
}

function remove(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec('r f n q cached force dry-run quiet ignore-unmatch sparse pathspec-from-file= pathspec-file-nul'),
  )
  if (any(parsed, 'n', 'dry-run', 'cached') || !any(parsed, 'f', 'force')) return undefined
  return parsed.rest.length > 0 ? gitFound('rm-force', LOSES, 'commit or stash the changes first') : undefined
}

function checkoutIndex(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec('f a u q n force all index quiet no-create prefix= stage= temp stdin'),
  )
  return any(parsed, 'f', 'force') && !any(parsed, 'prefix', 'temp')
    ? gitFound('checkout-index', LOSES, STASH)
    : undefined
}

function readTree(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('reset u m i n prefix= dry-run'))
  return any(parsed, 'reset') && any(parsed, 'u') ? gitFound('read-tree', LOSES, STASH) : undefined
}

/** What each subcommand of git may lose, by name. */
export const subcommands: ReadonlyMap<string, Check> = new Map<string, Check>([
  ['reset', reset],
  ['checkout', checkout],
  ['switch', change],
  ['restore', restore],
  ['clean', clean],
  ['stash', stash],
  ['rm', remove],
  ['checkout-index', checkoutIndex],
  ['read-tree', readTree],
  ...gitHistory,
  ...gitRemote,
])
