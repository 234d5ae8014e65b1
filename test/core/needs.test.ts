import { describe, expect, test } from 'vitest'
import { type Machine, unmetNeeds } from '../../src/core/needs.ts'

const machine: Machine = { platform: 'linux', client: '2.1.329', has: (name) => name === 'git' }

describe('what a pack requires and a machine does not have', () => {
  test.each([
    ['nothing is required', undefined],
    ['all is there', { client: '>=2.1.0', commands: ['git'], platforms: ['linux', 'darwin'] }],
    ['lists are empty', { commands: [], platforms: [] }],
    ['the range is none', { client: 'newest' }],
  ])('is nothing where %s', (_, requires) => {
    expect(unmetNeeds(requires, machine)).toEqual([])
  })

  test('is an older client, each missing command, and another platform', () => {
    const requires = { client: '>=3', commands: ['git', 'jq', 'rg'], platforms: ['darwin', 'win32'] }
    expect(unmetNeeds(requires, machine)).toEqual([
      { what: 'client', wanted: '>=3', found: '2.1.329' },
      { what: 'commands', missing: ['jq', 'rg'] },
      { what: 'platforms', wanted: ['darwin', 'win32'], found: 'linux' },
    ])
  })

  test('is not a client of which nobody knows the version', () => {
    expect(unmetNeeds({ client: '>=3' }, { ...machine, client: undefined })).toEqual([])
  })

  test('of a forged manifest is looked for within limits', () => {
    const looked: string[] = []
    const counting = { ...machine, has: (name: string) => looked.push(name) === 0 }
    const commands = Array.from({ length: 10_000 }, (_, at) => `no-${at}`)
    unmetNeeds({ client: `>=3 ${'|| 4 '.repeat(10_000)}`, commands }, counting)
    expect(looked).toHaveLength(50)
  })
})
