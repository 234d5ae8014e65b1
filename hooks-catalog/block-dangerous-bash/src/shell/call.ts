import type { Finding } from '../types.ts'
import type { Scope } from './scope.ts'
import { shown, type Text } from './text.ts'

/** One program about to be started with its arguments. */
export interface Call {
  /** Lower-case base name of the program. */
  readonly name: string
  readonly args: readonly Text[]
  readonly stdin: Text
  readonly scope: Scope
}

/** Reads a call and gives back what it prints. */
export type Handler = (call: Call) => Text

/** Notes a reason to stop. */
export function report(scope: Scope, finding: Finding): void {
  scope.world.findings.push(finding)
}

/** The call as people write it. */
export function phrase(call: Call): string {
  return shown([call.name, ...call.args.map((arg) => arg.text)].join(' '))
}
