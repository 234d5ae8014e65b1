import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Pack } from '../core/archive-pack.ts'
import type { PastCall } from '../core/backtest/past-call.ts'
import type { Ran } from '../core/backtest/tally.ts'
import { placeFiles } from '../io/case-folders.ts'
import { type HookUnderTest, runInProcess, sideBySide } from '../io/hook-process.ts'
import type { ReplayedHook } from '../io/replay/protocol.ts'
import { type ReplayJob, replayAll } from '../io/replay/run.ts'
import type { Manifest } from '../schema/manifest.ts'
import type { Context } from './context.ts'

type Hook = Manifest['hooks'][number]

/** What is to be replayed, in an empty folder. */
export interface Replay {
  readonly pack: Pack
  readonly jobs: readonly { readonly hook: Hook; readonly calls: readonly PastCall[] }[]
  readonly root: string
}

/** Longer than any handler should need; so many seconds times thousands of calls are nobody's patience. */
const MOST_SECONDS = 5

/** Replays the calls of every hook. Gives, for each, what became of them, in their order. */
export async function replayHooks(
  { pack, jobs, root }: Replay,
  context: Context,
): Promise<readonly (readonly Ran[])[]> {
  const folder = path.join(root, 'pack')
  await placeFiles(folder, pack.artifact.files)
  const results: Ran[][] = jobs.map(() => [])
  const count = counter(jobs, context)
  const handlers = jobs.flatMap(({ hook, calls }, index) =>
    'module' in hook.handler ? handlerJobs({ pack, hook, calls, folder, count }, results[index] ?? []) : [],
  )
  const scratch = path.join(root, 'scratch')
  await mkdir(scratch)
  const worker = path.join(context.runtimeDir, 'replay-worker.cjs')
  await replayAll(handlers, { worker, scratch, env: context.env })
  for (const [index, { hook, calls }] of jobs.entries())
    if ('script' in hook.handler)
      results[index] = await scriptRuns({ pack, hook, calls, folder, count }, root)
  return results
}

interface HookCalls {
  readonly pack: Pack
  readonly hook: Hook
  readonly calls: readonly PastCall[]
  /** The pack's files. */
  readonly folder: string
  /** Is told of every call that was made. */
  readonly count: () => void
}

function counter(jobs: Replay['jobs'], { step }: Context): () => void {
  const all = jobs.reduce((sum, { calls }) => sum + calls.length, 0)
  let made = 0
  return () => {
    made += 1
    step?.(`replaying calls, ${made} of ${all}`)
  }
}

function handlerJobs({ pack, hook, calls, folder, count }: HookCalls, results: Ran[]): readonly ReplayJob[] {
  const module = 'module' in hook.handler ? hook.handler.module : ''
  const replayed: ReplayedHook = {
    ...{ file: path.join(folder, module), packDir: folder, options: pack.options, failure: hook.failure },
    timeout: Math.min(hook.timeout, MOST_SECONDS),
  }
  return calls.map((call, at) => ({
    call: { hook: replayed, event: call.event, payload: call.payload, projectDir: call.project },
    session: call.session,
    done: (result) => {
      results[at] = { call, ...result }
      count()
    },
  }))
}

/** Scripts are processes of their own, in scratch folders. */
async function scriptRuns({ pack, hook, calls, folder, count }: HookCalls, root: string): Promise<Ran[]> {
  const [project, home, temporary] = await Promise.all(
    ['project', 'home', 'tmp'].map(async (name) => {
      const made = path.join(root, name)
      await mkdir(made, { recursive: true })
      return made
    }),
  )
  const under: HookUnderTest = {
    ...{ pack: { name: pack.name, folder }, options: pack.options },
    hook: { ...hook, timeout: Math.min(hook.timeout, MOST_SECONDS) },
    folders: { project: project ?? root, home: home ?? root, temporary: temporary ?? root },
  }
  const runs = await sideBySide(calls, async (call) => {
    const since = performance.now()
    // It is started where the event says it happened: not in the user's own folder.
    const event = { ...(JSON.parse(call.payload) as object), cwd: under.folders.project }
    const { decision, reason } = await runInProcess(under, event)
    count()
    return { call, decision, reason, kinds: [decision], ms: performance.now() - since, refused: [] }
  })
  return [...runs]
}
