import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import type { Found } from './rule.ts'

type Check = (call: Call) => Found | undefined

function lost(rule: string, harm: string): Found {
  return {
    group: 'git',
    rule,
    verdict: 'deny',
    harm,
    safer: 'make a backup branch or a clone first and let a person run it',
  }
}

const REWRITES = 'rewrites the history of every branch'
const FORGETS = 'removes the commits that could still be brought back'
const NOW = /^(?:now|all|0|0\.\w+(?:\.ago)?|never\.mind)$/i

function filterBranch(call: Call): Found | undefined {
  return call.args.length > 0 ? lost('filter-branch', REWRITES) : undefined
}

function filterRepo(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec(
      'analyze dry-run h version force f path= replace-text= replace-message= mailmap= commit-callback= message-callback= refs=',
    ),
  )
  return any(parsed, 'analyze', 'dry-run', 'h', 'version') ? undefined : lost('filter-repo', REWRITES)
}

function gc(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('prune aggressive auto q quiet force keep-largest-pack'))
  const when = lastValue(parsed, 'prune')?.text
  return when !== undefined && NOW.test(when) && !any(parsed, 'no-prune')
    ? lost('gc-prune', FORGETS)
    : undefined
}

function prune(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('expire= n dry-run v verbose progress'))
  const when = lastValue(parsed, 'expire')?.text
  return when !== undefined && NOW.test(when) && !any(parsed, 'n', 'dry-run')
    ? lost('prune', FORGETS)
    : undefined
}

function reflog(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec('expire= expire-unreachable= all n dry-run rewrite updateref verbose stale-fix single-worktree'),
  )
  const verb = parsed.rest[0]?.text
  if (any(parsed, 'n', 'dry-run')) return undefined
  if (verb === 'delete') return lost('reflog-delete', FORGETS)
  const times = [lastValue(parsed, 'expire'), lastValue(parsed, 'expire-unreachable')]
  return verb === 'expire' && times.some((time) => time && NOW.test(time.text))
    ? lost('reflog-expire', FORGETS)
    : undefined
}

function updateRef(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('d m: no-deref stdin z create-reflog'))
  return any(parsed, 'd') ? lost('update-ref', 'deletes a branch or a tag without a question') : undefined
}

function symbolicRef(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('d delete q m: short'))
  return any(parsed, 'd', 'delete')
    ? lost('symbolic-ref', 'deletes a reference without a question')
    : undefined
}

/** Subcommands of git that rewrite or forget history. */
export const gitHistory: readonly (readonly [string, Check])[] = [
  ['filter-branch', filterBranch],
  ['filter-repo', filterRepo],
  ['gc', gc],
  ['prune', prune],
  ['reflog', reflog],
  ['update-ref', updateRef],
  ['symbolic-ref', symbolicRef],
]
