import { AMBIGUOUS, any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { isKnown, shown, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
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

function chmod(call: Call): Found | undefined {
  const parsed = parseOptions(call.args.map(asOperand), MODE)
  if (any(parsed, 'help', 'version', AMBIGUOUS)) return undefined
  const recursive = any(parsed, 'R', 'recursive')
  const [mode, ...others] = parsed.rest
  const drastic = mode !== undefined && isDrastic(mode.text.replace('\u0000', ''))
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
  return /^0?777$/.test(mode?.text ?? '')
}

// `-rwx` is a mode, not a bundle of options.
function asOperand(arg: Text): Text {
  return /^-[rwxXst]+$/.test(arg.text) ? { ...arg, text: `\u0000${arg.text}` } : arg
}

function chown(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, MODE)
  if (any(parsed, 'help', 'version') || !any(parsed, 'R', 'recursive')) return undefined
  const targets = any(parsed, 'reference') ? parsed.rest : parsed.rest.slice(1)
  for (const target of targets) {
    const zone = zoneOf(target, call.scope)
    if (WIDE.includes(zone)) return changed(target, zone, 'changes the owner of everything in')
  }
  return undefined
}

function attributes(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  if (!words.some((word) => /^-\w*R/.test(word) || word === '--recursive')) return undefined
  const target = call.args.find((arg) => /^[~/.]/.test(arg.text) && WIDE.includes(zoneOf(arg, call.scope)))
  return target && changed(target, zoneOf(target, call.scope), 'changes the attributes of everything in')
}

/** Owners, modes and attributes of whole trees. */
export const permissions: readonly Rule[] = [
  { programs: 'chmod gchmod', check: chmod },
  { programs: 'chown chgrp gchown', check: chown },
  { programs: 'setfacl chattr chflags chcon', check: attributes },
]
