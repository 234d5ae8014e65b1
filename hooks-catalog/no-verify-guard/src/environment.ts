import type { BashCommand, BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import type { Finding, Scene } from './finding.ts'

interface Variable {
  readonly name: string
  readonly value: BashWord
}

/** What the variables of a command say to the tools that run hooks. */
export function environment({ line, index }: Scene): readonly Finding[] {
  const command = line.view.commands[index]
  if (!command) return []
  const set = variablesOf(command)
  if (set.length === 0) return []
  const hooked = isHooked(command) || line.view.commands.slice(index + 1).some(isHooked)
  const name = set.find((variable) => turnsOff(variable, hooked))?.name
  return name === undefined ? [] : [{ rule: 'environment', does: `turns hooks off with ${name}` }]
}

const WITH_ASSIGNMENTS = /^(?:export|declare|typeset|env|sudo|cross-env|setx|set|doas|nohup|time|command)$/

function variablesOf({ name, args, assignments }: BashCommand): readonly Variable[] {
  const own = assignments.flatMap(({ name: variable, values }) => {
    const [value] = values
    return value ? [{ name: variable, value }] : []
  })
  if (name === undefined || !WITH_ASSIGNMENTS.test(name)) return own
  const words = args.flatMap((word) => {
    const match = /^([A-Za-z_]\w*)=(.*)$/s.exec(word.text)
    return match ? [{ name: match[1] ?? '', value: { ...word, text: match[2] ?? '' } }] : []
  })
  return [...own, ...words]
}

/** A command that runs hooks of git, or starts one that may. */
function isHooked({ name, args }: BashCommand): boolean {
  // `SKIP=x pre-commit run` goes around nothing: that runs by hand what a commit runs.
  if (name === 'pre-commit') return args[0]?.text !== 'run'
  if (name === 'git' || name === 'gt') return true
  return name === 'env' && args.some(({ text }) => text === 'git')
}

const off = /^(?:0|false|no|off)$/i
const HOOKS_PATH = /core\.hookspath|hook\..*\.enabled/i

/** Whether a variable means that hooks do not run. `SKIP` and its like mean that to git only. */
function turnsOff({ name, value: { text, known } }: Variable, hooked: boolean): boolean {
  const some = text !== '' && !off.test(text)
  switch (name) {
    case 'HUSKY':
    case 'LEFTHOOK':
      return off.test(text)
    case 'HUSKY_SKIP_HOOKS':
    case 'SKIP_SIMPLE_GIT_HOOKS':
    case 'OVERCOMMIT_DISABLE':
    case 'PRE_COMMIT_ALLOW_NO_CONFIG':
    case 'LEFTHOOK_EXCLUDE':
      return some
    case 'SKIP':
    case 'GIT_CONFIG_GLOBAL':
    case 'GIT_CONFIG_SYSTEM':
      return hooked && text !== ''
    case 'GIT_CONFIG_PARAMETERS':
      return !known || HOOKS_PATH.test(text)
    default:
      return /^GIT_CONFIG_KEY_\d+$/.test(name) && (!known || HOOKS_PATH.test(text))
  }
}
