import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { HOLE, join, shown, TERMINAL, type Text } from '../shell/text.ts'
import { branchMoved, gitFound } from './git-found.ts'
import { pushesElsewhere, remote, settingHarm } from './git-settings.ts'
import type { Found } from './rule.ts'
import { isSecret, secretRead } from './secret-paths.ts'

type Check = (call: Call) => Found | undefined

const PUSH = spec(
  'f force force-with-lease force-if-includes n dry-run d delete u set-upstream all mirror tags follow-tags prune o: push-option= repo= receive-pack= exec= q quiet v verbose no-verify verify porcelain progress thin signed= atomic recurse-submodules= 4 6 ipv4 ipv6 h help',
)

function push(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, PUSH)
  if (any(parsed, 'n', 'dry-run', 'h', 'help')) return undefined
  const refs = parsed.rest.slice(any(parsed, 'repo') ? 0 : 1)
  const lease = 'use `--force-with-lease`, which stops when somebody else has pushed'
  if (any(parsed, 'f', 'force') || refs.some((ref) => /^\+|:\+/.test(ref.text))) {
    return gitFound('push-force', 'overwrites history on the remote that others may have', lease)
  }
  const deletes = any(parsed, 'd', 'delete', 'mirror', 'prune') || refs.some((ref) => /^:./.test(ref.text))
  if (deletes)
    return gitFound('push-delete', 'deletes branches or tags on the remote', 'let a person delete them there')
  return pushesElsewhere(call)
}

const BRANCH = spec(
  'd D f m M c C a r v l q u: t delete force move copy list all remotes verbose set-upstream-to= track= contains= merged no-merged sort= format= points-at= edit-description unset-upstream show-current',
)

function branch(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, BRANCH)
  const deletes = any(parsed, 'D') || (any(parsed, 'd', 'delete') && any(parsed, 'f', 'force'))
  if (!deletes && any(parsed, 'f', 'force') && parsed.rest.length > 0 && !moves(parsed))
    return branchMoved(parsed.rest[0]?.text ?? '')
  if (!deletes) return undefined
  return {
    ...gitFound(
      'branch-delete',
      'deletes a branch even if its commits are nowhere else',
      'use `git branch -d`, which refuses that',
    ),
    verdict: 'ask',
  }
}

// With these `--force` is about something else than where a branch points.
function moves(parsed: ReturnType<typeof parseOptions<Text>>): boolean {
  return any(
    parsed,
    'm',
    'M',
    'move',
    'c',
    'C',
    'copy',
    'r',
    'remotes',
    'u',
    'set-upstream-to',
    'd',
    'delete',
  )
}

function sendPack(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('f force mirror all n dry-run'))
  const refs = parsed.rest.slice(1)
  if (any(parsed, 'dry-run', 'n')) return undefined
  const forced = any(parsed, 'f', 'force', 'mirror') || refs.some((ref) => /^[+:]/.test(ref.text))
  return forced
    ? gitFound(
        'push-force',
        'overwrites history on the remote that others may have',
        'use `git push --force-with-lease`',
      )
    : undefined
}

function worktree(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('f force b: B: d n v expire='))
  const forced = parsed.rest[0]?.text === 'remove' && any(parsed, 'f', 'force')
  return forced
    ? gitFound(
        'worktree-remove',
        `throws away changes that are not committed in that worktree`,
        'remove it without --force',
      )
    : undefined
}

function submodule(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('f force all b: recursive init remote'))
  const verb = parsed.rest[0]?.text
  const forced = any(parsed, 'f', 'force')
  if (verb === 'deinit' && forced)
    return gitFound(
      'submodule-deinit',
      `throws away changes that are not committed in submodules`,
      'do it without --force',
    )
  const words = call.args.filter((arg) => !/^(?:foreach|--recursive|--quiet|-q)$/.test(arg.text))
  if (verb === 'foreach') runCode(join(words, ' '), call)
  return undefined
}

function add(call: Call): Found | undefined {
  const parsed = parseOptions(
    call.args,
    spec(
      'A a f n p u v i e N force dry-run patch update verbose all intent-to-add chmod= pathspec-from-file=',
    ),
  )
  const secret = parsed.rest.find(
    (path) => isSecret(path, call.scope) && path.text !== HOLE && !/\*|service-account/.test(path.text),
  )
  if (!secret || any(parsed, 'n', 'dry-run')) return undefined
  return {
    group: 'secrets',
    rule: 'commit-secret',
    verdict: 'ask',
    harm: `puts ${shown(secret.text)} under version control, where it stays for good`,
    safer: 'add it to .gitignore',
  }
}

function config(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('unset unset-all f: file= remove-section global local system'))
  if (/^(?:set|add)$/.test(parsed.rest[0]?.text ?? '')) return config({ ...call, args: parsed.rest.slice(1) })
  const key = parsed.rest[0]?.text.toLowerCase()
  runSetting(key ?? '', parsed.rest[1], call)
  const harm = settingHarm(key ?? '', parsed.rest[1], call.scope)
  if (harm && !any(parsed, 'unset', 'unset-all')) return harm
  if (
    /^http\.(?:.*\.)?sslverify$/.test(key ?? '') &&
    /^(?:false|no|off|0)$/i.test(parsed.rest[1]?.text ?? '')
  )
    return {
      group: 'remote',
      rule: 'weak-connection',
      verdict: 'ask',
      harm: 'lets everybody on the way change what git gets from now on',
      safer: 'trust the certificate of that one server with `http.sslCAInfo`',
    }
  return undefined
}

const COMMAND_SETTING =
  /^(?:alias\..*|core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|credential\.(?:.*\.)?helper|pager\.\w+|\w+\.\w+\.(?:cmd|textconv|clean|smudge|process))$/

// What a setting makes git run later is read now.
function runSetting(key: string, value: Text | undefined, call: Call): void {
  if (!value || !COMMAND_SETTING.test(key)) return
  const code = key.startsWith('alias.') && !value.text.startsWith('!') ? `git ${value.text}` : value.text
  if (/\s/.test(code)) runCode({ ...value, text: code.replace(/^!/, '') }, call)
}

// `git show HEAD:.env` prints a file of a commit.
function show(call: Call): Found | undefined {
  const files = call.args.flatMap((arg) => {
    const at = arg.text.indexOf(':')
    return at > 0 ? [{ ...arg, text: arg.text.slice(at + 1) }] : []
  })
  const secret = files.find((file) => isSecret(file, call.scope))
  return secret && secretRead(secret)
}

function bisect(call: Call): Found | undefined {
  const [verb, ...words] = call.args
  if (verb?.text === 'run') dispatch(words, subshell(call.scope), TERMINAL)
  return undefined
}

/** Subcommands of git that change remotes, branches, worktrees and settings, or run other commands. */
export const gitRemote: readonly (readonly [string, Check])[] = [
  ['push', push],
  ['send-pack', sendPack],
  ['branch', branch],
  ['worktree', worktree],
  ['submodule', submodule],
  ['add', add],
  ['config', config],
  ['remote', remote],
  ['bisect', bisect],
  ['show', show],
  ['cat-file', show],
]
