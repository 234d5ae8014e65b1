import {
  allValues,
  any,
  lastValue,
  parseOptions,
  spec,
} from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { subshell } from '../shell/scope.ts'
import { has, Taint } from '../shell/text.ts'
import type { Found, Rule } from './rule.ts'

const ANSIBLE = spec(
  'a: args= m: module-name= i: inventory= l: limit= u: user= e: extra-vars= f: forks= B: P: t: tree= tags= skip-tags= private-key= c: connection= T: K k b C check list-hosts syntax-check list-tasks list-tags D diff',
)

function infrastructure(verdict: Found['verdict'], rule: string, harm: string): Found {
  return {
    group: 'infrastructure',
    rule,
    verdict,
    harm,
    safer: 'try it with `--check` and let a person run it',
  }
}

const REHEARSALS = ['C', 'check', 'list-hosts', 'syntax-check', 'list-tasks', 'list-tags']

/** `ansible`: a module and its arguments on other machines; what a shell is given is read where programs start others. */
function adHoc(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, ANSIBLE)
  if (any(parsed, ...REHEARSALS)) return undefined
  const module = (lastValue(parsed, 'm', 'module-name')?.text ?? 'command').replace(/^ansible\.\w+\./, '')
  const [args] = allValues(parsed, 'a', 'args')
  if (/^(?:win_)?(?:reboot|shutdown)$|(?:^|\.)shutdown$/.test(module))
    return infrastructure('deny', 'ansible', 'restarts or stops every machine it names')
  if (!args) return undefined
  if (/^(?:win_)?(?:shell|command|raw|script)$/.test(module)) {
    return undefined
  }
  return /\bstate=["']?absent/.test(args.text)
    ? infrastructure('deny', 'ansible', 'removes something on every machine it names')
    : undefined
}

const TEARS =
  /(?:^|[/_.-])(?:destroy|teardown|tear[-_]down|wipe|nuke|purge|decommission|delete|reset|uninstall)(?:[/_.-]|$)/i

// What a playbook does is in its file; its name says enough for a question.
function playbook(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, ANSIBLE)
  if (any(parsed, ...REHEARSALS, 'help', 'h', 'version')) return undefined
  const tears = parsed.rest.some((word) => TEARS.test(word.text))
  return tears ? infrastructure('ask', 'playbook', 'tears down what the playbook is about') : undefined
}

// `salt '*' cmd.run '…'`
function salt(call: Call): Found | undefined {
  const at = call.args.findIndex((arg) => /^cmd\.(?:run|shell|run_all|run_stdout)$/.test(arg.text))
  const code = call.args[at + 1]
  if (at >= 0 && code)
    runCode(code, { ...call, scope: subshell(call.scope, { elsewhere: true, cwd: undefined }) })
  const verbs = call.args.map((arg) => arg.text)
  return verbs.some((verb) =>
    /^(?:system\.(?:shutdown|reboot|poweroff|halt)|file\.remove|pkg\.purge)$/.test(verb),
  )
    ? infrastructure('deny', 'salt', 'takes machines or files away')
    : undefined
}

// Without a terminal the question before an apply can only be answered by a pipe.
function answered(call: Call): Found | undefined {
  const verb = call.args.find((arg) => !arg.text.startsWith('-'))
  if (verb?.text !== 'apply' || has(call.stdin, Taint.terminal)) return undefined
  return call.stdin.text === '' ? undefined : applied()
}

function applied(): Found {
  return {
    group: 'infrastructure',
    rule: 'apply',
    verdict: 'ask',
    harm: 'changes real infrastructure and answers the question itself',
    safer: 'look at the plan first and let a person carry it out',
  }
}

/** Programs that act on many machines. */
export const ansible: readonly Rule[] = [
  { programs: 'ansible', check: adHoc },
  { programs: 'ansible-playbook', check: playbook },
  { programs: 'salt salt-ssh salt-call', check: salt },
  { programs: 'terraform tofu opentofu', check: answered },
]
