import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { remotesOf } from '../../_shared/src/git/repository.ts'
import type { Operation, Scene, Touch } from './touch.ts'

type Verb = (scene: Scene) => readonly Touch[]

const COMMIT = spec(
  'm: F: C: c: t: a p i o n v q s z u S message= file= reuse-message= reedit-message= template= author= date= cleanup= fixup= squash= trailer= pathspec-from-file= all patch amend no-edit edit dry-run no-verify verify verbose quiet signoff status porcelain short long branch allow-empty allow-empty-message reset-author only include null',
)

function commit(scene: Scene): readonly Touch[] {
  const { flags } = parseOptions(scene.call.args, COMMIT)
  return flags.has('dry-run') ? [] : current(scene, 'commit', 'commits to')
}

/** The branch that is checked out, unless there is none, or it has no commit yet. */
function current({ head }: Scene, operation: Operation, does: string): readonly Touch[] {
  if (head && (head.branch === undefined || head.unborn)) return []
  return [{ operation, branch: head?.branch, does }]
}

const STOPS = ['abort', 'quit', 'show-current-patch', 'edit-todo', 'help']
const APPLY = spec(
  'n e x s S m: X: C: p: no-commit abort quit continue skip show-current-patch mainline= strategy= strategy-option= gpg-sign edit no-edit signoff',
)

/** Verbs that make commits of other commits or of patches. */
function applies(does: string): Verb {
  return (scene) => {
    const { flags } = parseOptions(scene.call.args, APPLY)
    const plain = scene.call.verb !== 'am' && (flags.has('n') || flags.has('no-commit'))
    return plain || STOPS.some((flag) => flags.has(flag)) ? [] : current(scene, 'commit', does)
  }
}

const MERGE = spec(
  'm: F: s: X: S n q v e message= file= strategy= strategy-option= into-name= cleanup= abort quit continue ff no-ff ff-only squash no-commit commit edit no-edit stat no-stat log verify no-verify signoff allow-unrelated-histories autostash',
)

function merge(scene: Scene): readonly Touch[] {
  const { flags, rest } = parseOptions(scene.call.args, MERGE)
  if (STOPS.some((flag) => flags.has(flag)) || flags.has('squash')) return []
  if (!flags.has('continue') && rest.every((word) => isOwnUpstream(word, scene))) return []
  return current(scene, 'merge', 'merges into')
}

