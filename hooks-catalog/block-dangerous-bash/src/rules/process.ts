import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { ANY_PROCESS, RUNTIME, VITAL } from '../programs/processes.ts'
import type { Call } from '../shell/call.ts'
import { report } from '../shell/call.ts'
import type { Scope } from '../shell/scope.ts'
import { has, known, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { zoneOf } from './zones.ts'

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

// Told otherwise, a program can still clean up; this session may be one of them.
function isHard({ args }: Call): boolean {
  return args.some(({ text }) => /^-(?:s?9|(?:SIG)?KILL)$/i.test(text))
}

function kill(call: Call): Found | undefined {
  const origin = isHard(call) ? Taint.all | Taint.runtime : Taint.all
  const listed = call.args.some((arg) => has(arg, origin))
  if (listed && !call.args.some(({ text }) => /^-(?:0|l|L)$/.test(text)))
    return {
      ...power('kills every process that a list of all of them names'),
      verdict: 'ask',
      safer: 'choose the processes by name, or kill them by number',
    }
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
  const everything = parsed.rest.some((word) => ANY_PROCESS.test(word.text))
  const patterns = call.name === 'pkill' || any(parsed, 'r', 'regexp')
  if (patterns && everything) return power('kills every process')
  const harmless = call.args.some(({ text }) => /^-(?:CONT|SIGCONT|0|USR[12]|WINCH|HUP)$/.test(text))
  const hard = isHard(call)
  const isGrave = ({ text }: Text) => VITAL.test(text) || (hard && RUNTIME.test(text))
  const vital = harmless ? undefined : parsed.rest.find(isGrave)
  return (
    vital && { ...power(`kills what the session or the machine runs in (${vital.text})`), verdict: 'ask' }
  )
}

// `fuser -k` on a folder where everything runs from.
function fuser(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, spec('n: k i m M v u s a l w'))
  if (!any(parsed, 'k') || any(parsed, 'i')) return undefined
  const wide = parsed.rest.some(
    (path) => /^[~/]/.test(path.text) && /^(?:root|home)$/.test(zoneOf(path, call.scope)),
  )
  return wide ? power('kills every process that uses a file there') : undefined
}

// File systems that everything else lies on.
const MOUNTED = /^\/(?:home|usr|etc|var|boot|opt|root|Users)?\/*$/

function unmount(call: Call): Found | undefined {
  const words = call.args.map(({ text }) => text)
  const all = words.some((word) => /^-\w*a/.test(word))
  return !call.scope.elsewhere && (all || words.some((word) => MOUNTED.test(word)))
    ? { ...power('takes away a file system that programs need'), verdict: 'ask' }
    : undefined
}

/** Processes, power and fork bombs. */
export const process: readonly Rule[] = [
  { programs: 'shutdown reboot poweroff halt', check: shutdown },
  { programs: 'init telinit', check: runlevel },
  { programs: 'systemctl loginctl', check: systemctl },
  { programs: 'kill', check: kill },
  { programs: 'fuser', check: fuser },
  { programs: 'umount', check: unmount },
  { programs: 'pkill killall killall5 skill', check: killMany },
]
