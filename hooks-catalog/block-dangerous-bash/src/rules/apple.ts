import { any, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { resolve } from '../shell/paths.ts'
import { has, Taint } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'
import { zoneOf } from './zones.ts'

function machine(rule: string, harm: string): Found {
  return { group: 'system', rule, verdict: 'ask', harm, safer: 'let a person change settings of the machine' }
}

const EVERYTHING = /^(?:-g|-globalDomain|NSGlobalDomain|com\.apple\.[\w.-]+)$/

// Settings of a program of one's own are reset all the time; those of the machine are not.
function defaults(call: Call): Found | undefined {
  const words = call.args.map(({ text }) => text).filter((word) => word !== '-currentHost')
  const [verb, domain = '', ...rest] = words
  if (/^(?:delete|remove)$/.test(verb ?? '') && EVERYTHING.test(domain) && rest.length === 0)
    return machine('defaults', 'throws all settings of a program of the system away')
  const off = verb === 'write' && /^(?:-bool(?:ean)?)$/.test(rest.at(-2) ?? '')
  const quarantine = rest[0] === 'LSQuarantine' && off && /^(?:no|false|0)$/i.test(rest.at(-1) ?? '')
  return quarantine ? machine('quarantine', 'lets downloads start without a question') : undefined
}

function nvram(call: Call): Found | undefined {
  return any(parseOptions(call.args, spec('f: d: p x c')), 'c', 'd')
    ? machine('firmware', 'removes settings that the machine starts with')
    : undefined
}

function privacy(call: Call): Found | undefined {
  return call.args[0]?.text === 'reset'
    ? machine('privacy', 'takes rights back that people have given to programs')
    : undefined
}

// A program of one's own build gets the mark by accident; a download has it for a reason.
function quarantine(call: Call): Found | undefined {
  const options = call.args.filter(({ text }) => /^-\w+$/.test(text)).map(({ text }) => text)
  const marked = call.args.some(({ text }) => text === 'com.apple.quarantine')
  const all = options.some((option) => option.includes('c'))
  if (!all && !(marked && options.some((option) => option.includes('d')))) return undefined
  const strange = call.args.some((path) => {
    const full = resolve(path, call.scope) ?? ''
    const written = call.scope.files.get(full)
    return (
      zoneOf(path, call.scope) === 'temp' ||
      /\/Downloads(?:\/|$)|^\/Applications\//.test(full) ||
      (written && has(written, Taint.download))
    )
  })
  return strange ? machine('quarantine', 'lets a download start without a question') : undefined
}

/** Settings of macOS that protect the machine or belong to people. */
export const apple: readonly Rule[] = [
  { programs: 'defaults', check: defaults },
  { programs: 'nvram', check: nvram },
  { programs: 'tccutil', check: privacy },
  { programs: 'xattr', check: quarantine },
]
