import { EVENTS } from '../../runtime/src/events.ts'
import { isRecord } from '../seen/record.ts'
import type { FoundHook, FoundHooks } from './found.ts'

type Fields = Readonly<Record<string, unknown>>

/** Names of other agents' events, and what comes nearest in Claude Code. */
const NEAREST: Readonly<Record<string, readonly [event: string, matcher?: string]>> = {
  beforeShellExecution: ['PreToolUse', 'Bash'],
  afterShellExecution: ['PostToolUse', 'Bash'],
  beforeReadFile: ['PreToolUse', 'Read'],
  afterFileEdit: ['PostToolUse', 'Edit|Write'],
  beforeMCPExecution: ['PreToolUse', 'mcp__.*'],
  afterMCPExecution: ['PostToolUse', 'mcp__.*'],
  beforeSubmitPrompt: ['UserPromptSubmit'],
  BeforeTool: ['PreToolUse'],
  AfterTool: ['PostToolUse'],
  BeforeAgent: ['UserPromptSubmit'],
  AfterAgent: ['Stop'],
  PreCompress: ['PreCompact'],
}

/** Events whose matcher is tested against what is run. */
const RUNS = /^(?:before|after)(?:Shell|MCP)Execution$/

/** Files with one of these are Gemini's. */
const OF_GEMINI = /^(?:(?:Before|After)(?:Tool|Agent|Model)|BeforeToolSelection|PreCompress)$/

/** The event of Claude Code; the name as it is when there is none. */
export function eventOf(name: string): string {
  const upper = name.charAt(0).toUpperCase() + name.slice(1)
  return nearestTo(name)?.[0] ?? (Object.hasOwn(EVENTS, upper) ? upper : name)
}

/** The matcher of a group on an event of this name, as one of Claude Code; a fault for one that means something else. */
export function matcherOf(group: Fields, name: string): Pick<FoundHook, 'matcher' | 'fault'> {
  const own = typeof group['matcher'] === 'string' ? group['matcher'] : undefined
  const nearest = nearestTo(name)?.[1]
  const isOther = own !== undefined && own !== '' && own !== '*' && RUNS.test(name)
  if (isOther) return { fault: 'its matcher is tested against the command, not the tool' }
  const matcher = nearest ?? own
  return matcher === undefined ? {} : { matcher }
}

/** Tools of other agents, where Claude Code has the same one. */
const OUR_TOOLS: Readonly<Record<string, string>> = {
  bash: 'Bash',
  exec: 'Bash',
  Shell: 'Bash',
  shell: 'Bash',
  run_shell_command: 'Bash',
  read: 'Read',
  view: 'Read',
  read_file: 'Read',
  edit: 'Edit',
  replace: 'Edit',
  apply_patch: 'Edit|Write',
  create: 'Write',
  write: 'Write',
  write_file: 'Write',
  grep: 'Grep',
  search_file_content: 'Grep',
  glob: 'Glob',
}

/** A matcher with the names that Claude Code has for the tools. */
function inOurTools(matcher: string): string {
  const parts = matcher.split('|').map((part) => {
    const name = part.replace(/^\^(.*)\$$/, '$1')
    return Object.hasOwn(OUR_TOOLS, name) ? OUR_TOOLS[name] : part
  })
  return [...new Set(parts)].join('|')
}

/** Variables in which other agents have the folder of the project. */
const THEIR_FOLDER = /\$(\{?)(?:CODEX|CURSOR|DEVIN|GEMINI)_PROJECT_DIR(?!\w)/g

/** Hooks of another agent with the tools and the project's folder as Claude Code names them; others as they are. */
export function inOurWords({ shape, hooks }: FoundHooks): FoundHooks {
  let isOther = false
  const ours = hooks.map((hook) => {
    const { event, matcher, handler } = hook
    const tools = matcher !== undefined && /Tool|Permission/.test(event) ? inOurTools(matcher) : matcher
    const { command } = handler
    const line =
      typeof command === 'string' ? command.replace(THEIR_FOLDER, '$$$1CLAUDE_PROJECT_DIR') : command
    isOther ||= tools !== matcher || line !== command
    return {
      ...hook,
      ...(tools === undefined ? {} : { matcher: tools }),
      ...(line === command ? {} : { handler: { ...handler, command: line } }),
    }
  })
  return { shape: isOther ? 'other agent' : shape, hooks: ours }
}

function nearestTo(name: string): readonly [event: string, matcher?: string] | undefined {
  return Object.hasOwn(NEAREST, name) ? NEAREST[name] : undefined
}

/** True for files that count time limits in milliseconds. */
export function countsMilliseconds(names: readonly string[]): boolean {
  return names.some((name) => OF_GEMINI.test(name))
}

/** A handler with the fields of Claude Code for those that other agents name differently. */
export function inOurFields(handler: Fields, inMilliseconds: boolean): Fields {
  const { bash, powershell, timeoutSec, cwd, ...rest } = handler
  const { command = bash, timeout = timeoutSec } = rest
  const of = typeof command === 'string' ? command : undefined
  if (of === undefined) return typeof powershell === 'string' ? { ...rest, shell: 'powershell' } : handler
  const seconds = inMilliseconds && typeof timeout === 'number' ? Math.ceil(timeout / 1000) : timeout
  return {
    ...rest,
    type: rest['type'] ?? 'command',
    command: typeof cwd === 'string' && cwd !== '' ? inFolder(cwd, of) : of,
    ...(seconds === undefined ? {} : { timeout: seconds }),
  }
}

function inFolder(folder: string, command: string): string {
  const inProject = folder.startsWith('/') ? '' : '"$CLAUDE_PROJECT_DIR"/'
  return `cd ${inProject}${quoted(folder)} && ${command}`
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** What lefthook runs on events of agents: `{<agent>: {<event>: <its hook, or several>}}`. */
export function ofLefthook(agents: Fields): FoundHooks {
  const hooks = Object.entries(agents).flatMap(([agent, events]) =>
    Object.entries(isRecord(events) ? events : {}).flatMap(([event, names]) =>
      [names].flat().flatMap((name: unknown): FoundHook[] => {
        if (typeof name !== 'string') return []
        const handler = { type: 'command', command: `lefthook run ${quoted(name)}` }
        const fault = agent === 'claude' ? {} : { fault: `it is for ${agent.slice(0, 40)}` }
        return [{ place: `ai.${agent}.${event}`, event, handler, ...fault }]
      }),
    ),
  )
  return { shape: 'list', hooks }
}
