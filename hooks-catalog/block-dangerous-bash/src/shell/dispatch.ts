import { programIn } from '../../../../src/runtime/src/kit/bash/program-name.ts'
import { printerOf, rulesOf, starterOf } from '../parts.ts'
import { runEmbedded } from '../programs/embedded.ts'
import { type Call, phrase, report } from './call.ts'
import { runCode } from './code.ts'
import { resolve } from './paths.ts'
import { nested, type Scope, spend } from './scope.ts'
import { HOLE, has, known, shown, Taint, type Text, unknown } from './text.ts'

/** Reads a program with its arguments, whoever starts it, and gives back what it prints. */
export function dispatch(words: readonly Text[], scope: Scope, stdin: Text): Text {
  const [program, ...args] = words
  if (!program || program.text === '') return known('')
  spend(scope)
  return nested(scope, () => start(program, args, { scope, stdin }))
}

function start(program: Text, args: readonly Text[], { scope, stdin }: Pick<Call, 'scope' | 'stdin'>): Text {
  const name = scope.programs.get(program.text) ?? programIn(program.text)
  const call: Call = { name, args, stdin, scope }
  if (name.includes(HOLE) || /[?*]|\[.+\]/.test(name)) return unknownProgram(program, call)
  for (const rule of rulesOf(name)) {
    const finding = rule.check(call)
    if (finding) report(scope, { part: phrase(call), ...finding })
  }
  runEmbedded(call)
  const starter = starterOf(name)
  if (starter) return starter(call)
  const own = ownScript(program, call)
  if (own) return own
  return printerOf(name)?.(call) ?? unknown(stdin.taints & ~(Taint.local | Taint.terminal))
}

function ownScript(program: Text, call: Call): Text | undefined {
  if (!program.text.includes('/')) return undefined
  const path = resolve(program, call.scope)
  const written = path === undefined ? undefined : call.scope.files.get(path)
  return written ? runCode(written, call) : undefined
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
