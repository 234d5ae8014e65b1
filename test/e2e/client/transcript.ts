import type { ClientResult } from './run.ts'
import type { HookEvent, Step, ToolResult } from './stream.ts'

/** Tells a run as plain lines: what the model asked for, which hooks ran and decided, what the model saw. */
export function transcript(result: ClientResult): string[] {
  const lines = result.steps.flatMap((step) => tell(step, result.toolResults))
  return result.timedOut ? [...lines, ...entry('run ended', 'stopped at its time limit')] : lines
}

function tell(step: Step, seen: ToolResult[]): string[] {
  switch (step.kind) {
    case 'said':
      return entry('model says', step.text)
    case 'asked':
      return entry('model asks', `${step.tool} ${request(step.input)}`)
    case 'told':
      return entry('client adds', step.text)
    case 'notice':
      return entry('client says', step.text)
    case 'title':
      return entry('titled', step.text)
    case 'answer':
      return entry(step.ok ? 'client does' : 'client fails', step.text)
    case 'hook':
      return entry('hook ran', `${step.name} -> ${verdict(step)}`)
    case 'result':
      return outcome(
        step,
        seen.find(({ id }) => id === step.id),
      )
    case 'final':
      return entry('run ended', step.subtype)
  }
}

/** A label in a column of its own, further lines of text under the first. */
function entry(label: string, text: string): string[] {
  const [first = '', ...rest] = text.trimEnd().split('\n')
  return [`${label.padEnd(12)}${first}`, ...rest.map((line) => `${' '.repeat(12)}${line}`)]
}

function request(input: Record<string, unknown>): string {
  const main = input['command'] ?? input['file_path']
  return typeof main === 'string' ? main : JSON.stringify(input)
}

function outcome(step: ToolResult, seen: ToolResult | undefined): string[] {
  const by = step.decidedBy === 'hook' ? 'a hook' : "the client's permissions"
  const refused = step.decision === 'reject' ? entry('refused by', by) : []
  // A run that was stopped early may have a result that the model never got to see.
  const shown = seen ? entry('model sees', seen.text) : entry('not sent', step.text)
  return [...refused, ...shown]
}

/** The fields of a hook's output that decide something, whatever the event. */
interface Output {
  decision?: string
  reason?: string
  systemMessage?: string
  hookSpecificOutput?: {
    permissionDecision?: string
    permissionDecisionReason?: string
    additionalContext?: string
    decision?: { behavior?: string; message?: string }
  }
}

function verdict(hook: HookEvent): string {
  if (hook.exitCode === 2) return withReason('block', hook.stderr)
  const output = parse(hook.stdout)
  const specific = output?.hookSpecificOutput
  if (specific?.permissionDecision) {
    return withReason(specific.permissionDecision, specific.permissionDecisionReason)
  }
  if (specific?.decision?.behavior) return withReason(specific.decision.behavior, specific.decision.message)
  if (output?.decision) return withReason(output.decision, output.reason)
  if (specific?.additionalContext) return withReason('context', specific.additionalContext)
  if (output?.systemMessage) return withReason('tells the user', output.systemMessage)
  if (hook.outcome !== 'success') return withReason(`${hook.outcome} (exit ${hook.exitCode})`, hook.stderr)
  return 'no opinion'
}

function withReason(decision: string, reason: string | undefined): string {
  return reason?.trim() ? `${decision}: ${reason.trim()}` : decision
}

function parse(stdout: string): Output | undefined {
  try {
    const value: unknown = JSON.parse(stdout)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined // plain text decides nothing
  }
}
