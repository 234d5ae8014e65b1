import {
  allValues,
  any,
  type Parsed,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import type { Scope } from '../shell/scope.ts'
import { isKnown, shown, type Text } from '../shell/text.ts'
import { lookup } from '../shell/variables.ts'
import type { Found } from './rule.ts'

const SAFER = 'run the hooks, mend what they say, and commit again'

/** A finding about hooks of a repository that are not run. */
export function skipped(rule: string, harm: string, verdict: Found['verdict'] = 'deny'): Found {
  return { group: 'hooks', rule, verdict, harm, safer: SAFER }
}

// Options of subcommands that run hooks; a text behind an option with a value is no option.
const RUNS: Readonly<Record<string, string>> = {
  commit:
    'm: F: c: C: t: message= file= author= date= template= reuse-message= reedit-message= fixup= squash= cleanup= trailer= pathspec-from-file= n verify verbose',
  push: 'o: push-option= repo= receive-pack= exec= verify verbose',
  merge: 'm: F: s: X: message= file= strategy= strategy-option= into-name= cleanup= verify verbose',
  pull: 's: X: strategy= strategy-option= depth= jobs= j: verify verbose',
  rebase: 'x: s: X: C: exec= strategy= strategy-option= onto= whitespace= verify verbose',
  am: 'C: p: n directory= exclude= include= patch-format= whitespace= verify',
  'cherry-pick': 'm: X: s: mainline= strategy= strategy-option= cleanup= verify',
  revert: 'm: X: mainline= strategy= strategy-option= cleanup= verify',
}

/** Whether a call of git, with the settings of its line, passes the hooks of the repository over. */
export function skipsHooks(verb: string, call: Call, settings: readonly Text[]): Found | undefined {
  const options = RUNS[verb]
  if (options === undefined) return undefined
  const parsed = parseOptions(call.args.flatMap(withoutAttached), spec(options))
  const dry = verb === 'push' && any(parsed, 'dry-run', 'n')
  if (dry) return undefined
  const short = (verb === 'commit' || verb === 'am') && any(parsed, 'n') && !any(parsed, 'verify')
  if (any(parsed, 'no-verify') || short)
    return skipped('no-verify', 'passes over the hooks that check what is committed')
  return movedHooks(settings) ?? silenced(call.scope)
}

// `-S` and `-u` take a value only when it is attached: `-uno` has no `-n` in it.
function withoutAttached(arg: Text): Text[] {
  const match = /^(-[aepqsvinz]*)[Su]./.exec(arg.text)
  if (!match) return [arg]
  return match[1] === '-' ? [] : [{ ...arg, text: match[1] ?? '' }]
}

function movedHooks(settings: readonly Text[]): Found | undefined {
  const entry = settings.find(({ text }) => /^\s*core\.hookspath\s*(?:=|$)/i.test(text))
  return entry && skipped('hooks-path', 'takes other hooks, or none, for this one command')
}

const OFF = /^(?:0|false|off|no)$/i
const ON = /^(?:1|true|on|yes|all)$/i

// Variables that managers of hooks look at.
const VARIABLES: readonly (readonly [name: string, value: RegExp, verdict: Found['verdict']])[] = [
  ['HUSKY', OFF, 'deny'],
  ['HUSKY_SKIP_HOOKS', ON, 'deny'],
  ['HUSKY_BYPASS', ON, 'deny'],
  ['LEFTHOOK', OFF, 'deny'],
  ['OVERCOMMIT_DISABLE', ON, 'deny'],
  ['SKIP_SIMPLE_GIT_HOOKS', ON, 'deny'],
  ['PRE_COMMIT_ALLOW_NO_CONFIG', ON, 'ask'],
  ['SKIP', /./, 'ask'],
  ['PREK_SKIP', /./, 'ask'],
  ['LEFTHOOK_EXCLUDE', /./, 'ask'],
  ['OVERCOMMIT_SKIP', /./, 'ask'],
]

function silenced(scope: Scope): Found | undefined {
  for (const [name, value, verdict] of VARIABLES) {
    const [text] = scope.vars.has(name) ? (lookup(scope, name) ?? []) : []
    if (text && isKnown(text) && value.test(text.text))
      return skipped(
        'hooks-off',
        `runs with ${name}=${shown(text.text)}, so that hooks are passed over`,
        verdict,
      )
  }
  return undefined
}

const CONFIG = spec(
  'f: file= blob= type= default= comment= value= unset unset-all add replace-all get get-all get-regexp list l global local system worktree e edit remove-section rename-section',
)

/** `git config`: a path for hooks that leads out of the project, or to nothing, switches them off. */
export function configHooks(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, { ...CONFIG, names: [] })
  if (any(parsed, 'get', 'get-all', 'get-regexp', 'l', 'list')) return undefined
  const [first, ...others] = parsed.rest
  const verb = /^(?:set|unset|get|list|edit|remove-section|rename-section)$/.exec(first?.text ?? '')?.[0]
  if (verb === 'get' || verb === 'list') return undefined
  const words = verb ? others : parsed.rest
  const key = words[0]?.text.toLowerCase()
  const section = verb === 'remove-section' || any(parsed, 'remove-section')
  if (section && key === 'core') return skipped('hooks-path', 'removes the settings of the repository', 'ask')
  if (key !== 'core.hookspath') return undefined
  if (verb === 'unset' || any(parsed, 'unset', 'unset-all'))
    return skipped('hooks-path', 'turns the hooks of the repository off', 'ask')
  return pathOf(words[1], parsed)
}

function pathOf(value: Text | undefined, parsed: Parsed<Text>): Found | undefined {
  if (!value) return undefined
  const harm = 'turns the hooks of the repository off'
  const { text } = value
  if (text === '' || /^\/dev\/|^nul$|^\/tmp(?:\/|$)|^\/(?:nonexistent|var\/empty)/i.test(text))
    return skipped('hooks-path', harm)
  const inside = isKnown(value) && !/^[/~]|^\.\.|^[a-z]:/i.test(text) && !any(parsed, 'global', 'system')
  return inside ? undefined : skipped('hooks-path', 'takes hooks from outside of the project', 'ask')
}

/** Settings that `--config-env` and the variables of git give to one call. */
export function settingsOf(options: Parsed<Text>, scope: Scope): readonly Text[] {
  const given = [...allValues(options, 'c'), ...allValues(options, 'config-env')]
  for (let index = 0; index < 8; index += 1) {
    const [key] = scope.vars.has(`GIT_CONFIG_KEY_${index}`)
      ? (lookup(scope, `GIT_CONFIG_KEY_${index}`) ?? [])
      : []
    if (key) given.push(key)
  }
  const [parameters] = scope.vars.has('GIT_CONFIG_PARAMETERS')
    ? (lookup(scope, 'GIT_CONFIG_PARAMETERS') ?? [])
    : []
  for (const [, quoted = ''] of parameters?.text.matchAll(/'([^']*)'/g) ?? [])
    given.push({ text: quoted, taints: 0 })
  return given
}
