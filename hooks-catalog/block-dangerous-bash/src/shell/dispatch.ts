import { programIn } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { SHELL_NAMES } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import { printerOf, rulesOf, starterOf } from '../parts.ts'
import { runEmbedded } from '../programs/embedded.ts'
import { runStrange } from '../programs/strangers.ts'
import { vaultTaint } from '../programs/vaults.ts'
import { checkOwnRules } from '../rules/own.ts'
import { type Call, phrase, report } from './call.ts'
import { runCode } from './code.ts'
import { resolve } from './paths.ts'
import { runSource } from './reader.ts'
import { nested, type Scope, spend, subshell } from './scope.ts'
import { HOLE, has, known, shown, Taint, type Text, unknown } from './text.ts'

/** Reads a program with its arguments, whoever starts it, and gives back what it prints. */
export function dispatch(words: readonly Text[], scope: Scope, stdin: Text): Text {
  const [program, ...args] = words
  if (!program || program.text === '') return known('')
  spend(scope)
  return nested(scope, () => start(program, args, { scope, stdin }))
}

function start(program: Text, args: readonly Text[], { scope, stdin }: Pick<Call, 'scope' | 'stdin'>): Text {
  const name = nameOf(program, scope)
  const call: Call = { name, args, stdin, scope }
  if (name.includes(HOLE) || /[?*]|\[.+\]/.test(name)) return unknownProgram(program, call)
  const secret = checkRules(call)
  if (/\s/.test(program.text)) runWhole(program, call)
  runEmbedded(call)
  if (isStrange(name)) runStrange(call)
  const printed =
    starterOf(name)?.(call) ??
    ownScript(program, call) ??
    printerOf(name)?.(call) ??
    unknown(
      stdin.taints & ~(SHOWS.test(name) ? UNSAID : UNSAID | Taint.token | Taint.credential | Taint.issued),
    )
  const vault = vaultTaint(call)
  if (vault !== Taint.none) return unknown(printed.taints | vault)
  return secret ? { ...printed, taints: printed.taints | Taint.secret } : printed
}

const UNSAID = Taint.local | Taint.terminal | Taint.endless | Taint.all

// Programs that print a part of what they read; others use a token without showing it.
const SHOWS = /^(?:jq|yq|gojq|fx|dasel|json_pp|bat|batcat|cat)$/

// Programs that run others in a way that the guard does not follow to the end.
const LIKE_STRANGERS = /^(?:nomad|nix|bwrap|lxc|machinectl)$/

function isStrange(name: string): boolean {
  const isKnown = rulesOf(name).length > 0 || starterOf(name) || printerOf(name)
  return !isKnown || LIKE_STRANGERS.test(name)
}

// Notes what the rules about a program find; tells whether it reads a secret.
function checkRules(call: Call): boolean {
  let secret = false
  if (call.scope.world.options.rules.length > 0) checkOwnRules(call)
  for (const rule of rulesOf(call.name)) {
    const finding = rule.check(call)
    if (!finding) continue
    report(call.scope, { part: phrase(call), ...finding })
    secret ||= finding.rule === 'read-secret'
  }
  return secret
}

// A folder for programs wherever it lies: `gnubin`, `usr/local/sbin`.
const FOLDER = /\/[\w.-]*bin\/[^/]+$/

// The shell does these itself, whatever it was told about files.
const BUILTINS = new Set(['echo', 'printf', 'pwd', 'kill', 'test', 'true', 'false', 'jobs', 'umask'])

function nameOf(program: Text, scope: Scope): string {
  const text = program.text.replace(/\/{2,}/g, '/')
  const builtin = BUILTINS.has(program.text) && !scope.programs.has(`builtin ${program.text}`)
  const copied = builtin ? undefined : scope.programs.get(program.text)
  if (copied !== undefined) return copied
  const full = text.includes('/') ? resolve({ ...program, text }, scope) : undefined
  const behind = full === undefined ? undefined : scope.programs.get(full)
  if (behind !== undefined) return behind
  return programIn(FOLDER.test(text) && !text.includes(HOLE) ? text.replace(/^.*\//, '/bin/') : text)
}

// A name with spaces is one that somebody forgot to split: it is read as the command that was meant.
function runWhole(program: Text, call: Call): void {
  if (!/^[\w./~-]+\s+\S/.test(program.text)) return
  try {
    runSource(program.text, subshell(call.scope))
  } catch (error) {
    if (!(error instanceof Error && error.name === 'NotShell')) throw error
  }
}

function ownScript(program: Text, call: Call): Text | undefined {
  if (!program.text.includes('/')) return undefined
  const path = resolve(program, call.scope)
  const written = path === undefined ? undefined : call.scope.files.get(path)
  if (!written) return undefined
  const first = /^#!\s*(?:\S*\/env\s+(?:-S\s+)?)?(\S+)/.exec(written.text)?.[1]
  const name = first === undefined ? '' : programIn(first)
  if (name !== '' && !SHELL_NAMES.has(name) && starterOf(name))
    return dispatch([known(name), program, ...call.args], call.scope, call.stdin)
  return runCode(written, { ...call, scope: subshell(call.scope, { args: call.args }) })
}

function unknownProgram(program: Text, call: Call): Text {
  if (has(program, Taint.download)) return runCode(program, call)
  report(call.scope, {
    group: 'dynamic',
    rule: 'unknown-program',
    verdict: 'ask',
    part: phrase(call),
    harm: `starts a program whose name (${shown(program.text)}) is only known when it runs`,
    safer: 'write the name of the program into the command',
  })
  return unknown(call.stdin.taints)
}
