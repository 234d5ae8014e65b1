import { type Call, phrase, report } from './call.ts'
import { runSource } from './reader.ts'
import { subshell } from './scope.ts'
import { HOLE, has, isKnown, known, shown, Taint, TERMINAL, type Text, unknown } from './text.ts'

/** Reads a text that `call` gives to a shell as commands; says so when the text is from the network or open. */
export function runCode(
  text: Text,
  call: Call,
  sameShell = false,
  stdin: Text = sameShell ? call.stdin : TERMINAL,
): Text {
  if (has(text, Taint.download)) return fromNetwork(call)
  if (has(text, Taint.decoded) && !isKnown(text)) return decoded(call)
  if (text.text.trim() === HOLE) return has(text, Taint.local | Taint.given) ? unknown() : open(call)
  if (text.text.trim() === '') return known('')
  const scope = sameShell ? call.scope : subshell(call.scope)
  const { findings } = scope.world
  const before = findings.length
  const printed = runSource(text.text, scope, stdin)
  // Nobody hides letters from a reader without a reason.
  if (has(text, Taint.disguised) && findings.length === before) decoded(call)
  return printed
}

function fromNetwork(call: Call): Text {
  report(call.scope, {
    group: 'remote',
    rule: 'run-download',
    verdict: 'deny',
    part: phrase(call),
    harm: 'runs code from the network that nobody has read',
    safer: 'download it into a file, read the file, then run it',
  })
  return unknown()
}

function decoded(call: Call): Text {
  report(call.scope, {
    group: 'dynamic',
    rule: 'run-decoded',
    verdict: 'ask',
    part: phrase(call),
    harm: 'runs code that is encoded, so it cannot be read here',
    safer: 'decode it into a file, read the file, then run it',
  })
  return unknown()
}

function open(call: Call): Text {
  report(call.scope, {
    group: 'dynamic',
    rule: 'run-unknown',
    verdict: 'ask',
    part: phrase(call),
    harm: `runs ${shown(HOLE)} as a command, and what that is is only known when it runs`,
    safer: 'write the command itself',
  })
  return unknown()
}
