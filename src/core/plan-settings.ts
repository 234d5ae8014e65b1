import { isDeepStrictEqual } from 'node:util'
import { HooksError } from '../errors.ts'
import type { LockedEntry, Undo } from './lockfile.ts'
import type { Note } from './notes.ts'
import { type Problem, problemsOf } from './settings/client-rules.ts'
import { addEntry, changeEntry, type Draft, removeEntry } from './settings/edit.ts'
import { locate } from './settings/locate.ts'
import { nearestNode, parseSettings, place, withoutBom } from './settings/tree.ts'
import type { State } from './state.ts'

/** From which entries to which. `touched` packs are put right; entries of others are left as the user has them. */
export interface Entries {
  readonly from: readonly LockedEntry[]
  readonly to: readonly LockedEntry[]
  readonly touched: ReadonlySet<string>
  readonly force: boolean
}

/** The settings afterwards, how to give back what was made, and what was noticed on the way. */
export interface SettingsEdit {
  readonly text: string | null
  readonly undo: readonly Undo[]
  readonly notes: readonly Note[]
}

/** Works out the settings text: entries that no pack needs go, new ones come, changed commands change in place. */
export function planSettings(draft: Draft, entries: Entries): SettingsEdit {
  const notes: Note[] = []
  let current = draft
  const olds = thereFirst(draft, entries.from)
  const successors = succeeding(olds, entries.to)
  for (const old of olds) {
    const next = successors.get(old)
    const place = placeOf(current, old)
    if (next && !needsWork(old, next, entries.touched)) {
      if (place === 'gone') notes.push({ code: 'entry-gone', event: old.event, hooks: old.hooks })
      continue
    }
    if (place === 'edited') current = settleEdited(current, { old, next, force: entries.force, notes })
    else if (next && place === 'same') current = changeEntry(current, old, next)
    else if (next) current = addEntry(current, next)
    else current = removeEntry(current, old)
  }
  const continued = new Set(successors.values())
  for (const entry of entries.to) {
    if (!continued.has(entry)) current = addEntry(current, entry)
  }
  return { text: current.text, undo: current.undo, notes }
}

/**
 * What becomes of each entry: that of the same hooks, else one for the same slot. Several packs may have the same handler
 * that the client runs by itself; each has its entry, and none may take that of another.
 */
function succeeding(
  olds: readonly LockedEntry[],
  to: readonly LockedEntry[],
): ReadonlyMap<LockedEntry, LockedEntry> {
  const next = new Map<LockedEntry, LockedEntry>()
  const left = new Set(to)
  for (const fits of [sameHooks, sameSlot]) {
    for (const old of olds) {
      const found = next.has(old) ? undefined : [...left].find((entry) => fits(entry, old))
      if (!found) continue
      next.set(old, found)
      left.delete(found)
    }
  }
  return next
}

function sameHooks(a: LockedEntry, b: LockedEntry): boolean {
  return sameSlot(a, b) && isDeepStrictEqual(a.hooks, b.hooks)
}

/**
 * After a merge there may be two entries for one slot, of which the settings have only one, or both: the first that is
 * there is the one that is kept.
 */
function thereFirst(draft: Draft, entries: readonly LockedEntry[]): readonly LockedEntry[] {
  const isGone = (entry: LockedEntry): number => (placeOf(draft, entry) === 'gone' ? 1 : 0)
  const twice = entries.some((entry, at) =>
    entries.some((other, index) => index < at && sameSlot(entry, other)),
  )
  return twice ? [...entries].sort((a, b) => isGone(a) - isGone(b)) : entries
}

function needsWork(old: LockedEntry, next: LockedEntry, touched: ReadonlySet<string>): boolean {
  return (
    old.handler['command'] !== next.handler['command'] ||
    old.handler['timeout'] !== next.handler['timeout'] ||
    next.hooks.some((hook) => touched.has(hook.slice(0, hook.lastIndexOf('/'))))
  )
}

