import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { matches } from '../../src/runtime/src/agent.ts'
import type { EventName } from '../../src/runtime/src/events.ts'
import { type CasePayload, type CaseResult, runCase } from '../../src/runtime/src/testing/index.ts'
import type { Handler } from '../../src/runtime/src/types.ts'
import { type Case, type CaseFile, filledOptions, type ManifestHook, type Pack } from './packs.ts'

const require = createRequire(import.meta.url)

/** What a case ended with; `files` holds what is now in the files that its `after` names. */
export interface Outcome {
  readonly decision: string
  readonly reason: string
  readonly files: Readonly<Record<string, string | undefined>>
}

/** The place of a case: a project folder, and a home of its own. */
interface Place {
  readonly project: string
  readonly home: string
}

/** Runs one case through the runtime, in scratch folders. Throws when the case does not reach its hook. */
export async function runPackCase(pack: Pack, file: CaseFile, given: Case): Promise<Outcome> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-case-')))
  const place = { project: path.join(root, 'project'), home: path.join(root, 'home') }
  const home = process.env['HOME']
  try {
    for (const folder of Object.values(place)) mkdirSync(folder)
    process.env['HOME'] = place.home
    const { after, ...filled } = filledIn(given, place)
    placeFiles(place, filled.files)
    const { decision, reason } = await resultOf(
      pack,
      { ...file, event: filledIn(file.event, place) },
      { given: filled, place },
    )
    const files = Object.keys(after ?? {}).map((name) => [name, contentOf(path.join(place.project, name))])
    return { decision, reason, files: Object.fromEntries(files) }
  } finally {
    if (home === undefined) delete process.env['HOME']
    else process.env['HOME'] = home
    rmSync(root, { recursive: true, force: true })
  }
}

/** The text with `{project}` and `{home}` filled in, wherever in the value it stands. */
function filledIn<T>(value: T, { project, home }: Place): T {
  return JSON.parse(JSON.stringify(value), (_, inner) =>
    typeof inner === 'string' ? inner.replaceAll('{project}', project).replaceAll('{home}', home) : inner,
  )
}

function placeFiles({ project }: Place, files: Case['files'] = {}): void {
  for (const [name, value] of Object.entries(files)) {
    const { content, mode } = typeof value === 'string' ? { content: value, mode: '644' } : value
    const file = path.join(project, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, content, { mode: Number.parseInt(mode, 8) })
  }
}

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not there: that is what the caller compares with what it expected.
    return undefined
  }
}

interface Setting {
  readonly given: Case
  readonly place: Place
}

async function resultOf(pack: Pack, file: CaseFile, { given, place }: Setting): Promise<CaseResult> {
  const hook = pack.manifest.hooks.find(({ id }) => id === file.hook)
  if (!hook?.handler.module) throw new Error(`${pack.name} has no hook ${file.hook} with a module`)
  const payload = payloadOf(hook, file, { given, place })
  if (payload.hook_event_name !== hook.event)
    throw new Error(`the event ${payload.hook_event_name} does not reach ${hook.id}`)
  const module = require(path.join(pack.built, hook.handler.module)) as Handler & {
    readonly default?: Handler
  }
  const { failure = 'continue', timeout = 60 } = hook
  const result = await runCase(module.default ?? module, payload, {
    ...{ failure, timeout, packDir: pack.built, projectDir: place.project },
    options: filledOptions(pack, given.options),
  })
  if (result.decision === 'failed') throw new Error(result.reason)
  return result
}

function payloadOf(hook: ManifestHook, file: CaseFile, { given, place }: Setting): CasePayload<EventName> {
  const common = { hook_event_name: hook.event, cwd: place.project }
  const payload: Record<string, unknown> = { ...common, ...file.event, ...given.event }
  const inputs = [file.event['tool_input'], given.event?.['tool_input']]
  if (inputs.some((input) => input !== undefined)) payload['tool_input'] = Object.assign({}, ...inputs)
  const tool = payload['tool_name']
  const matcher = hook.matcher ?? hook.tools?.join('|')
  if (tool !== undefined && !matches(matcher, String(tool)))
    throw new Error(`the matcher ${matcher} leaves out ${tool}`)
  return payload as CasePayload<EventName>
}
