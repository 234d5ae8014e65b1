import path from 'node:path'
import type { PastCall } from '../core/backtest/past-call.ts'
import { type Effect, effectOf } from '../core/backtest/tally.ts'
import { leftOut } from '../core/client-events.ts'
import { payloadsIn, shownPayload } from '../core/dev/payload.ts'
import { HooksError } from '../errors.ts'
import { scratchFolder } from '../io/case-folders.ts'
import { newTail, payloadFile } from '../io/dev-folder.ts'
import { realFolder } from '../io/scopes.ts'
import type { Context } from './context.ts'
import { fetchElsewhere } from './fetch-pack.ts'
import { readPack } from './read-pack.ts'
import { replayHooks } from './replay-hooks.ts'

/** What each hook of the pack, as it is now, does with a payload. */
export interface PayloadReplay {
  readonly payload: PastCall
  /** The payload, shortened, without secrets. */
  readonly shown: string
  readonly hooks: readonly {
    readonly hook: string
    readonly effect: Effect
    readonly decision: string
    readonly reason: string
    readonly ms: number
    readonly refused: readonly string[]
  }[]
}

/** A pack in a folder, and its options. */
export interface ReplayedPack {
  readonly folder: string
  readonly options: Readonly<Record<string, unknown>>
}

/** Gives a payload to the hooks of a pack as it is now, as `hooks backtest` does. */
export async function replayPayload(
  payload: PastCall,
  { folder, options }: ReplayedPack,
  context: Context,
): Promise<PayloadReplay> {
  const source = await fetchElsewhere({ kind: 'folder', raw: folder, path: folder }, context)
  const pack = await readPack(source, () => options)
  const fields = JSON.parse(payload.payload) as object
  const jobs = pack.manifest.hooks
    .filter(({ handler }) => 'module' in handler || 'script' in handler)
    .filter(
      ({ event, tools, matcher }) =>
        event === payload.event && leftOut(event, tools?.join('|') ?? matcher, fields) === undefined,
    )
    .map((hook) => ({ hook, calls: [payload] }))
  const { root, remove } = await scratchFolder()
  try {
    const ran = await replayHooks({ pack, jobs, root }, context)
    return {
      payload,
      shown: shownPayload(payload),
      hooks: jobs.flatMap(({ hook }, at) =>
        (ran[at] ?? []).map((one) => ({
          ...{ hook: hook.id, effect: effectOf(one), decision: one.decision, reason: one.reason },
          ...{ ms: one.ms, refused: one.refused },
        })),
      ),
    }
  } finally {
    await remove()
  }
}

/** Replays every payload that a `hooks dev` which runs for this folder has kept. */
export async function replayKept(
  typed: string,
  options: ReplayedPack['options'],
  context: Context,
): Promise<readonly PayloadReplay[]> {
  const folder = realFolder(path.resolve(context.cwd, typed))
  const payloads = payloadsIn(newTail(payloadFile(folder, context.env))())
  if (payloads.length === 0)
    throw new HooksError('nothing-to-test', `no payload is kept for \`${typed}\``, {
      hint: 'payloads are kept while `hooks dev` runs for this folder, in another terminal',
    })
  const replays: PayloadReplay[] = []
  for (const payload of payloads.slice(-MOST))
    replays.push(await replayPayload(payload, { folder, options }, context))
  return replays
}

/** More than anybody reads. */
const MOST = 20
