import { expect, test } from 'vitest'
import type { LockedPack } from '../../../src/core/lockfile.ts'
import { runsOf } from './what-runs.ts'
import { add, remove, settingsOf, worldWith } from './world.ts'

/** A pack with one hook that the client runs by itself; all packs have the same one. */
function pack(name: string): LockedPack {
  return {
    version: '1.0.0',
    source: 'folder',
    resolved: '/packs',
    integrity: 'sha512-x',
    folder: `packs/${name}/1.0.0-00000000`,
    files: {},
    hooks: [
      {
        id: 'h0',
        event: 'Stop',
        timeout: 5,
        failure: 'continue',
        handler: { type: 'http', fields: { url: 'https://a.example/x' } },
      },
    ],
    options: {},
  }
}

const runs = (world: ReturnType<typeof worldWith>): readonly unknown[] => runsOf(settingsOf(world))

test.each([
  [['alpha', 'beta'], 'alpha'],
  [['alpha', 'beta'], 'beta'],
  [['beta', 'alpha'], 'alpha'],
  [['beta', 'alpha'], 'beta'],
])(
  'of two packs with the same handler, added as %j, removing %s leaves the other its entry',
  (names, gone) => {
    const both = names.reduce((world, name) => add(world, { [name]: pack(name) }), worldWith('{}\n'))
    expect(runs(both)).toHaveLength(2)
    const one = remove(both, [gone])
    expect(runs(one)).toHaveLength(1)
    expect(settingsOf(remove(one, names))).toBe('{}\n')
  },
)
