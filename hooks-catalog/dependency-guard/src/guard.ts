import type { Decision, Handler } from '../../../src/runtime/src/types.ts'
import type { Answer } from './age.ts'
import type { Finding, Lists } from './analysis.ts'
import type { Wish } from './spec.ts'

type Raw = Readonly<Record<string, unknown>>

const LONGEST_COMMAND = 65_536
const MANAGER =
  /npm|npx|yarn|bun|pip|uv|poetry|pdm|rye|cargo|\bgem\b|bundle|\bgo\b|composer|deno|corepack|GOPROXY|GOFLAGS|GONOSUM|GOINSECURE|[`'"\\$]/
const VERB =
  /\b(?:add|install|instal|inst?|i|a|get|require|req|update|up|dlx|x|exec|run|create|init|inject|download|wheel|config|set|approve|trust|npx|bunx|pnpx|uvx)\b|REGISTRY|registry|INDEX|PROXY|GO[A-Z]+=/

/** Looks at the packages that a command is about to install by name; says nothing about all other commands. */
const guard: Handler<'PreToolUse'> = async (event, decide, { options, env }) => {
  const command = event.tool_input?.['command']
  if (typeof command !== 'string' || !MANAGER.test(command)) return undefined
  if (!VERB.test(command.replace(/['"\\]/g, ''))) return undefined
  if (command.length > LONGEST_COMMAND)
    return decide.ask(
      `dependency-guard: the command has ${command.length} characters, more than can be read in time. Write long texts with the file tools.`,
    )
  const { analyse } = require('./analysis.ts') as typeof import('./analysis.ts')
  const { findings, wishes } = analyse(command, listsOf(options))
  const found = findings.filter(({ rule }) => rule === 'deny' || options[rule] !== 'off')
  const refused = found.filter(({ rule }) => verdictOf(rule, options) === 'deny')
  if (refused.length > 0) return decide.deny(reasonOf(refused))
  const days = typeof options['minAgeDays'] === 'number' ? options['minAgeDays'] : 0
  if (days <= 0 || wishes.length === 0) return found.length > 0 ? decide.ask(reasonOf(found)) : undefined
  const { agesOf } = require('./age.ts') as typeof import('./age.ts')
  const answers = await agesOf(wishes, { ...askingOf(options), event, env })
  const said = answers.flatMap(([wish, answer]) => aboutAge(wish, answer, days))
  const missing = said.filter(({ kind }) => kind === 'deny').map(({ text }) => text)
  if (missing.length > 0) return decide.deny(missing.join('\n'))
  const young = said.filter(({ kind }) => kind === 'ask').map(({ text }) => text)
  const unknown = said.filter(({ kind }) => kind === 'tell').map(({ text }) => text)
  const asked = [...(found.length > 0 ? [reasonOf(found)] : []), ...young]
  const decisions: Decision[] = asked.length > 0 ? [decide.ask(asked.join('\n'))] : []
  return unknown.length > 0 ? [...decisions, decide.tell(unknown.join('\n'))] : decisions
}

export default guard

function verdictOf(rule: Finding['rule'], options: Raw): unknown {
  return rule === 'deny' ? 'deny' : (options[rule] ?? (rule === 'names' ? 'deny' : 'ask'))
}

const MOST_TOLD = 5

function reasonOf(findings: readonly Finding[]): string {
  const lines = findings.slice(0, MOST_TOLD).map(({ rule, text }) => `dependency-guard (${rule}): ${text}`)
  return findings.length > MOST_TOLD
    ? `${lines.join('\n')}\nand ${findings.length - MOST_TOLD} more`
    : lines.join('\n')
}

interface Said {
  readonly kind: 'deny' | 'ask' | 'tell'
  readonly text: string
}

const DAY_MS = 24 * 60 * 60_000

function aboutAge({ name, ecosystem }: Wish, answer: Answer, days: number): readonly Said[] {
  const start = 'dependency-guard (age): '
  if (answer.kind === 'none')
    return [
      {
        kind: 'deny',
        text: `${start}there is no package ${name} on ${ecosystem}. Check the name: somebody could register it.`,
      },
    ]
  if (answer.kind === 'unknown')
    return [{ kind: 'tell', text: `${start}the registry could not say how old ${name} is: ${answer.why}.` }]
  const age = (time: number): number => Math.floor((Date.now() - time) / DAY_MS)
  if (age(answer.first) < days)
    return [
      {
        kind: 'ask',
        text: `${start}the package ${name} was first published ${age(answer.first)} days ago. Use an established one, or ask the user.`,
      },
    ]
  return age(answer.newest) < days
    ? [
        {
          kind: 'ask',
          text: `${start}the newest version of ${name} was published ${age(answer.newest)} days ago. Name an older one, or ask the user.`,
        },
      ]
    : []
}

function listsOf(options: Raw): Lists {
  const list = (name: string): readonly string[] => {
    const value = options[name]
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  }
  return { deny: list('deny'), allow: list('allow'), knownRegistries: list('knownRegistries') }
}

/** Who sets none of these has the defaults of the manifest, which come with the options. */
function askingOf(options: Raw) {
  return {
    npmUrl: String(options['npmUrl']),
    pypiUrl: String(options['pypiUrl']),
    networkSeconds: Number(options['networkSeconds']),
  }
}
