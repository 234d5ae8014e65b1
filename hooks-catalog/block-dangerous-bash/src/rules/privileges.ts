import { lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { SHELL_NAMES } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call } from '../shell/call.ts'
import { has, Taint, type Text } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

const OPTIONS = spec(
  'u: g: p: h: C: r: t: U: D: R: T: c: s i l m n v k K A b E e H P S user= group= prompt= host= chdir= command= login shell',
)

// Without a pipe or a redirection the input is whatever is typed; programs that start others may give none.
function isOpen({ stdin, scope }: Call): boolean {
  return (has(stdin, Taint.terminal) || stdin.text === '') && !scope.elsewhere
}

// A shell of the administrator that gets no command in this line: whatever is typed there, nobody has looked at.
function rootShell(call: Call): Found | undefined {
  if (!isOpen(call)) return undefined
  const user = lastValue(parseOptions(call.args, OPTIONS, true), 'u', 'user')?.text ?? 'root'
  return /^(?:root|#?0)$/.test(user) && opensShell(call.args) ? opened() : undefined
}

function opensShell(args: readonly Text[]): boolean {
  const parsed = parseOptions(args, OPTIONS, true)
  const [first, ...rest] = parsed.rest.filter(({ text }) => !/^\w+=/.test(text))
  if (parsed.flags.has('l')) return false
  if (!first) return ['i', 's', 'login', 'shell'].some((flag) => parsed.flags.has(flag))
  const program = programName(first.text)
  if (program === 'su') return isRootLogin(rest)
  return (
    SHELL_NAMES.has(program) && rest.every(({ text }) => /^-(?:[il]+|-login|-norc|-noprofile)$/.test(text))
  )
}

const SU = spec('c: g: G: s: w: m p l P T command= session-command= shell= login')

function isRootLogin(args: readonly Text[]): boolean {
  const { rest, flags } = parseOptions(
    args.filter(({ text }) => text !== '-'),
    SU,
  )
  const code = ['c', 'command', 'session-command'].some((name) => flags.has(name))
  return !code && rest.every(({ text }, at) => at === 0 && text === 'root') && !asks(args)
}

function asks(args: readonly Text[]): boolean {
  return args.some(({ text }) => /^--?(?:help|version|h|V)$/.test(text))
}

function opened(): Found {
  return {
    group: 'system',
    rule: 'root-shell',
    verdict: 'ask',
    harm: 'opens a shell of the administrator',
    safer: 'name the one command that needs these rights',
  }
}

function su(call: Call): Found | undefined {
  if (!isOpen(call)) return undefined
  return isRootLogin(call.args) ? opened() : undefined
}

/** Shells with the rights of the administrator. */
export const privileges: readonly Rule[] = [
  { programs: 'sudo doas pkexec run0', check: rootShell },
  { programs: 'su', check: su },
]
