import { posix as path } from 'node:path'
import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { HOLE, has, known, shown, Taint, type Text, unknown } from '../shell/text.ts'
import { gitFound } from './git-found.ts'
import { hostOf } from './hosts.ts'
import type { Found } from './rule.ts'

const COMMANDS =
  /^(?:alias\..*|core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy|hookspath)|sequence\.editor|diff\.external|credential\.(?:.*\.)?helper|pager\.\w+|init\.templatedir|include\.path|gpg\.(?:.*\.)?program|\w+\.\w+\.(?:cmd|textconv|clean|smudge|process))$/
const TEMPORARY = /(?:^|[\s!'"=])\/(?:private\/)?(?:tmp|var\/tmp|dev\/shm)\//
const CLIENTS = /\b(?:curl|wget|nc|ncat|netcat|socat|telnet)\b/

function setting(verdict: Found['verdict'], harm: string, safer: string): Found {
  return { group: 'remote', rule: 'git-setting', verdict, harm, safer }
}

/** What a setting of git does to every later call of git, beyond the command in it. */
export function settingHarm(key: string, value: Text | undefined, scope: Scope): Found | undefined {
  if (!value) return undefined
  if (COMMANDS.test(key) && (TEMPORARY.test(value.text) || comesFromNetwork(value, scope)))
    return setting(
      'ask',
      'lets git run a temporary file from now on',
      'keep the program where people keep theirs',
    )
  if (key === 'core.sshcommand' && !CONNECTS.test(value.text) && !value.text.startsWith(HOLE))
    return setting('ask', 'runs another program whenever git connects', 'name ssh with its options')
  if (/^credential\..*helper$|^credential\.helper$/.test(key) && CLIENTS.test(value.text))
    return setting('ask', 'hands passwords of git to another machine', 'use a helper that keeps them here')
  if (key === 'clean.requireforce' && /^(?:false|no|off|0)$/i.test(value.text))
    return {
      ...gitFound('clean', 'lets `git clean` delete files without --force', 'leave it as it is'),
      verdict: 'ask',
    }
  return insteadOf(key, value)
}

// `ssh`, `/usr/bin/ssh`, `env X=y ssh.exe`, `plink`
const CONNECTS = /(?:^|[\s\\/])(?:[\w-]*ssh|plink|tortoiseplink)(?:\.exe)?(?=["'\s]|$)/i

function comesFromNetwork(value: Text, scope: Scope): boolean {
  const [program = ''] = value.text.replace(/^!/, '').split(/\s+/)
  const full = program.includes('/') ? resolve(known(program), scope) : undefined
  const written = full === undefined ? undefined : scope.files.get(full)
  return written !== undefined && has(written, Taint.download)
}

// `url.<base>.insteadOf`: another way to the same host is ordinary, another host is not.
function insteadOf(key: string, value: Text): Found | undefined {
  const base = /^url\.(.*)\.(?:push)?insteadof$/.exec(key)?.[1]
  if (base === undefined) return undefined
  const from = hostOf(value.text)
  const to = hostOf(base)
  if (!from.includes('.') || to === '' || to === from || to.includes(HOLE)) return undefined
  return setting(
    'ask',
    `sends every address at ${from} to ${to} from now on`,
    'change the address of the one remote',
  )
}

const REMOTE = '\0remote:'

/** `git remote set-url`: remembers which addresses the line itself has given. */
export function remote({ args, scope }: Call): undefined {
  const [verb, ...rest] = args.filter(({ text }) => !text.startsWith('-'))
  const [name, address] = rest
  if (name && address && /^(?:set-url|add)$/.test(verb?.text ?? ''))
    scope.files.set(REMOTE + name.text, address)
  return undefined
}

const PUSH = spec('o: push-option= repo= receive-pack= exec= all tags mirror branches n dry-run')

/** A push of everything to an address that the line itself has given. */
export function pushesElsewhere({ args, scope }: Call): Found | undefined {
  const parsed = parseOptions(args, PUSH)
  const name = parsed.rest[0]?.text ?? 'origin'
  const address = scope.files.get(REMOTE + name)
  if (!address || !any(parsed, 'all', 'mirror', 'branches')) return undefined
  return {
    ...gitFound(
      'push-elsewhere',
      `gives every branch to ${shown(address.text)}, an address that this line has set`,
      'push the one branch that is meant',
    ),
    verdict: 'ask',
  }
}

/** `git bundle create` and `git clone`: remembers what is in the file or the folder. */
export function written(verb: string, { args, scope }: Call): void {
  const operands = args.filter(({ text }) => !text.startsWith('-'))
  if (verb === 'bundle' && operands[0]?.text === 'create' && operands[1]) {
    const file = resolve(operands[1], scope)
    if (file !== undefined) scope.files.set(file, unknown(Taint.archive))
  }
  if (verb === 'clone') cloned(args, scope)
}

const CLONE = spec(
  'b: o: c: j: u: branch= origin= depth= config= jobs= template= reference= reference-if-able= separate-git-dir= shallow-since= shallow-exclude= filter= upload-pack= server-option= bundle-uri= recurse-submodules',
)

function cloned(args: readonly Text[], scope: Scope): void {
  const [address, folder] = parseOptions(args, CLONE).rest
  if (!address || !/:/.test(address.text)) return
  const full = resolve(folder ?? known(path.basename(address.text).replace(/\.git$/, '')), scope)
  if (full !== undefined) scope.files.set(`${full}/`, unknown(Taint.download))
}

/** Whether a path lies in a folder that the line itself has fetched from elsewhere. */
export function isFetched(file: Text, scope: Scope): boolean {
  const full = resolve(file, scope)
  if (full === undefined) return false
  return [...scope.files].some(
    ([folder, text]) => folder.endsWith('/') && full.startsWith(folder) && has(text, Taint.download),
  )
}
