import { type RuleCommands, ruleCommands } from '../../runtime/src/kit/bash/rule-commands.ts'
import { type Folders, meetsPath } from './path-rule.ts'
import { parentTool, toolOfToday } from './tool-names.ts'
import { meetsWildcard, withSingleBlanks } from './wildcard.ts'

/** The one call that an `if` is tested on. */
export interface Call {
  readonly tool: string
  readonly input: Readonly<Record<string, unknown>>
  readonly folders: Folders
}

/** Whether an `if` is met, and why. `unclear`: the client could not read the command, and so takes it as met. */
export interface RuleResult {
  readonly met: boolean
  readonly why:
    | 'no-rule'
    | 'any-call'
    | 'pattern'
    | 'other-tool'
    | 'not-that'
    | 'tool-without-patterns'
    | 'unclear'
  /** The commands or the file that it was compared with. */
  readonly compared?: readonly string[]
}

/** The client's own test of an `if` on a call of a tool. */
export function meetsRule(rule: string, call: Call): RuleResult {
  if (rule === '') return { met: true, why: 'no-rule' }
  const [tool, content] = partsOf(rule)
  if (tool !== call.tool && tool !== parentTool(call.tool)) return { met: false, why: 'other-tool' }
  if (content === undefined) return { met: true, why: 'any-call' }
  return meetsContent(content, call)
}

/** Tool and content of a rule; no content for one that is met by every call. */
function partsOf(rule: string): readonly [tool: string, content: string | undefined] {
  const found = /^([^(]+)\(([\s\S]*)\)$/.exec(rule)
  if (!found) return [toolOfToday(rule), undefined]
  const [, tool = '', content = ''] = found
  const text = content.replace(/\\([()\\])/g, '$1')
  return [toolOfToday(tool), content === '' || content === '*' ? undefined : text]
}

const PATHS: Readonly<Record<string, string>> = {
  Read: 'file_path',
  Edit: 'file_path',
  Write: 'file_path',
  NotebookEdit: 'notebook_path',
}

function meetsContent(content: string, { tool, input, folders }: Call): RuleResult {
  const text = (key: string): string => (typeof input[key] === 'string' ? input[key] : '')
  if (tool === 'Bash' || tool === 'Monitor') return meetsCommand(content, ruleCommands(text('command')))
  if (tool === 'Glob' || tool === 'Grep')
    return compared(meetsWildcard(content, text('pattern')), text('pattern'))
  const key = PATHS[tool]
  if (key === undefined) return { met: false, why: 'tool-without-patterns' }
  return compared(meetsPath(content, text(key), folders), text(key))
}

function compared(met: boolean, ...texts: readonly string[]): RuleResult {
  return { met, why: met ? 'pattern' : 'not-that', compared: texts }
}

function meetsCommand(content: string, { reading, commands }: RuleCommands): RuleResult {
  const prefix = /^([\s\S]+):\*$/.exec(content)?.[1]
  const namesProgram = prefix === undefined ? /^[^\s*?[]+\s?\*$/.test(content) : !/\s/.test(prefix)
  if (reading === 'none' || (reading === 'loose' && !namesProgram))
    return { met: true, why: 'unclear', compared: commands }
  const met = commands.some((command) =>
    prefix === undefined ? isLike(content, command) : begins(prefix, command),
  )
  return compared(met, ...commands)
}

/** A command behind `xargs` counts as if it stood alone. */
function isLike(content: string, command: string): boolean {
  const [pattern, text] = [withSingleBlanks(content.trim()), withSingleBlanks(command)]
  return meetsWildcard(pattern, text) || meetsWildcard(`xargs ${pattern}`, text)
}

function begins(prefix: string, command: string): boolean {
  return [prefix, `xargs ${prefix}`].some((start) => command === start || command.startsWith(`${start} `))
}
