import type { CommandNode } from 'unbash'
import { bomb } from '../rules/process.ts'
import { report } from './call.ts'
import type { Scope } from './scope.ts'

type Loop = Extract<CommandNode, { type: 'While' | 'ArithmeticFor' }>

const ALWAYS = new Set(['true', ':', 'false', '/bin/true'])

// Programs that let a loop go on only when something has ended or come.
const WAITS = /"value":"(?:sleep|wait|read|inotifywait|usleep|timeout|break|exit|return)"/

/** Notes a loop without an end that starts programs and waits for none of them. */
export function checkEndless(node: Loop, scope: Scope): void {
  const body = node.body.commands
  if (!isAlways(node) || !body.some(({ background }) => background)) return
  if (WAITS.test(JSON.stringify(body))) return
  report(scope, { ...bomb('starts programs again and again and never waits for one'), part: 'while true' })
}

// `while true`, `while :`, `until false`, `for ((;;))`
function isAlways(node: Loop): boolean {
  if (node.type === 'ArithmeticFor') return !node.test
  const [only, ...more] = node.clause.commands
  const name = only?.command.type === 'Command' ? only.command.name?.value : undefined
  return more.length === 0 && ALWAYS.has(name ?? '')
}
