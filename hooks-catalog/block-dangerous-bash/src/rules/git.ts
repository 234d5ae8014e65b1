import { allValues, type Parsed, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Part } from '../parts.ts'
import { type Call, phrase, report } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { isKnown, join, known, Taint, type Text, unknown } from '../shell/text.ts'
import { lookup } from '../shell/variables.ts'
import { configHooks, settingsOf, skipsHooks } from './git-hooks.ts'
import { written } from './git-settings.ts'
import { subcommands } from './git-subcommands.ts'
import type { Found } from './rule.ts'

const GLOBAL = spec(
  'C: c: p P git-dir= work-tree= namespace= exec-path= config-env= super-prefix= attr-source= no-pager bare literal-pathspecs no-optional-locks paginate html-path version help',
)

// Aliases that the command itself defines, by name.
function aliases(options: Parsed<Text>, call: Call): Map<string, Text> {
  const found = new Map<string, Text>()
  const add = (text: string, taints: number) => {
    const match = /^alias\.([^=]+)=(.*)$/is.exec(text.trim())
    if (match) found.set((match[1] ?? '').toLowerCase(), known(match[2] ?? '', taints))
  }
  for (const entry of allValues(options, 'c')) add(entry.text, entry.taints)
  for (let index = 0; index < 8; index += 1) {
    const key = variable(call, `GIT_CONFIG_KEY_${index}`)
    const value = variable(call, `GIT_CONFIG_VALUE_${index}`)
    if (key && value) add(`${key.text}=${value.text}`, value.taints)
  }
  const parameters = variable(call, 'GIT_CONFIG_PARAMETERS')
  for (const [, quoted = ''] of parameters?.text.matchAll(/'([^']*)'(?:=')?/g) ?? []) add(quoted, 0)
  return found
}

function variable({ scope }: Call, name: string): Text | undefined {
  if (!scope.vars.has(name)) return undefined
  const [text] = lookup(scope, name) ?? []
  return text && isKnown(text) ? text : undefined
}

function check(call: Call, level = 0): Found | undefined {
  const options = parseOptions(call.args, GLOBAL, true)
  const [verb, ...args] = options.rest
  if (!verb || asksForHelp(args)) return undefined
  for (const entry of allValues(options, 'c')) runSetting(entry, call)
  const alias = aliases(options, call).get(verb.text.toLowerCase())
  if (alias && level < 4) {
    if (alias.text.startsWith('!')) {
      runCode(join([known(alias.text.slice(1)), ...args], ' '), call)
      return undefined
    }
    const words = alias.text.split(/\s+/).map((word) => known(word))
    return check({ ...call, args: [...globals(call, options.rest.length), ...words, ...args] }, level + 1)
  }
  const forced = verb.text === 'clean' && allValues(options, 'c').some(({ text }) => UNASKED.test(text))
  const given = forced ? [...args, known('-f')] : args
  const found = subcommands.get(verb.text)?.({ ...call, args: given })
  const hooks = hooksPassedOver(verb.text, { ...call, args }, options)
  if (found && hooks) report(call.scope, { part: phrase(call), ...found })
  return hooks ?? found
}

function hooksPassedOver(verb: string, call: Call, options: Parsed<Text>): Found | undefined {
  return verb === 'config' ? configHooks(call) : skipsHooks(verb, call, settingsOf(options, call.scope))
}

const COMMAND_SETTING =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|askpass|gitproxy)|sequence\.editor|diff\.external|credential\.helper|pager\.\w+|\w+\.\w+\.(?:cmd|textconv|clean|smudge|process|helper))=(.*)$/is

const UNASKED = /^clean\.requireforce=(?:false|no|off|0)$/i

// Some settings are commands.
function runSetting(entry: Text, call: Call): void {
  const command = COMMAND_SETTING.exec(entry.text)?.[1]?.replace(/^!/, '')
  if (command && /\s/.test(command)) runCode(known(command, entry.taints), call)
}

// `--help` behind an option that takes a value is that value.
function asksForHelp(args: readonly Text[]): boolean {
  const end = args.findIndex((arg) => arg.text === '--')
  const options = end < 0 ? args : args.slice(0, end)
  return options.some(
    (arg, index) => arg.text === '--help' && !TAKES_VALUE.test(options[index - 1]?.text ?? ''),
  )
}

const TAKES_VALUE = /^(?:-[oes]|--(?:repo|push-option|replace-text|path|source|exclude))$/

function globals(call: Call, rest: number): readonly Text[] {
  return call.args.slice(0, call.args.length - rest)
}

function output(call: Call): Text {
  const { args, scope, stdin } = call
  const [verb, ...words] = parseOptions(args, GLOBAL, true).rest
  written(verb?.text ?? '', { ...call, args: words })
  const top = args.some((arg) => arg.text === '--show-toplevel')
  const remote =
    args.some((arg) => arg.text.startsWith('--remote=')) && args.some((arg) => arg.text === 'archive')
  if (remote) return unknown(Taint.download)
  if (listsEverything(args)) return known('.', Taint.given | Taint.tree)
  return top
    ? known(scope.world.place.projectDir)
    : unknown(stdin.taints & ~(Taint.local | Taint.terminal | Taint.token | Taint.credential))
}

// `git ls-files` without a pattern names every file of the project.
function listsEverything(args: readonly Text[]): boolean {
  const { rest } = parseOptions(args, GLOBAL, true)
  const [verb, ...words] = rest.map(({ text }) => text)
  return (
    verb === 'ls-files' &&
    words.every((word) => /^(?:-[zco]+|--(?:cached|others|exclude-standard|full-name))$/.test(word))
  )
}

function rewrite(call: Call): Found | undefined {
  const looks = call.args.length === 0 || call.args.some(({ text }) => /^--?(?:help|version)$/.test(text))
  return looks ? undefined : subcommands.get('filter-branch')?.(call)
}

/** Commands of git that lose work, history or branches. */
export const part: Part = {
  rules: [
    { programs: 'git', check: (call) => check(call) },
    { programs: 'bfg git-filter-repo', check: rewrite },
  ],
  prints: new Map([['git', output]]),
}
