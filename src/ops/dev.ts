import path from 'node:path'
import type { PastCall } from '../core/backtest/past-call.ts'
import { payloadsIn, shownPayload } from '../core/dev/payload.ts'
import type { ScopeName } from '../core/scope.ts'
import { HooksError } from '../errors.ts'
import { nameOf, readAuthorFolder } from '../io/author-folder.ts'
import { makePayloadFile, newTail, payloadFile, removePayloadFile, watchFolder } from '../io/dev-folder.ts'
import { pause } from '../io/run-log.ts'
import { realFolder, scopeNamed } from '../io/scopes.ts'
import { withScratch } from '../io/scratch.ts'
import { type Manifest, parseManifest } from '../schema/manifest.ts'
import type { Consent, Context } from './context.ts'
import { checkFree, type DevPlace, installCopy, removeCopy, silent, type Wider } from './dev-install.ts'
import { type PayloadReplay, replayPayload } from './dev-replay.ts'
import { type TestReport, testPack } from './test-pack.ts'

/** What was asked for. */
export interface DevRequest {
  readonly folder: string
  readonly scope: ScopeName
  readonly options: Readonly<Record<string, unknown>>
}

/** Something that its author is told. */
export type Happening =
  | { readonly kind: 'installed'; readonly name: string; readonly scope: ScopeName; readonly again: boolean }
  | { readonly kind: 'wider'; readonly wider: Wider }
  | { readonly kind: 'cases'; readonly report: TestReport }
  | { readonly kind: 'broken'; readonly error: HooksError }
  | { readonly kind: 'payload'; readonly number: number; readonly payload: PastCall; readonly shown: string }
  | { readonly kind: 'replayed'; readonly replay: PayloadReplay }
  | { readonly kind: 'nothing-to-replay' }
  | { readonly kind: 'removed'; readonly name: string; readonly scope: ScopeName }

/** With whom it talks. */
export interface DevTalk {
  /** Asks before the first copy is installed. */
  readonly consent: Consent
  readonly happened: (happening: Happening) => void
  /** True once for each time that the author wants the last payload replayed. */
  readonly wantsReplay: () => boolean
  readonly signal: AbortSignal
}

/**
 * Installs a copy of the pack, and again after each save; runs its cases; shows the payloads that it is given. When the
 * signal comes, takes all of it out again. Rejects for what keeps it from beginning.
 */
export async function dev(request: DevRequest, context: Context, talk: DevTalk): Promise<void> {
  const folder = realFolder(path.resolve(context.cwd, request.folder))
  const { name, manifest } = await readNow(folder, request.folder)
  const scope = await scopeNamed(context, request.scope)
  const payloads = payloadFile(folder, context.env)
  await withScratch(async (scratch) => {
    const place: DevPlace = { scope, folder, name, options: request.options, payloads, scratch }
    await checkFree(place)
    const watched = watchFolder(folder)
    try {
      await makePayloadFile(payloads)
      await installCopy(place, manifest, { context, consent: talk.consent })
      talk.happened({ kind: 'installed', name, scope: scope.name, again: false })
      // What runs when the signal comes is left to itself: nothing waits for it.
      await Promise.race([rounds({ place, context, talk, changed: watched.changed }), until(talk.signal)])
    } finally {
      watched.close()
      removePayloadFile(payloads)
      if (await removeCopy(place, context)) talk.happened({ kind: 'removed', name, scope: scope.name })
    }
  })
}

interface Rounds {
  readonly place: DevPlace
  readonly context: Context
  readonly talk: DevTalk
  readonly changed: () => boolean
}

async function rounds({ place, context, talk, changed }: Rounds): Promise<void> {
  const tail = newTail(place.payloads)
  let last: PastCall | undefined
  let number = 0
  await testNow(place, talk)
  while (!talk.signal.aborted) {
    if (changed()) {
      if (await installAgain(place, context, talk)) await testNow(place, talk)
    }
    for (const payload of payloadsIn(tail())) {
      number += 1
      last = { ...payload, time: new Date(context.now()).toISOString() }
      talk.happened({ kind: 'payload', number, payload: last, shown: shownPayload(last) })
    }
    if (talk.wantsReplay()) await replayLast(place, last, { context, talk })
    await pause(talk.signal)
  }
}

async function testNow({ folder }: DevPlace, talk: DevTalk): Promise<void> {
  await telling(talk, async () => {
    talk.happened({ kind: 'cases', report: await testPack(folder, undefined, folder) })
  })
}

async function installAgain(place: DevPlace, context: Context, talk: DevTalk): Promise<boolean> {
  return telling(talk, async () => {
    const { name, manifest } = await readNow(place.folder, place.folder)
    if (name !== place.name)
      throw new HooksError('usage', `the pack is called \`${name}\` now, and was \`${place.name}\``, {
        hint: 'end `hooks dev` and start it again',
      })
    const consent = silent((wider) => talk.happened({ kind: 'wider', wider }))
    if (await installCopy(place, manifest, { context, consent }))
      talk.happened({ kind: 'installed', name, scope: place.scope.name, again: true })
  })
}

async function replayLast(
  { folder, options }: DevPlace,
  payload: PastCall | undefined,
  { context, talk }: Pick<Rounds, 'context' | 'talk'>,
): Promise<void> {
  if (!payload) talk.happened({ kind: 'nothing-to-replay' })
  else
    await telling(talk, async () => {
      talk.happened({ kind: 'replayed', replay: await replayPayload(payload, { folder, options }, context) })
    })
}

/** While a pack is being written, much of what is saved is broken: that is told (false), and the last good copy stays. */
async function telling(talk: DevTalk, act: () => Promise<void>): Promise<boolean> {
  try {
    await act()
    return true
  } catch (error) {
    if (!(error instanceof HooksError)) throw error
    talk.happened({ kind: 'broken', error })
    return false
  }
}

async function readNow(folder: string, typed: string): Promise<{ name: string; manifest: Manifest }> {
  const found = await readAuthorFolder(folder, typed)
  const name = nameOf(found)
  if (found.manifest === undefined)
    throw new HooksError('pack-unreadable', `\`${typed}\` is not a pack: it has no hooks.json`, {
      hint: 'name the folder that holds package.json and hooks.json',
    })
  return { name, manifest: parseManifest(found.manifest, name) }
}

function until(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
