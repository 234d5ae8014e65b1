import { type Unwrapped, unwrap } from '../../../../src/runtime/src/kit/bash/unwrap.ts'
import { WRAPPERS } from '../../../../src/runtime/src/kit/bash/wrappers.ts'
import type { Call, Handler } from '../shell/call.ts'
import { runCode } from '../shell/code.ts'
import { dispatch } from '../shell/reader.ts'
import { subshell } from '../shell/scope.ts'
import { join, known, type Text } from '../shell/text.ts'
import { assign } from '../shell/variables.ts'
import { runShell } from './shells.ts'

// Without a command these start a shell, which reads its input.
const LOGINS = new Set(['sudo', 'doas', 'su', 'chroot', 'unshare', 'nsenter', 'runuser'])

function run(found: Unwrapped<Text> | undefined, call: Call): Text {
  if (!found) return known('')
  for (const code of found.codes) runCode(code, call)
  const { command } = found
  if (command.length === 0) return LOGINS.has(call.name) ? runShell({ ...call, args: [] }) : known('')
  const inner = subshell(call.scope)
  for (const { text, taints } of found.assignments) {
    const at = text.indexOf('=')
    assign(inner, text.slice(0, at), [known(text.slice(at + 1), taints)])
  }
  return found.line ? runCode(join(command, ' '), call) : dispatch(command, inner, call.stdin)
}

/** Programs that start another program given in their arguments. */
export const wrapperTable: ReadonlyMap<string, Handler> = new Map(
  Object.entries(WRAPPERS).map(([name, row]): [string, Handler] => [
    name,
    (call) => run(unwrap(row, call.args), call),
  ]),
)
