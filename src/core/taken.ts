import { HooksError } from '../errors.ts'
import type { TakenEntry } from './lockfile.ts'
import { addEntry, type Draft, removeEntry } from './settings/edit.ts'
import { locate } from './settings/locate.ts'
import { parseSettings } from './settings/tree.ts'

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

/** The text of the settings with these entries in it again. They are the user's own, so nothing undoes that. */
export function giveBack(draft: Draft, entries: readonly TakenEntry[]): string | null {
  return entries.reduce((current, { pack: _, ...one }) => addEntry(current, { ...one, hooks: [] }), draft)
    .text
}
