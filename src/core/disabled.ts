import type { Packs } from './entries.ts'

/** Whether hooks are to run. */
export type Switch = 'on' | 'off'

/** What a text of hookpack.json, which was found valid, switches off: packs, and hooks as `<pack>/<id>`. */
export function disabledIn(request: string | null | undefined): readonly string[] {
  if (request === null || request === undefined) return []
  const { disabled = [] } = JSON.parse(request.replace(/^\uFEFF/, '')) as { disabled?: readonly string[] }
  return disabled
}

/** The hooks that these words switch off, of those that the packs have. */
export function disabledHooks(words: readonly string[], packs: Packs): readonly string[] {
  const hooks = Object.keys(packs).flatMap((name) => hooksOf(name, packs).map((key) => ({ name, key })))
  return hooks
    .filter(({ name, key }) => words.includes(name) || words.includes(key))
    .map(({ key }) => key)
    .sort()
}

/** Words that name neither a pack nor a hook of one. */
export function unknownWords(words: readonly string[], packs: Packs): readonly string[] {
  return words.filter((word) => !isKnown(word, packs))
}

/** True for the name of a pack that is there, or of a hook of it. */
export function isKnown(word: string, packs: Packs): boolean {
  return Object.hasOwn(packs, word) || hooksOf(packOf(word), packs).includes(word)
}

/** The pack that a word is about: itself, or the pack of the hook that it names. */
export function packOf(word: string, packs: Packs = {}): string {
  return Object.hasOwn(packs, word) ? word : word.slice(0, Math.max(0, word.lastIndexOf('/')))
}

/** The hooks of a pack, as `<pack>/<id>`. */
export function hooksOf(name: string, packs: Packs): readonly string[] {
  return Object.hasOwn(packs, name) ? (packs[name]?.hooks ?? []).map(({ id }) => `${name}/${id}`) : []
}

/** The words afterwards, when the packs and hooks that `names` says are switched off or on. */
export function switched(
  words: readonly string[],
  names: readonly string[],
  { packs, to }: { readonly packs: Packs; readonly to: Switch },
): readonly string[] {
  return names.reduce((current, name) => switchOne(current, name, { packs, to }), words)
}

function switchOne(
  words: readonly string[],
  name: string,
  { packs, to }: { readonly packs: Packs; readonly to: Switch },
): readonly string[] {
  const pack = packOf(name, packs)
  const own = hooksOf(name, packs)
  const others = words.filter((word) => word !== name && !own.includes(word))
  if (to === 'off') return words.includes(pack) ? words : [...others, name]
  if (pack === name || !words.includes(pack)) return others
  // Of a pack that is off as a whole, the other hooks stay so.
  return others.flatMap((word) =>
    word === pack ? hooksOf(pack, packs).filter((key) => key !== name) : [word],
  )
}

/** The packs of which every hook may run. */
export function whole(packs: Packs, disabled: readonly string[] = []): Packs {
  return Object.fromEntries(
    Object.entries(packs).filter(([name]) => !hooksOf(name, packs).some((key) => disabled.includes(key))),
  )
}
