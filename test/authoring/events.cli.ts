import { mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { runsOn } from '../../src/core/client-events.ts'
import { filled, valuesFor } from '../../src/core/starter/fill.ts'
import { startingPoint } from '../../src/core/starter/starting-points.ts'
import { eventFor, TEMPLATES } from '../../src/core/starter/templates.ts'
import { readAuthorFolder } from '../../src/io/author-folder.ts'
import { initPack } from '../../src/ops/init-pack.ts'
import { type RunHook, runCaseOf } from '../../src/ops/run-case.ts'
import { readCases } from '../../src/ops/test-pack.ts'
import { validatePack } from '../../src/ops/validate-pack.ts'
import { EVENTS, type EventName } from '../../src/runtime/src/events.ts'
import { runScript } from '../../src/runtime/src/script/run.ts'
import { parseManifest } from '../../src/schema/manifest.ts'
import { runHere } from '../catalog/run-case.ts'
import { runOf } from '../runtime/script/fixture.ts'
import { put } from '../scenarios/cli.ts'
import { scratchFolder, TEMPLATES_FOLDER } from './pack.ts'

const REPOSITORY = path.resolve(import.meta.dirname, '../..')
// A hook of WorktreeCreate has to make the worktree, which no template does.
const events = (Object.keys(EVENTS) as EventName[]).filter((event) => event !== 'WorktreeCreate')

/** One event for each decision that templates begin with, and for each form of the field that they look at. */
const kinds = events.filter(
  (event, at) => events.findIndex((other) => kindOf(other) === kindOf(event)) === at,
)

function kindOf(event: EventName): string {
  const { decision, field, onlyOnce } = startingPoint(event)
  return [decision, field.length, field[0] === 'tool_calls', onlyOnce].join(' ')
}

/** Makes a pack for an event. Gives its folder. */
async function packFor(template: string, event: EventName): Promise<string> {
  const request = { name: 'my-pack', template, event, dir: undefined, dryRun: false }
  return (await initPack(request, { cwd: scratchFolder(), templates: TEMPLATES_FOLDER })).folder
}

/** Runs a script without the runtime around it. */
const runAlone: RunHook = async ({ pack, hook, options }, event) => {
  if (!('script' in hook.handler)) throw new Error(`${hook.id} is no script`)
  const run = runOf(path.join(pack.folder, hook.handler.script), {
    event: hook.event,
    payload: event,
    options,
  })
  const [first] = await runScript(run)
  if (!first) return { decision: 'none', reason: '', stderr: '' }
  const { reason = '', text = reason } = first as { readonly reason?: string; readonly text?: string }
  return { decision: first.kind, reason: text, stderr: '' }
}

/** What is not as the cases of a new pack expect it. */
async function missesOf(folder: string, run: RunHook): Promise<readonly unknown[]> {
  const found = await readAuthorFolder(folder, folder)
  const manifest = parseManifest(found.manifest ?? '', 'my-pack')
  const read = found.cases.map(({ text }) => readCases(text, manifest))
  expect(read.flatMap(({ faults }) => faults)).toEqual([])
  const jobs = read.flatMap((one) => one.jobs)
  expect(jobs.length).toBeGreaterThan(1)
  const runs = await Promise.all(
    jobs.map((job) => runCaseOf({ ...job, pack: { name: 'my-pack', folder, manifest } }, run)),
  )
  return runs.flatMap(({ misses }) => misses)
}

describe('for every event a new pack has no fault:', () => {
  const pairs = TEMPLATES.filter(({ built, event }) => !built && event !== undefined).flatMap(
    ({ name, handler }) =>
      events.filter((event) => runsOn(handler, event)).map((event) => [name, event] as const),
  )
  test.each(pairs)('%s on %s', async (template, event) => {
    const folder = await packFor(template, event)
    expect((await validatePack(folder, false, '/')).findings).toEqual([])
  })
})

describe('for every event the cases of a new pack pass:', () => {
  test.each(events)('guard on %s', async (event) => {
    expect(await missesOf(await packFor('guard', event), runHere)).toEqual([])
  })

  test.each(events)('bash on %s', async (event) => {
    expect(await missesOf(await packFor('bash', event), runAlone)).toEqual([])
  })

  test.each(kinds)('python on %s', async (event) => {
    expect(await missesOf(await packFor('python', event), runAlone)).toEqual([])
  })
})

test('for every event a new pack in TypeScript has the right types', async () => {
  const folder = scratchFolder()
  const template = (name: string) => readFileSync(path.join(TEMPLATES_FOLDER, 'typescript', name), 'utf8')
  for (const event of events)
    put(
      path.join(folder, `src/${event}.ts`),
      filled('check.ts', template('src/check.ts'), valuesFor('p', event)),
    )
  put(path.join(folder, 'tsconfig.json'), template('tsconfig.json'))
  mkdirSync(path.join(folder, 'node_modules/@hookpack'), { recursive: true })
  symlinkSync(
    path.join(REPOSITORY, 'src/runtime'),
    path.join(folder, 'node_modules/@hookpack/runtime'),
    'dir',
  )
  const { stdout } = await execa(path.join(REPOSITORY, 'node_modules/.bin/tsc'), [], {
    cwd: folder,
    reject: false,
  })
  expect(stdout).toBe('')
})

test('every template is there, and its event suits it', () => {
  for (const template of TEMPLATES) {
    expect(eventFor(template, template.event)).toBe(template.event)
    expect(readFileSync(path.join(TEMPLATES_FOLDER, template.name, 'hooks.json'), 'utf8')).toContain(
      '"$schema"',
    )
  }
})
