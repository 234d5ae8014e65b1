import { matches } from '../../runtime/src/agent.ts'
import type { Manifest } from '../../schema/manifest.ts'
import { isToolEvent, TOOL_NAMES } from '../client-events.ts'
import { matcherFault } from '../matcher.ts'
import { didYouMean } from '../nearest.ts'
import { type Finding, findingsIn } from './finding.ts'

type Hook = Pick<Manifest['hooks'][number], 'event' | 'tools' | 'matcher' | 'if'>

/** An `if` that is never true: a rule that is none, of a tool that there is not, or of one that the hook is not for. */
export function conditionFindings(hook: Hook, at: string): readonly Finding[] {
  const { event, tools, if: rule } = hook
  if (rule === undefined || rule === '') return []
  const never = (message: string, hint: string) => [
    findingsIn('hooks.json').error('if-never-runs', { field: `${at}.if`, message, hint }),
  ]
  if (!isToolEvent(event))
    return never(`a hook with \`if\` never runs on ${event}`, 'take it out, and decide in the handler')
  const [, tool] = /^([\w-]+)(?:\([\s\S]*\))?$/.exec(rule) ?? []
  if (tool === undefined)
    return never(`\`${rule}\` is not a permission rule`, 'write a tool with a pattern: `Bash(git *)`')
  if (/^mcp__/.test(tool)) {
    if (!/^mcp__.+__.+/.test(tool))
      return never('a server alone is never met', 'name a tool: `mcp__server__tool`')
  } else if (!TOOL_NAMES.includes(tool))
    return never(`Claude Code has no tool \`${tool}\``, didYouMean(tool, TOOL_NAMES) ?? 'case counts')
  const matcher = tools?.join('|') ?? hook.matcher
  if (matcher !== undefined && matcherFault(matcher)) return []
  return matches(matcher, tool)
    ? []
    : never(`it is about ${tool}, and the hook is for ${matcher}`, 'name the same tool in both')
}
