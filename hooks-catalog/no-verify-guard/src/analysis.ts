import { unaliased } from '../../_shared/src/git/alias.ts'
import { gitCall } from '../../_shared/src/git/call.ts'
import { type Settings, settingsOf } from '../../_shared/src/git/config.ts'
import { innerLines } from '../../_shared/src/git/inner.ts'
import { repositoryOf } from '../../_shared/src/git/repository.ts'
import { type Line, readLine, type Start } from '../../_shared/src/shell/line.ts'
import { plain } from '../../_shared/src/shell/plain.ts'
import { environment } from './environment.ts'
import type { Finding, Rule, Scene } from './finding.ts'
import { hookFiles, uninstall } from './hook-files.ts'
import { hooksPath } from './hooks-path.ts'
import { noVerify } from './no-verify.ts'

/** The options of the pack, with the defaults filled in. */
export interface Options {
  readonly action: 'deny' | 'ask'
  readonly hookFiles: 'off' | 'ask' | 'deny'
  readonly off: readonly Rule[]
}

/** What the guard says. */
export interface Answer {
  readonly verdict: 'deny' | 'ask'
  readonly reason: string
}

const MOST_INNER = 8

/** The ways around hooks in a command line; reads files of git, changes nothing. */
export function analyse(source: string, options: Options, start: Start): Answer | undefined {
  const answers = answersFor(source, { options, start }, 0)
  return answers.find(({ verdict }) => verdict === 'deny') ?? answers[0]
}

interface Task {
  readonly options: Options
  readonly start: Start
}

function answersFor(source: string, task: Task, level: number): readonly Answer[] {
  const line = readLine(source, task.start)
  const { commands, tooComplex } = line.view
  const found = commands.flatMap((command, index) => {
    const scene: Scene = { line, index, home: task.start.home }
    const own = [...environment(scene), ...hookFiles(scene), ...uninstall(scene)]
    const text = plain(command.text)
    return [
      ...own.flatMap((one) => judged(one, text, task.options) ?? []),
      ...ofGit(line, index, task, level),
    ]
  })
  if (found.length === 0 && tooComplex !== undefined)
    return [
      {
        verdict: 'ask',
        reason: `no-verify-guard: the command uses git and cannot be followed: ${tooComplex}.`,
      },
    ]
  return found
}

function ofGit(line: Line, index: number, task: Task, level: number): readonly Answer[] {
  const first = gitCall(line, index)
  if (!first) return []
  const settings = (): Settings => {
    const folder = first.folder
    return settingsOf(folder === undefined ? undefined : repositoryOf(folder)?.commonDir, task.start.home)
  }
  const { call, shell } = unaliased(first, settings)
  const own = [...hooksPath({ call }), ...(shell === undefined ? noVerify({ call }) : [])]
  const text = plain(call.command.text)
  const cwd = call.folder ?? task.start.cwd
  const lines = level < MOST_INNER ? [...(shell === undefined ? [] : [shell]), ...innerLines(call)] : []
  return [
    ...own.flatMap((one) => judged(one, text, task.options) ?? []),
    ...lines.flatMap((inner) => answersFor(inner, { ...task, start: { ...task.start, cwd } }, level + 1)),
  ]
}

const ADVICE: Readonly<Record<Rule, string>> = {
  'no-verify':
    'Run it without that, and mend what the hook finds. If the hook itself is broken, say so and stop.',
  'hooks-path': 'Leave the hooks where they are, and mend what they find.',
  environment: 'Run it without that variable, and mend what the hook finds.',
  'hook-files': 'Leave hooks as they are, and mend what they find. If one has to change, ask for it.',
  uninstall: 'Leave the hooks installed, and mend what they find.',
}

/** The answer to a finding; `undefined` when the options let it pass. */
function judged({ rule, does, soft }: Finding, text: string, options: Options): Answer | undefined {
  if (options.off.includes(rule)) return undefined
  const verdict = soft ? options.hookFiles : options.action
  if (verdict === 'off') return undefined
  return { verdict, reason: `no-verify-guard (${rule}): \`${text}\` ${does}. ${ADVICE[rule]}` }
}
