import { unaliased } from '../../_shared/src/git/alias.ts'
import { type GitCall, gitCall } from '../../_shared/src/git/call.ts'
import { type Settings, settingsOf } from '../../_shared/src/git/config.ts'
import { innerLines } from '../../_shared/src/git/inner.ts'
import { type Line, readLine, type Start } from '../../_shared/src/shell/line.ts'
import { plain } from '../../_shared/src/shell/plain.ts'
import { isProtected, type Protection } from './branches.ts'
import { follow, type Heads, newHeads, siteOf } from './heads.ts'
import { LOCAL } from './local.ts'
import type { Options } from './options.ts'
import { push, sendPack, subtreePush } from './push.ts'
import type { Scene, Touch } from './touch.ts'

/** What the guard says about a line. */
export interface Answer {
  readonly verdict: 'deny' | 'ask'
  readonly reason: string
}

const MOST_INNER = 8

/** What is wrong with a Bash command as far as protected branches are concerned; reads files of git, changes nothing. */
export function analyse(source: string, options: Options, start: Start): Answer | undefined {
  const answers = answersFor(source, { options, start, heads: newHeads() }, 0)
  return answers.find(({ verdict }) => verdict === 'deny') ?? answers[0]
}

interface Task {
  readonly options: Options
  readonly start: Start
  readonly heads: Heads
}

function answersFor(source: string, task: Task, level: number): readonly Answer[] {
  const line = readLine(source, task.start)
  const found = line.view.commands.flatMap((_, index) => ofCommand(line, index, task, level))
  const why = line.view.tooComplex ?? line.view.broken
  // What is broken is refused by the shell as well; what is too long is not.
  if (line.view.tooComplex !== undefined && found.length === 0)
    return [
      { verdict: 'ask', reason: `git-branch-guard: the command uses git and cannot be followed: ${why}.` },
    ]
  return found
}

function ofCommand(line: Line, index: number, task: Task, level: number): readonly Answer[] {
  const first = gitCall(line, index)
  if (!first) return []
  const site = siteOf(first, task.heads)
  let read: Settings | undefined
  const settings = (): Settings => {
    read ??= settingsOf(site.repository?.commonDir, task.start.home)
    return read
  }
  const { call, shell } = unaliased(first, settings)
  const lines = [...(shell === undefined ? [] : [shell]), ...innerLines(call)]
  const inner = level < MOST_INNER ? lines.flatMap((text) => nested(text, call, task, level)) : []
  const scene: Scene = { call, line, settings, ...site }
  const own =
    shell === undefined ? touchesOf(scene).flatMap((touch) => judged(touch, scene, task.options) ?? []) : []
  if (shell === undefined) follow(call, site, task.heads)
  return [...own, ...inner]
}

/** A text that git gives to a shell runs in the folder of the call. */
function nested(text: string, call: GitCall, task: Task, level: number): readonly Answer[] {
  const cwd = call.folder ?? task.start.cwd
  return answersFor(text, { ...task, start: { ...task.start, cwd } }, level + 1)
}

function touchesOf(scene: Scene): readonly Touch[] {
  const { verb } = scene.call
  if (verb === 'push') return push(scene)
  if (verb === 'send-pack') return sendPack(scene)
  return [...(LOCAL.get(verb)?.(scene) ?? []), ...(verb === 'subtree' ? subtreePush(scene) : [])]
}

function judged(touch: Touch, scene: Scene, options: Options): Answer | undefined {
  if (!options.operations.includes(touch.operation)) return undefined
  const protection: Protection = { patterns: options.protected, remoteDefault: options.remoteDefault }
  const { branch, does } = touch
  const verdict = touch.all
    ? true
    : branch === undefined
      ? undefined
      : isProtected(branch, protection, scene.repository)
  if (verdict === false || (verdict === undefined && options.unknown === 'pass')) return undefined
  const text = plain(scene.call.command.text)
  if (verdict === undefined) {
    const which = branch === undefined ? 'a branch that cannot be known before it runs' : plain(branch)
    return {
      verdict: 'ask',
      reason: `git-branch-guard (unknown-branch): \`${text}\` ${does} ${which}, which may be protected. Name the branch and the folder in plain words.`,
    }
  }
  const which = touch.all
    ? 'all branches, protected ones as well'
    : `${plain(branch ?? '')}, which is protected`
  return {
    verdict: options.action,
    reason: `git-branch-guard (${touch.operation}): \`${text}\` ${does} ${which}. ${adviceFor(touch)}`,
  }
}

function adviceFor({ operation, all, does }: Touch): string {
  if (operation === 'push' && does === 'deletes') return 'Leave it there, or let a person delete it.'
  if (operation === 'push')
    return all
      ? 'Push one branch by its name.'
      : 'Push a branch of your own (`git push -u origin HEAD:my-change`) and open a pull request.'
  if (operation === 'branch') return 'Leave it where it is, and work on a branch of your own.'
  return 'Work on a branch of your own: `git switch -c my-change` keeps what you have changed.'
}