/** What the remote has of the same branch: to take that is no change of its own. */
function isOwnUpstream({ text }: BashWord, { head, repository }: Scene): boolean {
  if (/^@\{u(?:pstream)?\}$/i.test(text)) return true
  const branch = head?.branch
  if (!branch || !repository) return false
  const plain = text.replace(/^(?:refs\/)?remotes\//, '')
  return remotesOf(repository).some((remote) => plain === `${remote}/${branch}`)
}

const REBASE = spec(
  'x: s: X: C: S i m r f q v n exec= strategy= strategy-option= onto= whitespace= empty= abort quit continue skip show-current-patch edit-todo root interactive autosquash autostash keep-base update-refs',
)

function rebase(scene: Scene): readonly Touch[] {
  const { flags, rest } = parseOptions(scene.call.args, REBASE)
  if (STOPS.some((flag) => flags.has(flag))) return []
  const branch = rest[flags.has('root') ? 0 : 1]
  if (branch)
    return [{ operation: 'rebase', branch: branch.text.replace(/^refs\/heads\//, ''), does: 'rebases' }]
  const moves = flags.has('onto') || flags.has('continue') || flags.has('skip') || flags.has('root')
  if (!moves && rest.every((word) => isOwnUpstream(word, scene))) return []
  return current(scene, 'rebase', 'rebases')
}

const PULL = spec(
  's: X: S r n q v j: rebase strategy= strategy-option= depth= upload-pack= ff no-ff ff-only no-rebase autostash tags all append prune set-upstream',
)

function pull(scene: Scene): readonly Touch[] {
  const [, ...refspecs] = parseOptions(scene.call.args, PULL).rest
  const branch = scene.head?.branch
  const others = refspecs.filter(({ text }) => text.replace(/^\+?(?:refs\/heads\/)?/, '') !== branch)
  return [
    ...(others.length > 0 ? current(scene, 'merge', 'merges another branch into') : []),
    ...fetched(refspecs),
  ]
}

const FETCH = spec(
  'o: j: n p a f k t q v u depth= deepen= shallow-since= shallow-exclude= negotiation-tip= refmap= upload-pack= server-option= jobs= filter= all append prune tags force dry-run',
)

function fetches({ call }: Scene): readonly Touch[] {
  const { flags, rest } = parseOptions(call.args, FETCH)
  return flags.has('dry-run') ? [] : fetched(rest.slice(1))
}

/** Local branches that a refspec of `fetch` writes to; the same branch of the remote, without force, is its own. */
function fetched(refspecs: readonly BashWord[]): readonly Touch[] {
  return refspecs.flatMap(({ text }) => {
    const match = /^(\+?)([^:]*):(.+)$/s.exec(text)
    const target = localBranch(match?.[3] ?? '')
    const own = match?.[1] === '' && match[2]?.replace(/^refs\/heads\//, '') === target
    return !target || own ? [] : [{ operation: 'branch', branch: target, does: 'overwrites' } as const]
  })
}

/** The local branch that the right side of a refspec names. */
function localBranch(ref: string): string | undefined {
  if (ref.startsWith('refs/heads/')) return ref.slice('refs/heads/'.length)
  return ref === '' || ref.startsWith('refs/') ? undefined : ref
}

const BRANCH = spec(
  'd D f m M c C a r v q l t u: i delete force move copy all remotes verbose quiet list track create-reflog show-current unset-upstream edit-description set-upstream-to= contains= no-contains= merged= no-merged= sort= format= points-at= column color abbrev',
)

function branch(scene: Scene): readonly Touch[] {
  const { flags, rest } = parseOptions(scene.call.args, BRANCH)
  const has = (...names: readonly string[]) => names.some((name) => flags.has(name))
  const touch = (word: BashWord | undefined, does: string): readonly Touch[] =>
    word ? [{ operation: 'branch', branch: word.text, does }] : []
  if (has('r', 'remotes')) return []
  if (has('d', 'D', 'delete')) return rest.flatMap((word) => touch(word, 'deletes'))
  if (has('m', 'M', 'move')) {
    const [from, to] = rest.length > 1 ? rest : [undefined, rest[0]]
    const own = from ? touch(from, 'renames') : current(scene, 'branch', 'renames')
    return [...own, ...(has('M', 'f', 'force') ? touch(to, 'overwrites') : [])]
  }
  if (has('C') || (has('c', 'copy') && has('f', 'force'))) return touch(rest.at(-1), 'overwrites')
  return has('f', 'force') ? touch(rest[0], 'moves') : []
}

const SWITCH = spec('b: B: c: C: orphan= force-create= create=')

/** `checkout -B` and `switch -C` put a branch somewhere else, if it is there already. */
function reset({ call }: Scene): readonly Touch[] {
  const { values } = parseOptions(call.args, SWITCH)
  const words = [
    ...(values.get('B') ?? []),
    ...(values.get('C') ?? []),
    ...(values.get('force-create') ?? []),
  ]
  return words.map(({ text }) => ({ operation: 'branch', branch: text, does: 'moves' }))
}

function updateRef({ call }: Scene): readonly Touch[] {
  const { flags, rest } = parseOptions(call.args, spec('m: d z no-deref stdin create-reflog'))
  const [ref] = rest
  const name = ref && !flags.has('stdin') && /^refs\/heads\/(.+)$/s.exec(ref.text)?.[1]
  return name ? [{ operation: 'branch', branch: name, does: flags.has('d') ? 'deletes' : 'moves' }] : []
}

/** `subtree add`, `merge` and `pull` make commits. */
function subtree(scene: Scene): readonly Touch[] {
  const { rest } = parseOptions(scene.call.args, spec('P: m: prefix= message= squash'))
  const makes = /^(?:add|merge|pull)$/.test(rest[0]?.text ?? '')
  return makes ? current(scene, 'commit', 'commits to') : []
}

/** What the subcommands of git that change branches of this clone would change. */
export const LOCAL: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ['commit', commit],
  ['cherry-pick', applies('commits to')],
  ['revert', applies('commits to')],
  ['am', applies('commits to')],
  ['merge', merge],
  ['rebase', rebase],
  ['pull', pull],
  ['fetch', fetches],
  ['branch', branch],
  ['checkout', reset],
  ['switch', reset],
  ['update-ref', updateRef],
  ['subtree', subtree],
])
