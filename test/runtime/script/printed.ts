import { EVENTS, type EventName } from '../../../src/runtime/src/events.ts'
import type { Ended } from '../../../src/runtime/src/script/child.ts'
import { decisionsOf } from '../../../src/runtime/src/script/output.ts'
import type { Decision } from '../../../src/runtime/src/types.ts'

export const EVENT_NAMES = Object.keys(EVENTS) as EventName[]
export const NO_REASON = 'A hook refused this without a reason.'

/** What a script that ended like this is taken to have decided. */
export function decided(event: EventName, ended: Partial<Ended>): readonly Decision[] {
  const whole = { status: 0, signal: null, late: false, stdout: '', stderr: '', ...ended }
  return decisionsOf(whole, { event, file: '/p/guard.sh', limitMs: 2000 })
}

/** The same for a script that printed these lines; objects become JSON. */
export function printed(event: EventName, ...lines: readonly unknown[]): readonly Decision[] {
  const stdout = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
  return decided(event, { stdout: `${stdout}\n` })
}

/** A `hookSpecificOutput`. */
export const own = (hookEventName: string, fields: Readonly<Record<string, unknown>>) => ({
  hookSpecificOutput: { hookEventName, ...fields },
})

export const DENY = own('PreToolUse', { permissionDecision: 'deny', permissionDecisionReason: 'no' })
export const DENIED: Decision = { kind: 'deny', reason: 'no' }
export const ALLOW = own('PreToolUse', { permissionDecision: 'allow', permissionDecisionReason: 'yes' })
