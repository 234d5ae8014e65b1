import { HooksError } from '../errors.ts'
import { sha256 } from './integrity.ts'
import type { TakenEntry, TakenText } from './lockfile.ts'
import { addEntry, type Draft, removeEntry } from './settings/edit.ts'
import { locate } from './settings/locate.ts'
import { parseSettings } from './settings/tree.ts'
import { patchBetween, unpatched } from './text-patch.ts'

/** The settings without these entries of the user's own. Throws when one of them is not there any more. */
export function takeOut(draft: Draft, entries: readonly TakenEntry[]): Draft {
  return entries.reduce((current, { pack: _, ...one }) => {
    const entry = { ...one, hooks: [] }
    const found = current.text === null ? undefined : locate(parseSettings(current.text, current.file), entry)
    if (found?.state === 'same') return removeEntry(current, entry)
    throw new HooksError(
      'changed-meanwhile',
      `an entry of ${one.event} in ${current.file} is not there any more`,
      {
        hint: 'nothing was changed; run the command again',
      },
    )
  }, draft)
}

/** How to give back the text that `takeOut` has changed, byte for byte. */
export function takenText(pack: string, before: string | null, after: string | null): TakenText | undefined {
  if (before === null || after === null) return undefined
  return { pack, ...patchBetween(before, after), sha256: sha256(after) }
}

/**
 * The text of the settings with these entries in it again. They are the user's own, so nothing undoes that. Where nobody
 * has edited the file since they were taken, it is the text of before.
 */
export function giveBack(
  draft: Draft,
  entries: readonly TakenEntry[],
  texts: readonly TakenText[],
): string | null {
  const { text } = draft
  const packs = [...new Set(entries.map(({ pack }) => pack))]
  const known = packs.length === 1 ? texts.find(({ pack }) => pack === packs[0]) : undefined
  const was = text !== null && known?.sha256 === sha256(text) ? unpatched(text, known) : undefined
  if (was !== undefined) return was
  return entries.reduce((current, { pack: _, ...one }) => addEntry(current, { ...one, hooks: [] }), draft)
    .text
}
