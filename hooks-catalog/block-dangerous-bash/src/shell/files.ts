import { isSecret, secretRead } from '../rules/secret-paths.ts'
import { report } from './call.ts'
import { resolve } from './paths.ts'
import type { Scope } from './scope.ts'
import { known, shown, Taint, type Text, unknown } from './text.ts'

/** What reading from a numbered or named descriptor gives. */
export function descriptorText(name: string, scope: Scope): Text {
  return scope.descriptors.get(name)?.read ?? unknown()
}

/** What reading a file gives: what the line wrote into it, or an unknown text with its origin. */
export function readFile(path: Text, scope: Scope, quietly = false): Text {
  const absolute = resolve(path, scope)
  const number = /^\/dev\/fd\/(\w+)$/.exec(path.text)?.[1]
  if (number && !scope.files.has(path.text)) return descriptorText(number, scope)
  if (/^\/dev\/(?:tcp|udp)\//.test(path.text)) return unknown(Taint.download)
  if (path.text === '/dev/null') return known('')
  if (/^\/dev\/(?:zero|full|u?random)$/.test(path.text)) return unknown(Taint.endless)
  const written = absolute === undefined ? undefined : scope.files.get(absolute)
  return written ?? unknown(Taint.local | onRead(path, quietly, scope))
}

/** Remembers what the line writes into a file and runs what listens there. */
export function writeFile(path: Text, text: Text, scope: Scope): void {
  const sink = scope.sinks.get(path.text)
  if (sink) {
    sink(text)
    return
  }
  const absolute = resolve(path, scope)
  if (absolute !== undefined) scope.files.set(absolute, text)
}

// Notes that `path` is read, unless a rule about the program does, and gives the origin its content has.
function onRead(path: Text, quietly: boolean, scope: Scope): number {
  // Passwords are a small part of what is built; to look at the rest is no harm.
  if (/\.tfstate(?:\.backup)?$/.test(path.text)) return Taint.secret | Taint.state
  if (!isSecret(path, scope)) return Taint.none
  if (!quietly) report(scope, { ...secretRead(path), part: `< ${shown(path.text)}` })
  return Taint.secret
}
