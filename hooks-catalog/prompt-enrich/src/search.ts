import { toolInput } from '../../../src/runtime/src/kit/tool-input.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { readOptions } from './options.ts'
import { currentQuery } from './stale-year.ts'

/** Puts the current year into a search for what is current; the model is told. */
const handler: Handler<'PreToolUse'> = (event, decide, { options: raw }) => {
  const { searchYear, staleYears } = readOptions(raw)
  if (searchYear === 'off') return
  const input = toolInput(event, 'WebSearch')
  if (input === undefined) return
  const changed = currentQuery(input.query, new Date().getFullYear(), staleYears)
  if (changed === undefined) return
  return [
    decide.modify({ ...event.tool_input, query: changed.query }),
    decide.context(
      `prompt-enrich: it is ${changed.now}, so this search was made with ${changed.now} instead of ${changed.old}. If ${changed.old} was meant, search with "in ${changed.old}".`,
    ),
  ]
}

export default handler
