import { allValues, lastValue, parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { BashCommand, BashWord } from '../../../../src/runtime/src/kit/bash/view-types.ts'
import { bashWord } from '../../../../src/runtime/src/kit/bash/words.ts'
import { pathOf } from '../shell/folders.ts'
import { type Line, variableOf } from '../shell/line.ts'

/** One call of git. */
export interface GitCall {
  readonly verb: string
  readonly args: readonly BashWord[]
  /** The folder it works in; `undefined` when only the shell knows. */
  readonly folder: string | undefined
  /** The folder that `--git-dir` or `GIT_DIR` names, if any does. */
  readonly gitDir?: string
  /** Settings given with `-c` and `--config-env`, as `name=value`. */
  readonly settings: readonly BashWord[]
  readonly command: BashCommand
  /** The place of the command in the view. */
  readonly index: number
}

const GLOBAL = spec(
  'C: c: p P git-dir= work-tree= namespace= exec-path= config-env= super-prefix= attr-source= list-cmds= no-pager bare no-replace-objects literal-pathspecs no-optional-locks paginate html-path man-path info-path version help h v',
)

/** The call of git that a command is; `undefined` for other programs and for git without a subcommand. */
export function gitCall(line: Line, index: number): GitCall | undefined {
  const command = line.view.commands[index]
  if (!command || (command.name !== 'git' && command.name !== 'hub')) return undefined
  const options = parseOptions(command.args, { ...GLOBAL, valued: without(GLOBAL.valued, 'exec-path') }, true)
  const [verb, ...args] = options.rest
  if (!verb || options.flags.has('help') || options.flags.has('version') || asksForHelp(args))
    return undefined
  let folder = line.folders[index]
  for (const word of allValues(options, 'C')) folder = word.text === '' ? folder : pathOf(word, folder)
  const given = lastValue(options, 'git-dir') ?? variableOf(line, index, 'GIT_DIR')
  const gitDir = given && pathOf(given, folder)
  return {
    verb: verb.text,
    args,
    // A folder of git that cannot be known is as good as a folder that cannot be known.
    folder: given && !gitDir ? undefined : folder,
    ...(gitDir ? { gitDir } : {}),
    settings: allValues(options, 'c', 'config-env'),
    command,
    index,
  }
}

function without(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return new Set([...set].filter((one) => one !== name))
}

// `--help` behind an option that takes a value is that value; `git commit -h` prints help.
function asksForHelp(args: readonly BashWord[]): boolean {
  return args[0]?.text === '--help' || (args[0]?.text === '-h' && args.length === 1)
}

/** The same call with the words that an alias stands for. */
export function expanded(call: GitCall, alias: string): GitCall {
  const [verb = '', ...words] = alias.trim().split(/\s+/)
  const args = words.map((word) => bashWord(word.replace(/^(['"])(.*)\1$/, '$2')))
  return { ...call, verb, args: [...args, ...call.args] }
}
