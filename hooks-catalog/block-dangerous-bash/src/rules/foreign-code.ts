import { parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import { programName } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { SHELL_NAMES } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call } from '../shell/call.ts'
import type { Text } from '../shell/text.ts'
import { isFetched } from './git-settings.ts'
import { isOwnHost } from './hosts.ts'
import type { Found, Rule } from './rule.ts'

const SUDO = spec(
  'u: g: p: h: C: r: t: U: D: R: T: n E H i s b k K A P S user= group= prompt= host= chdir= preserve-env login shell',
)
const INTERPRETERS = /^(?:python3?|node|perl|ruby|php)$/

// Code that nobody here has read, with the rights of the administrator.
function asRoot(call: Call): Found | undefined {
  const words = parseOptions(call.args, SUDO, true).rest.filter(({ text }) => !/^\w+=/.test(text))
  const [first, ...rest] = words
  if (!first) return undefined
  const name = programName(first.text)
  const runs = SHELL_NAMES.has(name) || INTERPRETERS.test(name)
  const script = runs ? rest.find(({ text }) => !text.startsWith('-')) : first
  if (script && /[/.]/.test(script.text) && isFetched(script, call.scope))
    return foreign('runs a script with all rights that this line has just fetched')
  return installsAddress(words)
    ? foreign('installs code from an address with the rights of the administrator')
    : undefined
}

function installsAddress(words: readonly Text[]): boolean {
  const texts = words.map(({ text }) => text)
  const at = texts.findIndex((word) => /^(?:\S*\/)?(?:pip3?|pipx)$/.test(word))
  return (
    at >= 0 &&
    texts[at + 1] === 'install' &&
    texts.slice(at + 2).some((word) => /^(?:git\+|https?:\/\/)/.test(word))
  )
}

function foreign(harm: string): Found {
  return {
    group: 'remote',
    rule: 'foreign-code',
    verdict: 'ask',
    harm,
    safer: 'read it first, or install it without sudo',
  }
}

const SSH = spec(
  'b: c: D: E: e: F: I: i: J: L: l: m: O: o: p: Q: R: S: W: w: B: 4 6 A a C f G g K k M N n q s T t V v X x Y y',
)

// `ssh -R`: who is at the other end gets in here.
function tunnel(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, SSH, true)
  const host = parsed.rest[0]?.text.replace(/^.*@/, '')
  if (!parsed.flags.has('R') || host === undefined || isOwnHost(host)) return undefined
  return {
    group: 'remote',
    rule: 'reverse-tunnel',
    verdict: 'ask',
    harm: 'lets another machine connect to this one',
    safer: 'let the other side be reached with `ssh -L` instead',
  }
}

/** Code from elsewhere with all rights, and ways in from elsewhere. */
export const foreignCode: readonly Rule[] = [
  { programs: 'sudo doas', check: asRoot },
  { programs: 'ssh autossh', check: tunnel },
]