/** The user's own edits win: kept and reported; a removal that would leave them pointing at nothing is refused. */
function settleEdited(
  draft: Draft,
  {
    old,
    next,
    force,
    notes,
  }: { old: LockedEntry; next: LockedEntry | undefined; force: boolean; notes: Note[] },
): Draft {
  if (force) {
    const without = removeEntry(draft, old)
    return next ? addEntry(without, next) : without
  }
  if (next && next.handler['command'] === old.handler['command']) {
    notes.push({ code: 'entry-kept', event: old.event, hooks: old.hooks })
    return draft
  }
  throw new HooksError(
    'edited-by-hand',
    `the ${old.event} entry of \`${old.hooks.join(', ')}\` in ${draft.file} was edited by hand`,
    {
      hint: 'undo the edit, or use `--force` to take the entry out as it is',
    },
  )
}

function placeOf(draft: Draft, entry: LockedEntry): 'same' | 'edited' | 'gone' {
  if (draft.text === null) return 'gone'
  return locate(parseSettings(draft.text, draft.file), entry)?.state ?? 'gone'
}

/** Two entries that are the same but for the hooks in their command, and so the sum of their time limits. */
function sameSlot(a: LockedEntry, b: LockedEntry): boolean {
  return slotOf(a) === slotOf(b)
}

const CHANGES_IN_PLACE: ReadonlySet<string> = new Set(['command', 'timeout'])

function slotOf({ event, matcher, handler }: LockedEntry): string {
  return JSON.stringify([
    event,
    matcher,
    Object.entries(handler).map(([key, value]) => (CHANGES_IN_PLACE.has(key) ? key : [key, value])),
  ])
}

/**
 * Refuses to touch a settings file that the client drops as a whole (our hook would never run in it), and tells
 * what else the client will not do with it. `--force` edits it all the same.
 */
export function checkClientReads(state: State, after: string | null, force: boolean): readonly Note[] {
  const file = state.scope.settingsFile
  if (state.settings === null || withoutBom(state.settings).trim() === '') return []
  const { jsonc } = parseSettings(state.settings, file)
  if (jsonc && !force) {
    throw new HooksError(
      'settings-commented',
      `${file} has a comment or a trailing comma at line ${jsonc.line}, column ${jsonc.column}: Claude Code ignores the whole file`,
      {
        hint: 'take it out (`hooks doctor --fix` does that with a comma); or use `--force` to edit around it, which leaves every hook in the file switched off',
      },
    )
  }
  if (jsonc) return [{ code: 'settings-commented', file, line: jsonc.line }]
  const before = valueIn(state.settings)
  const problems = problemsOf(before)
  const fatal = problems.find((problem) => problem.drops === 'file')
  if (fatal && !force) throw dropped(state.settings, file, fatal)
  const made = problemsOf(valueIn(after ?? ''))
  const worse = made.find(
    (problem) => problem.drops === 'file' && !problems.some((old) => old.path === problem.path),
  )
  if (worse) throw dropped(after ?? '', file, worse)
  return [
    ...((before as { disableAllHooks?: unknown }).disableAllHooks === true
      ? [{ code: 'hooks-disabled' as const, file }]
      : []),
    ...made
      .filter((problem) => problem.drops === 'entry')
      .map(({ path, message }) => ({ code: 'client-skips' as const, file, path, message })),
  ]
}

/** The value of a settings text; undefined for one without content. */
function valueIn(text: string): unknown {
  const body = withoutBom(text).trim()
  return body === '' ? undefined : (JSON.parse(body) as unknown)
}

function dropped(text: string, file: string, { path, at, message }: Problem): HooksError {
  const tree = parseSettings(text, file)
  const where = tree.root ? ` (${place(tree.text, nearestNode(tree.root, at).offset)})` : ''
  return new HooksError(
    'settings-invalid',
    `${file}: \`${path}\` ${message}${where}; Claude Code ignores the whole file for it`,
    {
      hint: 'mend that value first: a hook added to this file would never run',
    },
  )
}
