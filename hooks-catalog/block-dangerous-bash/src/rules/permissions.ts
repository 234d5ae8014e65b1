import { AMBIGUOUS, any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { isKnown, shown, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { isSecret } from './secret-paths.ts'
import { systemWrite } from './system.ts'
import { ZONE_WORDS, type Zone, zoneOf } from './zones.ts'

const MODE = spec(
  'R f v c h H L P recursive reference= silent quiet verbose changes no-dereference preserve-root no-preserve-root from= help version',
)
const WIDE: readonly Zone[] = ['root', 'home', 'system', 'protected']

function changed(target: Text, zone: Zone, harm: string): Found {
  return {
    group: 'permissions',
    rule: 'recursive-mode',
    verdict: 'deny',
    harm: `${harm} ${shown(target.text)} (${ZONE_WORDS[zone]}); the old state is not kept anywhere`,
    safer: 'change the one file or folder that needs it',
  }
}

// Modes that lock everybody out or let everybody in.
function isDrastic(mode: string): boolean {
  return (
    /^0?(?:777|666|000|0)$/.test(mode) ||
    (/(?:^|,)[ugoa]*[+=][rwxXst]*w/.test(mode) && /^(?:a|o|ugo|\+)/.test(mode)) ||
    /^[ugoa]*-[rwx]{2,}/.test(mode)
  )
}

// Modes with the bit that makes a program run as its owner, and modes that let others read.
const SETUID = /(?:^|,)(?:[go]*[ua][ugoa]*)?[+=][rwxXt]*s|^[4-7]\d{3}$/
const SHOWS = /^0?\d(?:[4-7]\d|\d[4-7])$|(?:^|,)(?:[ug]*[oa][ugoa]*|\+|g)[+=]?[wxXst]*r/

const opened = {
  group: 'permissions',
  rule: 'open-up',
  verdict: 'ask',
  safer: 'let a person give such rights',
} as const

function chmod(call: Call): Found | undefined {
  const parsed = parseOptions(call.args.map(asOperand), MODE)
  if (any(parsed, 'help', 'version', AMBIGUOUS)) return undefined
  const recursive = any(parsed, 'R', 'recursive')
  const [mode, ...others] = parsed.rest
  const wanted = (mode?.text ?? '').replace('\u0000', '')
  const drastic = isDrastic(wanted)
  if (mode && !any(parsed, 'reference')) {
    if (SETUID.test(wanted) && others.length > 0)
      return { ...opened, harm: 'lets everybody run a program as its owner' }
    const key =
      SHOWS.test(wanted) &&
      others.find((target) => isSecret(target, call.scope) && zoneOf(target, call.scope) === 'outside')
    if (key)
      return { ...opened, harm: `lets others read ${shown(key.text)}, which may hold keys or passwords` }
  }
  for (const target of any(parsed, 'reference') ? parsed.rest : others) {
    const zone = zoneOf(target, call.scope)
    const wide =
      WIDE.includes(zone) && !(zone === 'system' && recursive && !drastic && target.text.startsWith('/var/'))
    if (recursive && wide) return changed(target, zone, 'changes the permissions of everything in')
    if (recursive && drastic && zone !== 'temp' && (zone !== 'inside' || isOpen(mode)))
      return changed(target, zone, 'opens or locks everything in')
    if (!recursive && drastic && (zone === 'root' || zone === 'system' || zone === 'home') && isKnown(target))
      return changed(target, zone, 'opens or locks')
  }
  return undefined
}

function isOpen(mode: Text | undefined): boolean {
  return /^0?(?:777|666)$/.test(mode?.text ?? '')
}

// `-rwx` is a mode, not a bundle of options.
function asOperand(arg: Text): Text {
  return /^-[rwxXst]+$/.test(arg.text) ? { ...arg, text: `\u0000${arg.text}` } : arg
}

function chown(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, MODE)
  if (any(parsed, 'help', 'version')) return undefined
  const targets = any(parsed, 'reference') ? parsed.rest : parsed.rest.slice(1)
  if (!any(parsed, 'R', 'recursive')) {
    const file = targets.find((target) => systemWrite(target, call.scope)?.verdict === 'deny')
    return (
      file && {
        ...opened,
        harm: `gives ${shown(file.text)}, which belongs to the system, to another account`,
      }
    )
  }
  for (const target of targets) {
    const zone = zoneOf(target, call.scope)
    if (WIDE.includes(zone)) return changed(target, zone, 'changes the owner of everything in')
  }
  return undefined
}

// The lock of a system file, or further accounts that may use it.
function ofFile({ name, args, scope }: Call): Found | undefined {
  const locks = name === 'chattr' && args.some(({ text }) => /^[-+][ai]+$/.test(text))
  const file = args.find((arg) =>
    locks
      ? zoneOf(arg, scope) === 'system'
      : name === 'setfacl' && /^[~/]/.test(arg.text) && systemWrite(arg, scope)?.verdict === 'deny',
  )
  return file && { ...opened, harm: `changes who may change ${shown(file.text)}` }
}

function attributes(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  if (!words.some((word) => /^-\w*R/.test(word) || word === '--recursive')) return ofFile(call)
  const target = call.args.find((arg) => /^[~/.]/.test(arg.text) && WIDE.includes(zoneOf(arg, call.scope)))
  return target && changed(target, zoneOf(target, call.scope), 'changes the attributes of everything in')
}

const STRONG = /all|setuid|setgid|sys_admin|sys_ptrace|sys_module|dac_|chown|fowner|setfcap|^=\w*e/i

function capabilities(call: Call): Found | undefined {
  const strong = call.args.some((arg) => STRONG.test(arg.text) && !arg.text.includes('/'))
  return strong && !call.args.some((arg) => arg.text === '-r')
    ? { ...opened, harm: 'lets everybody run a program with rights of the administrator' }
    : undefined
}

/** Owners, modes and attributes of whole trees. */
export const permissions: readonly Rule[] = [
  { programs: 'chmod gchmod', check: chmod },
  { programs: 'chown chgrp gchown', check: chown },
  { programs: 'setcap', check: capabilities },
  { programs: 'setfacl chattr chflags chcon', check: attributes },
]
