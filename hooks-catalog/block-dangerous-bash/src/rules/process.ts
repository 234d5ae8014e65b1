import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { report } from '../shell/call.ts'
import type { Scope } from '../shell/scope.ts'
import { known, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

/** A function that calls itself: run in the background or in a pipeline of itself it never ends. */
export function checkForkBomb(name: string, scope: Scope): Text {
  report(scope, { ...bomb(`calls itself without an end (${name})`), part: name })
  return known('')
}

/** The finding for programs that start themselves again and again. */
export function bomb(harm: string): Found {
  return {
    group: 'process',
    rule: 'fork-bomb',
    verdict: 'deny',
    harm,
    safer: 'use a loop with a fixed number of rounds',
  }
}

function power(harm: string): Found {
  return { group: 'process', rule: 'power', verdict: 'deny', harm, safer: 'let a person do that' }
}

function shutdown(call: Call): Found | undefined {
  const words = call.args.map((arg) => arg.text)
  if (words.some((word) => /^(?:-c|--help|--version|--show|-k|-w|--wtmp-only)$/.test(word))) return undefined
  return power('turns the machine off or restarts it')
}

function runlevel(call: Call): Found | undefined {
  return /^[06]$/.test(call.args[0]?.text ?? '') ? power('turns the machine off or restarts it') : undefined
}

function systemctl(call: Call): Found | undefined {
  const [verb] = call.args.filter((arg) => !arg.text.startsWith('-'))
  const words = call.args.map((arg) => arg.text)
  const off = /^(?:reboot|poweroff|halt|kexec|suspend|hibernate|emergency|rescue|soft-reboot)$/
  if (
    off.test(verb?.text ?? '') ||
    words.some((word) => /^(?:rescue|emergency|poweroff|reboot|halt|runlevel[016])\.target$/.test(word))
  )
    return power('turns the machine off or restarts it')
  return /^(?:terminate|kill)-(?:user|seat)$/.test(verb?.text ?? '')
    ? power('kills every process of a user')
    : undefined
}

function kill(call: Call): Found | undefined {
  const parsed = call.args.map((arg) => arg.text)
  const at = parsed.findIndex(
    (word, index) =>
      (word === '-1' || word === '1') &&
      (index > 0 || parsed.length === 1) &&
      !/^-[sn]$/.test(parsed[index - 1] ?? ''),
  )
  return at < 0
    ? undefined
    : power(parsed[at] === '1' ? 'kills the first process of the system' : 'kills every process of the user')
}

const PKILL = spec('u: U: g: G: P: s: t: F: signal= f x n o i e v user= uid=')

function killMany(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, PKILL)
  if (call.name === 'killall5') return power('kills every process')
  if (any(parsed, 'u', 'U', 'user', 'uid') && parsed.rest.length === 0)
    return power('kills every process of a user')
  const everything = parsed.rest.some((word) => /^(?:\.\*?|\^|\.\+|)$/.test(word.text))
  const patterns = call.name === 'pkill' || any(parsed, 'r', 'regexp')
  return patterns && everything ? power('kills every process') : undefined
}

/** Processes, power and fork bombs. */
export const process: readonly Rule[] = [
  { programs: 'shutdown reboot poweroff halt', check: shutdown },
  { programs: 'init telinit', check: runlevel },
  { programs: 'systemctl loginctl', check: systemctl },
  { programs: 'kill', check: kill },
  { programs: 'pkill killall killall5 skill', check: killMany },
]
