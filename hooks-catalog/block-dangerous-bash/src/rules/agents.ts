import { lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { Call } from '../shell/call.ts'
import { shown, type Text } from '../shell/text.ts'
import { skipped } from './git-hooks.ts'
import type { Found, Rule } from './rule.ts'

const SETTINGS =
  /(?:^|\/)\.claude\/settings(?:\.local)?\.json$|(?:^|\/)managed-settings\.json$|(?:^|\/)\.claude\.json$/

/** Whether a path names settings of the agent that works here. */
export function isAgentSetting(path: string): boolean {
  return SETTINGS.test(path)
}

/** The finding for settings of the agent, with its hooks and permissions, that are written anew. */
export function agentSettings(path: string): Found {
  return skipped('hook-files', `changes what watches over this session (${shown(path)})`, 'ask')
}

const COPY = spec('t: S: g: m: o: f i n r R a p s v u T target-directory= suffix= owner= group= mode=')

function copied(call: Call): Found | undefined {
  const parsed = parseOptions(call.args, COPY)
  const target = lastValue(parsed, 't', 'target-directory') ?? parsed.rest.at(-1)
  const written = target && parsed.rest.length > 1 && isAgentSetting(target.text)
  return written ? agentSettings(target.text) : undefined
}

function written(call: Call): Found | undefined {
  const target = call.args.find(({ text }) => isAgentSetting(text))
  return target && agentSettings(target.text)
}

const UNASKED: Readonly<Record<string, RegExp>> = {
  claude: /^--(?:allow-)?dangerously-skip-permissions$|^--permission-mode=bypassPermissions$/,
  codex: /^--(?:yolo|dangerously-bypass-approvals-and-sandbox)$|^--sandbox=danger-full-access$/,
  gemini: /^(?:-y|--yolo|--approval-mode=yolo)$/,
  copilot: /^--(?:allow-all-tools|allow-all|yolo)$/,
  'cursor-agent': /^(?:-f|--force|--yolo)$/,
}
const KIN: Readonly<Record<string, string>> = {
  'claude-code': 'claude',
  'gemini-cli': 'gemini',
  qwen: 'gemini',
}
const VALUED = /^--(?:permission-mode|sandbox|approval-mode)$/
// What is behind these is said to the agent.
const SAID = /^(?:-p|--print|--prompt|-i|--append-system-prompt|--system-prompt)$/

// Another agent that asks nobody does what this one would have to ask about.
function unasked(call: Call): Found | undefined {
  if (call.scope.elsewhere) return undefined
  const options = UNASKED[KIN[call.name] ?? call.name]
  return options && call.args.some((arg, at) => options.test(optionAt(call.args, at, arg)))
    ? {
        group: 'hooks',
        rule: 'agent-unasked',
        verdict: 'ask',
        harm: 'starts an agent that asks nobody before it acts',
        safer: 'start it with the permissions that its task needs',
      }
    : undefined
}

function optionAt(args: readonly Text[], at: number, { text }: Text): string {
  const said = SAID.test(args[at - 1]?.text ?? '') && !text.startsWith('-')
  if (said) return ''
  return VALUED.test(text) ? `${text}=${args[at + 1]?.text ?? ''}` : text
}

/** Other agents, and the settings of this one. */
export const agents: readonly Rule[] = [
  { programs: 'claude claude-code codex gemini gemini-cli qwen copilot cursor-agent', check: unasked },
  { programs: 'cp mv install ln', check: copied },
  { programs: 'tee', check: written },
]
