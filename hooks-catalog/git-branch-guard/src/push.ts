import { HOLE } from '../../../src/runtime/src/kit/bash/hole.ts'
import { parseOptions, spec } from '../../../src/runtime/src/kit/bash/options.ts'
import type { BashWord } from '../../../src/runtime/src/kit/bash/view-types.ts'
import { setting } from '../../_shared/src/git/config.ts'
import { isHole, substitutedIn } from '../../_shared/src/shell/line.ts'
import type { Scene, Touch } from './touch.ts'

const PUSH = spec(
  'f n d u q v o: 4 6 force force-with-lease force-if-includes dry-run delete set-upstream all branches mirror tags follow-tags prune push-option= repo= receive-pack= exec= quiet verbose no-verify verify porcelain progress thin no-thin signed atomic recurse-submodules= ipv4 ipv6',
)
const OPTIONAL = new Set(['o', 'push-option', 'repo', 'receive-pack', 'exec', 'recurse-submodules'])

/** The branches on a remote that `git push` would change. */
export function push(scene: Scene): readonly Touch[] {
  const { flags, values, rest } = parseOptions(scene.call.args, { ...PUSH, valued: OPTIONAL })
  if (flags.has('n') || flags.has('dry-run')) return []
  if (flags.has('mirror') || flags.has('all') || flags.has('branches'))
    return [every(flags.has('mirror') ? 'overwrites and deletes' : 'pushes')]
  const [remote, ...words] = values.has('repo') && rest.length === 0 ? (values.get('repo') ?? []) : rest
  const refspecs = withoutTags(words)
  if (flags.has('d') || flags.has('delete'))
    return refspecs.flatMap((word) => target(word, scene).map((branch) => touch(branch, 'deletes')))
  if (words.length > 0) return refspecs.flatMap((word) => refspec(word, scene))
  return flags.has('tags') ? [] : byConfiguration(scene, remote?.text)
}

/** `git send-pack`, and `git subtree push`, whose last word is the branch. */
export function sendPack(scene: Scene): readonly Touch[] {
  const { flags, rest } = parseOptions(
    scene.call.args,
    spec('f n force dry-run all mirror receive-pack= exec= remote='),
  )
  if (flags.has('n') || flags.has('dry-run')) return []
  if (flags.has('all') || flags.has('mirror')) return [every('pushes')]
  return rest.slice(1).flatMap((word) => refspec(word, scene))
}

/** The last word of `git subtree push` is the branch. */
export function subtreePush(scene: Scene): readonly Touch[] {
  const { rest } = parseOptions(scene.call.args, spec('P: b: m: prefix= branch= onto= rejoin squash'))
  return rest[0]?.text === 'push' ? rest.slice(2).flatMap((word) => refspec(word, scene)) : []
}

function every(does: string): Touch {
  return { operation: 'push', branch: undefined, does, all: true }
}

function touch(branch: string | undefined, does: string): Touch {
  return { operation: 'push', branch, does }
}

/** `tag v1` names a tag. */
function withoutTags(words: readonly BashWord[]): readonly BashWord[] {
  return words.filter(({ text }, at) => text !== 'tag' && words[at - 1]?.text !== 'tag')
}

function refspec(word: BashWord, scene: Scene): readonly Touch[] {
  const bare = word.text.replace(/^\+/, '')
  if (bare === ':') return [every('pushes')]
  if (/^refs\/heads\/\*:|^(?:refs\/heads\/)?\*$/.test(bare)) return [every('pushes')]
  const does = bare.startsWith(':') ? 'deletes' : word.text.startsWith('+') ? 'overwrites' : 'pushes to'
  return target({ ...word, text: bare }, scene).map((branch) => touch(branch, does))
}

/** The branch on the remote that a refspec names; none for tags and other refs. */
function target(word: BashWord, scene: Scene): readonly (string | undefined)[] {
  const colon = word.text.indexOf(':')
  const ref = colon < 0 ? word.text : word.text.slice(colon + 1)
  const source = colon < 0 ? ref : word.text.slice(0, colon)
  if (/^(?:HEAD|@)$/.test(ref) || (isHole({ ...word, text: ref }) && namesCurrent(scene)))
    return current(scene)
  if (ref.startsWith('refs/heads/')) return [ref.slice('refs/heads/'.length)]
  if (ref.startsWith('heads/')) return [ref.slice('heads/'.length)]
  if (ref.startsWith('refs/') || ref.startsWith('tags/') || source.startsWith('refs/tags/')) return []
  return [ref]
}

function current({ head }: Scene): readonly (string | undefined)[] {
  if (!head) return [undefined]
  return head.branch === undefined ? [] : [head.branch]
}

const NAMES_CURRENT = [
  /^branch --show-current$/,
  /^rev-parse --abbrev-ref HEAD$/,
  /^symbolic-ref (?:-q )?--short (?:-q )?HEAD$/,
]

/** All substitutions in the command print the name of the branch that is checked out. */
function namesCurrent({ call, line }: Scene): boolean {
  const holes = call.args
    .map(({ text }) => text.split(HOLE).length - 1)
    .reduce((sum, count) => sum + count, 0)
  const inner = substitutedIn(line, call.index)
  return (
    inner.length === holes &&
    inner.every(({ name, args }) => {
      const words = args.map(({ text }) => text).join(' ')
      return name === 'git' && NAMES_CURRENT.some((form) => form.test(words))
    })
  )
}

/** Without a refspec the configuration says what is pushed where. */
function byConfiguration(scene: Scene, named: string | undefined): readonly Touch[] {
  const { head, settings } = scene
  if (!head) return [touch(undefined, 'pushes to')]
  const own = head.branch ?? ''
  const of = (name: string) => setting(settings(), name)
  const remote =
    named ??
    of(`branch.${own}.pushremote`) ??
    of('remote.pushdefault') ??
    of(`branch.${own}.remote`) ??
    'origin'
  if (of(`remote.${remote}.mirror`) === 'true') return [every('overwrites and deletes')]
  const listed = settings().get(`remote.${remote}.push`) ?? []
  if (listed.length > 0) return listed.flatMap((text) => refspec({ text, known: true }, scene))
  const mode = of('push.default') ?? 'simple'
  if (mode === 'matching') return [every('pushes')]
  if (mode === 'nothing' || own === '') return []
  const upstream = of(`branch.${own}.merge`)?.replace(/^refs\/heads\//, '')
  const branch = mode === 'upstream' || mode === 'tracking' ? (upstream ?? own) : own
  return [touch(branch, 'pushes to')]
}
