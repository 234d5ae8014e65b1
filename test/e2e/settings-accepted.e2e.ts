import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { settingsText } from '../core/settings/settings-text.ts'
import { add, packsWith, settingsOf, worldWith } from '../core/settings/world.ts'
import { TORTURE } from '../scenarios/torture-files.ts'
import { FULL } from '../tally.ts'
import { clientDoctor, runClient } from './client/run.ts'
import { hooks, makeSite, SCOPES, type Scope, type Site } from './hooks-cli.ts'

// The first run may have to fetch the client, a download of a hundred megabytes.
vi.setConfig({ testTimeout: 900_000 })

const PLACES = Object.keys(SCOPES) as Scope[]
const ROUNDS = FULL ? 15 : 4
const SEED = 20_261_121

let site: Site
beforeEach(() => {
  site = makeSite()
})
afterEach(() => site.remove())

/** What the client says against settings files, each in a scope of its own. */
async function complaints(texts: readonly (string | null)[]): Promise<readonly string[]> {
  for (const [at, scope] of PLACES.entries()) site.write(SCOPES[scope].settings, texts[at] ?? '{}')
  return (await clientDoctor(site)).invalid
}

test('the doctor has nothing against any file with our hooks that it had not before', async () => {
  const tried = fc.tuple(settingsText, packsWith({ packs: 3, hooks: 3 }))
  const files = fc.sample(tried, { numRuns: ROUNDS * PLACES.length, seed: SEED })
  for (let round = 0; round < ROUNDS; round++) {
    const three = files.slice(round * PLACES.length, (round + 1) * PLACES.length)
    const before = new Set(await complaints(three.map(([text]) => text)))
    const after = await complaints(three.map(([text, packs]) => settingsOf(add(worldWith(text), packs))))
    expect(
      after.filter((one) => !before.has(one)),
      JSON.stringify(three.map(([text]) => text)),
    ).toEqual([])
  }
})

const STOPS = "module.exports = (event, decide) => decide.deny('the test says no')\n"

test('a guard in any file that is taken is run by the client', async () => {
  site.write('packs/small/package.json', { name: 'small', version: '1.0.0', description: 'For a test.' })
  const hook = { id: 'one', event: 'PreToolUse', tools: ['Bash'], handler: { module: 'dist/one.cjs' } }
  site.write('packs/small/hooks.json', { hooks: [hook] })
  site.write('packs/small/dist/one.cjs', STOPS)
  const taken = TORTURE.filter(({ refused, bytes }) => !refused && typeof bytes === 'string')
  const silent: string[] = []
  for (const { name, bytes } of taken) {
    site.write(SCOPES.project.settings, String(bytes))
    await hooks(site, 'add', `${site.root}/packs/small`, '--scope', 'project')
    const { toolResults } = await runClient({
      ...site,
      turns: [{ tool: 'Bash', input: { command: 'true' } }],
    })
    if (!toolResults[0]?.text.includes('the test says no')) silent.push(name)
    await hooks(site, 'remove', 'small', '--scope', 'project')
  }
  expect(silent).toEqual([])
})

test('the doctor has something against every file that is refused as invalid', async () => {
  const invalid = TORTURE.filter(({ refused }) => refused?.source.includes('settings-invalid'))
  for (const { name, bytes } of invalid) {
    site.write(SCOPES.project.settings, String(bytes))
    expect((await clientDoctor(site)).invalid.length, name).toBeGreaterThan(0)
  }
})
