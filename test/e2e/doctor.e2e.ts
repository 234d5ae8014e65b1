import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DROP_RULES } from '../../src/core/doctor/drop-rules.ts'
import { EXAMPLES, SETTINGS } from '../doctor/examples.ts'
import { clientDoctor } from './client/run.ts'
import { makeSite, type Site } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 900_000 })

let site: Site
beforeEach(() => {
  site = makeSite()
})
afterEach(() => site.remove())

async function complaints(files: Readonly<Record<string, string | object>>): Promise<readonly string[]> {
  site.write(SCOPE_FILE, files[SETTINGS] ?? {})
  return (await clientDoctor(site)).invalid
}

const SCOPE_FILE = `project/${SETTINGS}`

test('the client itself has something against the bad example of each rule on what it drops, and nothing against the good one', async () => {
  const about = EXAMPLES.filter(({ rule }) => DROP_RULES.some(({ id }) => id === rule))
  expect(about).toHaveLength(DROP_RULES.length)
  for (const { rule, bad, good } of about) {
    expect((await complaints(bad)).length, rule).toBeGreaterThan(0)
    expect(await complaints(good), rule).toEqual([])
  }
})
