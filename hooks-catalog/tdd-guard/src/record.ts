import type { Handler } from '../../../src/runtime/src/types.ts'
import { hasInlineTest, kindOf } from './kinds.ts'
import { rememberRun, rememberTest } from './memory.ts'
import { readOptions } from './options.ts'
import { editedIn, writtenText } from './place.ts'
import { outcomeOf, runsTests } from './test-run.ts'

/** Remembers edits of tests, and how test runs ended. Decides nothing. */
const handler: Handler<'PostToolUse' | 'PostToolUseFailure'> = (event, _, { options: raw, projectDir }) => {
  const options = readOptions(raw)
  if (event.tool_name === 'Bash') {
    const command = event.tool_input['command']
    if (typeof command !== 'string' || !runsTests(command, options.commands)) return
    const failed = event.hook_event_name === 'PostToolUseFailure'
    if (failed && event.is_interrupt === true) return
    const outcome = outcomeOf(failed ? String(event.error) : printed(event.tool_response), failed)
    if (outcome !== undefined) rememberRun(event, outcome)
    return
  }
  const edited = editedIn(event, projectDir)
  if (!edited) return
  const isTest = kindOf(edited.shown, options) === 'test'
  if (isTest || hasInlineTest(edited.shown, writtenText(event.tool_input))) rememberTest(event, edited.shown)
}

export default handler

function printed(response: unknown): string {
  const { stdout, stderr } = (response ?? {}) as { readonly stdout?: unknown; readonly stderr?: unknown }
  return [stdout, stderr].filter((text) => typeof text === 'string').join('\n')
}
