// What is not ours in a settings file, byte by byte, also after the client or the user has written the file anew.
import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { problemsOf } from '../../../src/core/settings/client-rules.ts'
import { parseSettings } from '../../../src/core/settings/tree.ts'
import { HooksError } from '../../../src/errors.ts'
import { clientWrites } from './client-writes.ts'
import { property } from './property.ts'
import { brokenText, rejectedText, settingsText } from './settings-text.ts'
import { parsed, runsOf, sorted } from './what-runs.ts'
import { add, type Packs, packsWith, remove, rewritten, settingsOf, type World, worldWith } from './world.ts'

/** Hooks that share an entry and differ in what is shown meanwhile make it move, which is not looked at here. */
const singles = packsWith({ packs: 4, hooks: 1 }).map((all) =>
  Object.fromEntries(
    Object.entries(all).map(([name, pack]) => [
      name,
      { ...pack, hooks: pack.hooks.map(({ statusMessage: _, ...hook }) => hook) },
    ]),
  ),
)
const packs = packsWith({ packs: 3, hooks: 3 })

/** The part of `before` that is not in `after` any more, when all else is where it was: `after` may only have more. */
function displaced(before: string, after: string): string {
  let start = 0
  while (start < before.length && before[start] === after[start]) start += 1
  let end = 0
  const most = Math.min(before.length, after.length) - start
  while (end < most && before.at(-1 - end) === after.at(-1 - end)) end += 1
  return before.slice(start, before.length - end)
}

/** What may make room for an entry: blanks between brackets, and a value that says nothing. */
const NOTHING = /^(?:\s*|null|\[\s*\]|\{\s*\})$/

/** Whether a part of a text lies in a handler of ours, whose command and time limit grow with the hooks in it. */
function isOurs(text: string, part: string): boolean {
  return part.length < 200 && /^[^{}[\]]*$/.test(part) && text.includes('hookpack/runtime.cjs')
}

describe('what is not ours in a settings file', () => {
  property(
    'stays where it is, byte for byte, whatever is added',
    15_000,
    fc.tuple(settingsText, singles),
    ([text, all]) => {
      let world = worldWith(text)
      for (const [name, pack] of Object.entries(all)) {
        const before = settingsOf(world) ?? ''
        world = add(world, { [name]: pack })
        const part = displaced(before, settingsOf(world) ?? '')
        if (!NOTHING.test(part) && !isOurs(before, part)) expect.fail(`${JSON.stringify(part)} was displaced`)
      }
    },
  )

  property(
    'is after removing what the client would have made of it, when the client has rewritten the file',
    20_000,
    fc.tuple(settingsText, packs, fc.nat()),
    ([text, all, seed]) => {
      const full = add(worldWith(text), all)
      const anew = rewritten(full, clientWrites(settingsOf(full) ?? '', seed))
      const [left, wanted] = [remove(anew, Object.keys(all)), clientWrites(text ?? '', seed)]
      if (parsed(text) === undefined) expect(settingsOf(left)).toBe(text)
      else expect(withoutInnerBlanks(settingsOf(left) ?? '')).toBe(wanted)
      expect(filesBeside(left)).toBe(0)
    },
  )

  property(
    'is still there after an update of a file that the client has rewritten',
    10_000,
    fc.tuple(settingsText, packs, packs, fc.nat()),
    ([text, old, fresh, seed]) => {
      const full = add(worldWith(text), old)
      const anew = add(rewritten(full, clientWrites(settingsOf(full) ?? '', seed)), fresh)
      const kept = { ...old, ...fresh }
      const runs = sorted(runsOf(settingsOf(add(worldWith(clientWrites(text ?? '', seed)), kept))))
      expect(sorted(runsOf(settingsOf(anew)))).toEqual(runs)
      const left = remove(anew, Object.keys(kept))
      expect(sorted(runsOf(settingsOf(left)))).toEqual(sorted(runsOf(clientWrites(text ?? '', seed))))
    },
  )

  property(
    'stays when the user puts hooks into groups of ours',
    10_000,
    fc.tuple(settingsText, packs, fc.nat()),
    ([text, all, seed]) => {
      const full = add(worldWith(text), all)
      const mine = withHandlersInOurGroups(settingsOf(full) ?? '', seed)
      const left = remove(rewritten(full, mine), Object.keys(all))
      const before = new Set(sorted(runsOf(settingsOf(full))))
      const added = sorted(runsOf(mine)).filter((one) => !before.has(one))
      expect(sorted(runsOf(settingsOf(left)))).toEqual([...sorted(runsOf(text)), ...added].sort())
      expect(filesBeside(left)).toBe(0)
    },
  )
})

describe('a settings file that the client does not read', () => {
  const tried = fc.tuple(fc.oneof(brokenText, rejectedText), singles)
  property('is refused, and the place of the fault is named', 10_000, tried, ([text, all]) => {
    const start = worldWith(text)
    const [name] = Object.keys(all)
    const outcome = attempt(() => add(start, { [name ?? '']: all[name ?? ''] } as Packs))
    if (!(outcome instanceof Error)) {
      expect(problemsOf(parsed(text)).filter(({ drops }) => drops === 'file')).toEqual([])
      return
    }
    if (!(outcome instanceof HooksError)) throw outcome
    expect(outcome.code).toMatch(/^settings-(not-json|commented|invalid)$/)
    expect(outcome.message).toMatch(/line \d+, column \d+/)
  })

  property(
    'is told from one that it reads as JSON.parse tells it',
    20_000,
    fc.oneof(brokenText, settingsText),
    (text) => {
      const body = (text ?? '').replace('\uFEFF', '')
      const strict = attempt(() => (/^[ \t\r\n]*$/.test(body) ? undefined : JSON.parse(body)))
      const tree = attempt(() => parseSettings(text ?? '', 'settings.json'))
      const read = !(tree instanceof Error) && (tree as { jsonc?: unknown }).jsonc === undefined
      expect(read).toBe(!(strict instanceof Error))
    },
  )
})

function attempt<T>(what: () => T): T | Error {
  try {
    return what()
  } catch (error) {
    return error as Error
  }
}

function filesBeside(world: World): number {
  return world.size - (settingsOf(world) === null ? 0 : 1)
}

/** The client writes empty objects and lists without blanks; what we give back has those that were there. */
function withoutInnerBlanks(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|([{[])\s+(?=[}\]])/g, (_, string, open) => string ?? open)
}

/** A text in which the user has written a hook of his own beside each of ours. */
function withHandlersInOurGroups(text: string, seed: number): string {
  type Group = { hooks?: { command?: unknown }[] }
  const settings = parsed(text) as { hooks: Record<string, Group[]> }
  for (const group of Object.values(settings.hooks).flat()) {
    const ours = (Array.isArray(group?.hooks) ? group.hooks : []).findIndex(
      (one) => typeof one?.command === 'string' && one.command.includes('hookpack/runtime.cjs'),
    )
    if (ours >= 0) group.hooks?.splice(ours + (seed % 2), 0, { type: 'command', command: 'mine' } as object)
  }
  return JSON.stringify(settings, null, seed % 3)
}
