import type { Handler } from '../../../src/runtime/src/types.ts'
import { sqlTexts } from './mcp-texts.ts'
import { optionsOf } from './options.ts'

/** Refuses SQL that does harm, given to a tool of an MCP server; says nothing about all others. */
const mcp: Handler<'PreToolUse'> = (event, decide, context) => {
  const texts = sqlTexts(String(event.tool_name), event.tool_input)
  if (texts.length === 0) return undefined
  const { answerForTexts } = require('./tool-call.ts') as typeof import('./tool-call.ts')
  const answer = answerForTexts(String(event.tool_name), texts, optionsOf(context.options))
  return answer && decide[answer.verdict](answer.reason)
}

export default mcp
