import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problemsOf } from '../../../src/core/settings/client-rules.ts'
import { tally } from '../../tally.ts'
import { property } from './property.ts'
import { settingsText } from './settings-text.ts'
import { parsed, runsOf, sorted } from './what-runs.ts'
import {
  add,
  type Packs,
  packsIn,
  packsWith,
  planFor,
  remove,
  settingsOf,
  type World,
  worldWith,
} from './world.ts'

const some = fc.tuple(settingsText, packsWith({ packs: 3, hooks: 3 }))

/** Nothing of ours is left, and the settings are these. */
function expectOnly(world: World, settings: string | null): void {
  expect(settingsOf(world)).toBe(settings)
  expect([...world.keys()]).toEqual(settings === null ? [] : [...worldWith(settings).keys()])
}

describe('any settings file', () => {
  property('gets its bytes back', 30_000, some, ([text, packs]) => {
    const full = add(worldWith(text), packs)
    expectOnly(remove(full, Object.keys(packs)), text)
  })

  property('has every hook once, also when packs are added twice', 20_000, some, ([text, packs]) => {
    const once = add(worldWith(text), packs)
    expect(planFor(once, packs, Object.keys(packs)).writes).toEqual([])
    for (const name of Object.keys(packs)) expect(add(once, { [name]: packs[name] } as Packs)).toEqual(once)
  })

  property('is read by the client with our hooks in it', 20_000, some, ([text, packs]) => {
    const before = problemsOf(parsed(text))
    const full = add(worldWith(text), packs)
    const after = problemsOf(parsed(settingsOf(full)))
    const had = new Set(before.map(({ path, message }) => path + message))
    expect(after.filter(({ path, message }) => !had.has(path + message))).toEqual([])
    const foreign = sorted(runsOf(text))
    const all = sorted(runsOf(settingsOf(full)))
    const hooks = Object.values(packs).flatMap((pack) => pack.hooks)
    expect(without(all, foreign).length).toBeGreaterThan(0)
    expect(without(all, foreign).length).toBeLessThanOrEqual(hooks.length)
    expect(without(foreign, all)).toEqual([])
  })

  property(
    'runs the same whatever the order of adding, and gets its bytes back in any order of removing',
    3000,
    some,
    ([text, packs]) => {
      const start = worldWith(text)
      const names = Object.keys(packs)
      const together = sorted(runsOf(settingsOf(add(start, packs))))
      for (const order of orders(names)) {
        const full = order.reduce((world, name) => add(world, { [name]: packs[name] } as Packs), start)
        expect(sorted(runsOf(settingsOf(full)))).toEqual(together)
        expect(packsIn(full)).toEqual(packs)
        for (const back of orders(names)) {
          const left = back.slice(0, -1).reduce((world, name) => remove(world, [name]), full)
          const last = back.slice(-1)
          const kept = Object.fromEntries(last.map((name) => [name, packs[name]])) as Packs
          expect(sorted(runsOf(settingsOf(left)))).toEqual(sorted(runsOf(settingsOf(add(start, kept)))))
          expectOnly(remove(left, last), text)
        }
      }
    },
  )

  property(
    'gets its bytes back after packs were changed for others',
    15_000,
    fc.tuple(settingsText, packsWith({ packs: 3, hooks: 3 }), packsWith({ packs: 3, hooks: 3 })),
    ([text, old, packs]) => {
      const updated = add(add(worldWith(text), old), packs)
      const kept = { ...old, ...packs }
      expect(sorted(runsOf(settingsOf(updated)))).toEqual(
        sorted(runsOf(settingsOf(add(worldWith(text), kept)))),
      )
      expectOnly(remove(updated, Object.keys(kept)), text)
    },
  )
})

const LEVELS = 200_000
const nested = `${'['.repeat(LEVELS)}${']'.repeat(LEVELS)}`
const long = Array.from({ length: 250_000 }, (_, at) => `"Bash(npm run task-${at} -- --watch)"`).join(
  ',\n   ',
)
const LARGE: readonly string[] = [
  `{"x": ${nested}}\n`,
  `{\r\n\t"hooks": {"Stop": [{"x": ${nested}, "hooks": [{"type": "command", "command": "x", "y": ${nested}}]}]}\r\n}`,
  `\uFEFF{"permissions": {"allow": [\n   ${long}\n]},"hooks":null}`,
]

test('a settings file of any depth and of ten megabytes gets its bytes back', { timeout: 600_000 }, () => {
  const [pack] = fc.sample(packsWith({ packs: 1, hooks: 1 }), { numRuns: 1, seed: 1 })
  const lost = LARGE.filter((text) => {
    const full = add(worldWith(text), pack ?? {})
    const left = remove(full, Object.keys(pack ?? {}))
    return settingsOf(full) === text || settingsOf(left) !== text || left.size !== 1
  })
  tally({
    sweep: 'settings: deep and large',
    tried: LARGE.length,
    kept: LARGE.length - lost.length,
    lost: lost.length,
  })
  expect(lost.map((text) => text.slice(0, 40))).toEqual([])
})

/** A list without the members of another, each as often as it is there. */
function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others]
  return list.filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function orders<T>(items: readonly T[]): T[][] {
  if (items.length <= 1) return [[...items]]
  return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]))
}
