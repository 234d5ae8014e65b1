import type { EventName } from '../../runtime/src/events.ts'
import type { HookOutcome } from './outcome.ts'

/** What the client does about exit status 2, and who reads what the hook has written to stderr. */
export function exitTwo(
  event: EventName,
  name: string,
  { stderr, command }: { readonly stderr: string; readonly command: string },
): HookOutcome {
  const said = stderr.trim()
  const model = `${name} hook error: [${command}]: ${said || 'No stderr output'}`
  switch (event) {
    case 'PreToolUse':
      return { decision: 'deny', client: 'the call does not run', model }
    case 'UserPromptSubmit':
    case 'UserPromptExpansion':
      return { decision: 'block', client: 'the prompt does not reach the model', user: said }
    case 'Stop':
    case 'SubagentStop':
    case 'TeammateIdle':
      return { decision: 'block', client: 'the turn goes on', model: said }
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return { decision: 'block', client: 'the tool has run; the model is told', model: said }
    case 'TaskCreated':
    case 'TaskCompleted':
      return {
        decision: 'block',
        client: `the task is not ${event === 'TaskCreated' ? 'created' : 'completed'}`,
        model: said,
      }
    case 'PostToolBatch':
      return { decision: 'block', client: 'the turn ends before the model is asked again', model: said }
    case 'PreModelSwitch':
      return { decision: 'deny', client: 'the model is not switched', user: said }
    case 'PreCompact':
      return { decision: 'block', client: 'nothing is compacted', user: said }
    case 'ConfigChange':
      return { decision: 'block', client: 'the session keeps its settings', user: said }
    case 'Elicitation':
    case 'ElicitationResult':
      return { decision: 'block', client: 'the answer is decline' }
    case 'PermissionRequest':
      return {
        decision: 'none',
        client: 'exit status 2 means nothing here: the question is asked all the same',
      }
    default:
      return { decision: 'none', client: 'exit status 2 blocks nothing on this event', user: said }
  }
}
