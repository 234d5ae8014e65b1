import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { matches } from '../../src/runtime/src/agent.ts'
import type { Answer } from '../../src/runtime/src/encode.ts'
import { runHooks } from '../../src/runtime/src/run.ts'
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
export async function runCase(pack: Pack, file: CaseFile, given: Case): Promise<Outcome> {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), 'hookpack-case-')))
  const place = { project: path.join(root, 'project'), home: path.join(root, 'home') }
  const home = process.env['HOME']
  try {
    for (const folder of Object.values(place)) mkdirSync(folder)
    process.env['HOME'] = place.home
    const { after, ...filled } = filledIn(given, place)
    placeFiles(place, filled.files)
    const answer = await answerTo(
      pack,
      { ...file, event: filledIn(file.event, place) },
      { given: filled, place },
    )
    const files = Object.keys(after ?? {}).map((name) => [name, contentOf(path.join(place.project, name))])
    return { ...decisionOf(answer), files: Object.fromEntries(files) }
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

async function answerTo(pack: Pack, file: CaseFile, { given, place }: Setting): Promise<Answer> {
  const hook = pack.manifest.hooks.find(({ id }) => id === file.hook)
  if (!hook?.handler.module) throw new Error(`${pack.name} has no hook ${file.hook} with a module`)
  const payload = payloadOf(hook, file, { given, place })
  let reached = false
  const { answer } = await runHooks({
    root: path.dirname(pack.built),
    table: {
      version: 1,
      hooks: { [hook.id]: { ...entryOf(pack, hook), options: filledOptions(pack, given.options) } },
    },
    hooks: [hook.id],
    payload,
    env: { CLAUDE_PROJECT_DIR: place.project },
    load: (module) => {
      reached = true
      return require(module)
    },
    text: () => JSON.stringify(payload),
    elapsed: () => 0,
    check: () => undefined,
    onStray: () => undefined,
  })
  if (!reached) throw new Error(`the event ${String(payload['hook_event_name'])} does not reach ${hook.id}`)
  if (answer.stderr !== '' && answer.status !== 2) throw new Error(answer.stderr)
  return answer
}

function payloadOf(hook: ManifestHook, file: CaseFile, { given, place }: Setting): Record<string, unknown> {
  const common = { hook_event_name: hook.event, session_id: 'case', cwd: place.project }
  const payload: Record<string, unknown> = { ...common, ...file.event, ...given.event }
  const inputs = [file.event['tool_input'], given.event?.['tool_input']]
  if (inputs.some((input) => input !== undefined)) payload['tool_input'] = Object.assign({}, ...inputs)
  const tool = payload['tool_name']
  const matcher = hook.matcher ?? hook.tools?.join('|')
  if (tool !== undefined && !matches(matcher, String(tool)))
    throw new Error(`the matcher ${matcher} leaves out ${tool}`)
  return payload
}

function entryOf(pack: Pack, hook: ManifestHook) {
  const { event, failure = 'continue', timeout = 60 } = hook
  return { event, failure, timeout, module: `${pack.name}/${hook.handler.module}`, pack: pack.name }
}

/** Reads the answer as the client does. */
function decisionOf({ stdout, stderr, status }: Answer): Pick<Outcome, 'decision' | 'reason'> {
  if (status === 2) return { decision: 'block', reason: stderr }
  if (stdout === '') return { decision: 'none', reason: '' }
  const output = JSON.parse(stdout)
  const { permissionDecision, permissionDecisionReason, updatedInput, additionalContext } =
    output.hookSpecificOutput ?? {}
  if (permissionDecision) return { decision: permissionDecision, reason: permissionDecisionReason }
  if (output.decision === 'block') return { decision: 'block', reason: output.reason }
  if (updatedInput) return { decision: 'modify', reason: JSON.stringify(updatedInput) }
  if (additionalContext) return { decision: 'context', reason: additionalContext }
  return { decision: 'tell', reason: output.systemMessage ?? output.stopReason }
}
