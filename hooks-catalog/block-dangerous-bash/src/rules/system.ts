import { any, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import type { Scope } from '../shell/scope.ts'
import { has, known, shown, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

const CRITICAL =
  /^\/(?:etc|boot|usr|bin|sbin|lib(?:32|64|x32)?|System|Library\/Launch\w+|var\/spool\/cron|root\/\.ssh)(?:\/|$)/
// Settings of services and programs installed by hand: risky, but made again easily.
const ORDINARY =
  /^\/(?:etc\/(?!passwd|g?shadow|group|sudoers|fstab|crypttab|pam|ssh\/|ld\.so|cron)|usr\/local\/)/
const STARTUP =
  /\/\.(?:bashrc|bash_profile|bash_login|bash_logout|profile|zshrc|zshenv|zprofile|zlogin|bash_aliases|pam_environment|config\/fish\/(?:config\.fish|conf\.d\/.*)|ssh\/(?:authorized_keys|config|rc)|gitconfig|config\/(?:autostart|systemd\/user)\/.*)$|\/Library\/LaunchAgents(?:\/|$)/
const HISTORY = /\/\.(?:bash|zsh|sh|python|mysql|psql|node_repl)_history$/

/** What writing into `target` does to the system or the login, or undefined when it is an ordinary file. */
export function systemWrite(target: Text, scope: Scope): Found | undefined {
  const path = resolve(target, scope)
  if (path === undefined || scope.elsewhere) return undefined
  const critical = CRITICAL.test(path)
  if (!critical && !STARTUP.test(path) && !HISTORY.test(path)) return undefined
  return {
    group: 'system',
    rule: 'write-system',
    verdict: critical && !ORDINARY.test(path) ? 'deny' : 'ask',
    harm: `writes ${shown(target.text)}, which belongs to the system or to every later login`,
    safer: 'write into the project and let a person install it',
  }
}

const COPY = spec(
  't: S: g: m: o: f i n r R a p s v u d D T target-directory= suffix= owner= group= mode= symbolic no-clobber force',
)

function copy(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, COPY)
  const target = lastValue(parsed, 't', 'target-directory') ?? parsed.rest.at(-1)
  if (!target || parsed.rest.length < 2) return undefined
  return systemWrite(target, call.scope)
}

function inPlace(call: Call): Found | undefined {
  if (!call.args.some((arg) => /^-\w*i|^--in-place/.test(arg.text))) return undefined
  return firstWrite(
    call.args.filter((arg) => !arg.text.startsWith('-')),
    call.scope,
  )
}

function operands(call: Call): Found | undefined {
  return firstWrite(
    call.args.filter((arg) => !arg.text.startsWith('-')),
    call.scope,
  )
}

function firstWrite(targets: readonly Text[], scope: Scope): Found | undefined {
  return targets.flatMap((target) => (/[/~]/.test(target.text) ? (systemWrite(target, scope) ?? []) : []))[0]
}

function deniedAccount(harm: string): Found {
  return { group: 'system', rule: 'accounts', verdict: 'deny', harm, safer: 'let a person change accounts' }
}

function account(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  const edits = /^vi(?:sudo|pw)$/.test(call.name)
  const silent = !edits && words.length === 0 && (call.name !== 'chpasswd' || has(call.stdin, Taint.terminal))
  if (silent || words.some((word) => /^--(?:help|version|status|check)$|^-S$/.test(word))) return undefined
  if (call.name === 'visudo' && words.some((word) => /^-\w*[chV]/.test(word))) return undefined
  return deniedAccount('changes the accounts of this machine')
}

// `dscl . -append /Groups/admin …`
function directory({ args }: Call): Found | undefined {
  return args.some(({ text }) =>
    /^-?(?:append|create|delete|merge|change|passwd)$|^-(?:o|a|d)$|^-(?:addUser|deleteUser|resetPasswordFor|newPassword)$/.test(
      text,
    ),
  )
    ? deniedAccount('changes the accounts of this machine')
    : undefined
}

function crontab(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('u: r i l e s x'))
  if (any(parsed, 'l')) return undefined
  if (any(parsed, 'r'))
    return {
      ...deniedAccount('removes every scheduled job'),
      rule: 'crontab',
      safer: 'list the jobs and edit the one that is meant',
    }
  const silent = parsed.rest.length === 0 && has(call.stdin, Taint.terminal)
  if (any(parsed, 'e') || silent) return undefined
  return {
    ...deniedAccount('replaces every scheduled job'),
    rule: 'crontab',
    verdict: 'ask',
    safer: 'let a person schedule jobs',
  }
}

function history(call: Call): Found | undefined {
  const clears = call.args.some((arg) => /^-\w*[cdw]/.test(arg.text))
  return clears ? historyLost() : undefined
}

// The root of another machine and the folders of its system.
const REMOTE_SYSTEM = /^[\w.@-]+:\/(?:(?:etc|usr|bin|sbin|lib|boot|root|var\/spool)(?:\/.*)?|\*)?$/

