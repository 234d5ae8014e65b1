import { parseOptions, spec } from '../../../../src/runtime/src/kit/bash/options.ts'
import type { BashCommand, BashView, BashWord } from '../../../../src/runtime/src/kit/bash/view-types.ts'
import { absolutePath } from '../../../../src/runtime/src/kit/paths.ts'
import { type Scope, type Scoped, scopedCommands } from './scopes.ts'

/** Where a shell is: `undefined` when only the shell knows. */
interface Place {
  folder: string | undefined
  before: string | undefined
  readonly stack: (string | undefined)[]
}

interface Walk {
  readonly view: BashView
  readonly places: Map<Scope, Place>
  readonly scopes: Scope[]
}

/** The folder that each command of the view runs in, by following `cd`; `undefined` where that cannot be known. */
export function foldersOf(source: string, view: BashView, start: string): readonly (string | undefined)[] {
  const root: Scope = {}
  const places = new Map<Scope, Place>([[root, { folder: start, before: undefined, stack: [] }]])
  const walk: Walk = { view, places, scopes: [] }
  const written = safely(source, root)
  let next = 0
  return view.commands.map((command, index) => {
    const at = isInner(command, view)
      ? -1
      : written.findIndex(({ text }, place) => place >= next && text === command.text)
    if (at >= 0) next = at + 1
    const scope = written[at]?.scope ?? innerScope(command, walk) ?? root
    walk.scopes[index] = scope
    const place = placeOf(scope, walk)
    const folder = startedIn(command, walk) ?? place.folder
    follow(command, place)
    return folder
  })
}

function safely(source: string, root: Scope): readonly Scoped[] {
  try {
    return scopedCommands(source, root)
  } catch {
    // The view of the same text says that it cannot be followed.
    return []
  }
}

/** Not written in the text itself but made from a wrapper's words or a text for a shell, or inside of such. */
function isInner({ via, parent }: BashCommand, view: BashView): boolean {
  if (via === 'wrapper' || via === 'code') return true
  const outer = parent === undefined ? undefined : view.commands[parent]
  return outer !== undefined && isInner(outer, view)
}

function innerScope(command: BashCommand, { view, scopes }: Walk): Scope | undefined {
  const { parent, via } = command
  if (parent === undefined) return scopes.at(-1)
  const outer = scopes[parent] ?? {}
  const own = via === 'code' && view.commands[parent]?.name !== 'eval'
  if (!own) return outer
  const sibling = view.commands.findIndex(
    (one, at) => one.parent === parent && one.via === 'code' && at in scopes,
  )
  return sibling < 0 ? { parent: outer } : scopes[sibling]
}

function placeOf(scope: Scope, walk: Walk): Place {
  const known = walk.places.get(scope)
  if (known) return known
  const outer = scope.parent ? placeOf(scope.parent, walk) : undefined
  const place: Place = { folder: outer?.folder, before: outer?.before, stack: [...(outer?.stack ?? [])] }
  walk.places.set(scope, place)
  return place
}

const CD = spec('L P e @')

function follow({ name, args }: BashCommand, place: Place): void {
  if (name === 'popd') {
    move(place, place.stack.pop())
    return
  }
  if (name !== 'cd' && name !== 'pushd' && name !== 'chdir') return
  const [target] = parseOptions(args, CD).rest
  const from = place.folder
  if (name === 'pushd') place.stack.push(from)
  if (target?.text === '-') move(place, place.before)
  else move(place, target ? pathOf(target, from) : name === 'pushd' ? undefined : absolutePath('~', '/'))
}

function move(place: Place, folder: string | undefined): void {
  place.before = place.folder
  place.folder = folder
}

/** The path that a word means in a folder; `undefined` when that cannot be known. */
export function pathOf(word: BashWord, folder: string | undefined): string | undefined {
  const absolute = /^(?:[/~]|[A-Za-z]:)/.test(word.text)
  if (!word.known || /[*?[]/.test(word.text) || (folder === undefined && !absolute)) return undefined
  return absolutePath(word.text, folder ?? '/')
}

const STARTERS: Readonly<Record<string, { readonly options: string; readonly folder: readonly string[] }>> = {
  env: { options: 'u: C: S: P: i 0 v unset= chdir= split-string=', folder: ['C', 'chdir'] },
  sudo: { options: 'u: g: p: h: C: D: R: r: t: T: U: user= group= chdir= prompt=', folder: ['D', 'chdir'] },
}

/** The folder that a wrapper such as `env -C` starts its command in. */
function startedIn({ parent, via }: BashCommand, { view, places, scopes }: Walk): string | undefined {
  const wrapper = via === 'wrapper' && parent !== undefined ? view.commands[parent] : undefined
  const row = wrapper?.name && Object.hasOwn(STARTERS, wrapper.name) ? STARTERS[wrapper.name] : undefined
  if (!wrapper || !row || parent === undefined) return undefined
  const { values } = parseOptions(wrapper.args, spec(row.options), true)
  const target = row.folder.flatMap((name) => values.get(name) ?? []).at(-1)
  return target && pathOf(target, places.get(scopes[parent] ?? {})?.folder)
}