function copyToMachine(call: Call): Found | undefined {
  const target = call.args.findLast((arg) => !arg.text.startsWith('-'))
  const operands = call.args.filter((arg) => !arg.text.startsWith('-'))
  if (!target || operands.length < 2 || !REMOTE_SYSTEM.test(target.text)) return undefined
  return {
    group: 'system',
    rule: 'write-system',
    verdict: 'ask',
    harm: `writes into ${shown(target.text)}, which belongs to the system of another machine`,
    safer: "copy into a folder of one's own there and let a person install it",
  }
}

// `curl -o ~/.bashrc`; programs that are installed by hand are ordinary.
function downloadedTo(call: Call): Found | undefined {
  const at = call.args.findIndex((arg) => /^(?:-o|-O|--output|--output-document)$/.test(arg.text))
  const target = at < 0 ? undefined : call.args[at + 1]
  const found = target && /[/~]/.test(target.text) ? systemWrite(target, call.scope) : undefined
  const path = target && resolve(target, call.scope)
  return path !== undefined && (found?.verdict === 'deny' || STARTUP.test(path)) ? found : undefined
}

function diskDump(call: Call): Found | undefined {
  const target = call.args.find((arg) => arg.text.startsWith('of='))
  return target && systemWrite({ ...target, text: target.text.slice(3) }, call.scope)
}

/** The finding for a shell that no longer keeps its history. */
export function historyLost(): Found {
  return {
    group: 'system',
    rule: 'shell-history',
    verdict: 'ask',
    harm: 'clears the history of the shell or stops it',
    safer: 'leave the history alone',
  }
}

/** The finding for a library or script in a temporary folder that is loaded into every program. */
export function preloaded(part: string): Found & { readonly part: string } {
  return {
    group: 'system',
    rule: 'preload',
    verdict: 'ask',
    part,
    harm: 'loads a temporary file into every program that starts',
    safer: 'keep the library where people keep theirs',
  }
}

// A key that opens another machine from here on.
function keyCopied(call: Call): Found | undefined {
  const words = call.args.map(({ text }) => text)
  if (words.length === 0 || words.some((word) => /^-(?:n|h|\?)$/.test(word))) return undefined
  return {
    ...deniedAccount('lets whoever has the key into another machine'),
    rule: 'key',
    verdict: 'ask',
    safer: 'let a person hand out keys',
  }
}

const TEMPORARY = /^\/(?:tmp|var\/tmp|dev\/shm)\//

// What is mounted over a file of the system takes its place.
function mounted(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('o: t: L: U: B bind rbind move types= options='))
  const target = parsed.rest.at(-1)
  const over = any(parsed, 'B', 'bind', 'rbind', 'move') && parsed.rest.length > 1
  return over && target ? systemWrite(target, call.scope) : undefined
}

const STOPPED = '\0stopped:'

// Services that are stopped and switched off as well: one by one that is work, several at once are an outage.
function manyOff(words: readonly string[], { scope }: Call): boolean {
  const [verb = '', ...names] = words.filter((word) => !word.startsWith('-'))
  const switched = verb === 'disable' || verb === 'mask'
  if (verb !== 'stop' && !switched) return false
  for (const name of names) {
    const done = scope.files.get(STOPPED + name)?.text ?? (words.includes('--now') ? 'stop' : '')
    scope.files.set(STOPPED + name, known(`${done} ${switched ? 'disable' : verb}`))
  }
  const off = [...scope.files].filter(
    ([name, { text }]) => name.startsWith(STOPPED) && /stop/.test(text) && /disable/.test(text),
  )
  return off.length > 1
}

// A service from a folder that everybody can write to.
function unit(call: Call): Found | undefined {
  const words = call.args.map(({ text }) => text)
  if (!call.scope.elsewhere && manyOff(words, call))
    return {
      ...deniedAccount('stops several services and switches them off'),
      rule: 'unit',
      verdict: 'ask',
      safer: 'stop the one service that is in the way',
    }
  if (!words.some((word) => /^(?:enable|link)$/.test(word)) || !words.some((word) => TEMPORARY.test(word)))
    return undefined
  return {
    ...deniedAccount('starts a temporary file with every login or every start of the machine'),
    rule: 'unit',
    verdict: 'ask',
    safer: 'let a person install services',
  }
}

/** Files of the system and of logins, accounts, schedules. */
export const system: readonly Rule[] = [
  { programs: 'cp ln install mv gcp', check: copy },
  { programs: 'scp rsync', check: copyToMachine },
  { programs: 'sed gsed perl', check: inPlace },
  { programs: 'tee truncate', check: operands },
  { programs: 'dd', check: diskDump },
  { programs: 'curl wget', check: downloadedTo },
  {
    programs: 'userdel useradd usermod groupdel deluser adduser passwd chpasswd visudo vipw gpasswd groupmod',
    check: account,
  },
  { programs: 'dscl dseditgroup sysadminctl', check: directory },
  { programs: 'crontab', check: crontab },
  { programs: 'mount', check: mounted },
  { programs: 'ssh-copy-id', check: keyCopied },
  { programs: 'systemctl', check: unit },
  { programs: 'history', check: history },
]
