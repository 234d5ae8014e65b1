import { readState, updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { Wish } from './spec.ts'

type Env = Readonly<Record<string, string | undefined>>

/** How to ask. */
export interface Asking {
  readonly npmUrl: string
  readonly pypiUrl: string
  readonly networkSeconds: number
  readonly event: { readonly session_id: string }
  readonly env: Env
}

/** What a registry says: when the package and its newest version were published, that there is none, or why not. */
export type Answer =
  | { readonly kind: 'times'; readonly first: number; readonly newest: number }
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown'; readonly why: string }

const LARGEST = 40_000_000
const MOST_ASKED = 10

/** Asks the registries for all packages at once, each once in a session; never throws, and ends in time. */
export async function agesOf(
  wishes: readonly Wish[],
  asking: Asking,
): Promise<readonly (readonly [Wish, Answer])[]> {
  const place = { event: asking.event, env: asking.env, name: 'dependency-guard' }
  const kept = readState<Record<string, Answer>>(place) ?? {}
  const asked = wishes
    .filter(({ ecosystem }) => ecosystem === 'npm' || ecosystem === 'pypi')
    .slice(0, MOST_ASKED)
  const signal = AbortSignal.timeout(asking.networkSeconds * 1000)
  const answers = await Promise.all(
    asked.map(async (wish) => [wish, kept[keyOf(wish)] ?? (await ask(wish, asking, signal))] as const),
  )
  const fresh = answers.filter(([wish, { kind }]) => kind !== 'unknown' && kept[keyOf(wish)] === undefined)
  if (fresh.length > 0)
    updateState<Record<string, Answer>>(place, (old) => ({
      ...old,
      ...Object.fromEntries(fresh.map(([wish, answer]) => [keyOf(wish), answer])),
    }))
  return answers
}

function keyOf({ ecosystem, name }: Wish): string {
  return `${ecosystem}:${name.toLowerCase()}`
}

async function ask(
  { ecosystem, name }: Wish,
  { npmUrl, pypiUrl }: Asking,
  signal: AbortSignal,
): Promise<Answer> {
  const base = (ecosystem === 'npm' ? npmUrl : pypiUrl).replace(/\/+$/, '')
  if (!/^https:\/\/|^http:\/\/(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::|\/|$)/.test(base))
    return unknown('its URL must begin with https://')
  const url = ecosystem === 'npm' ? `${base}/${name.replace('/', '%2f')}` : `${base}/pypi/${name}/json`
  try {
    const response = await fetch(url, { signal, redirect: 'follow', headers: { accept: 'application/json' } })
    if (response.status === 404) return { kind: 'none' }
    if (!response.ok) return unknown(`it answered with status ${response.status}`)
    return ecosystem === 'npm' ? npmTimes(await bodyOf(response)) : pypiTimes(await bodyOf(response))
  } catch (error) {
    return unknown((error as Error).name === 'TimeoutError' ? 'it took too long' : 'it could not be reached')
  }
}

async function bodyOf(response: Response): Promise<unknown> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of response.body ?? []) {
    size += part.length
    if (size > LARGEST) throw new Error('too large')
    parts.push(part)
  }
  return JSON.parse(Buffer.concat(parts).toString('utf8'))
}

function npmTimes(body: unknown): Answer {
  const { time, 'dist-tags': tags } = body as {
    time?: Record<string, string>
    'dist-tags'?: { latest?: string }
  }
  return timesOf(time?.['created'], time?.[tags?.latest ?? ''])
}

function pypiTimes(body: unknown): Answer {
  const { releases = {}, urls = [] } = body as {
    releases?: Record<string, { upload_time_iso_8601?: string }[]>
    urls?: { upload_time_iso_8601?: string }[]
  }
  const all = Object.values(releases).flatMap((files) =>
    files.flatMap((file) => file.upload_time_iso_8601 ?? []),
  )
  return timesOf(all.sort()[0], urls[0]?.upload_time_iso_8601 ?? all.at(-1))
}

function timesOf(first: string | undefined, newest: string | undefined): Answer {
  const times = { first: Date.parse(first ?? ''), newest: Date.parse(newest ?? first ?? '') }
  return Number.isNaN(times.first) || Number.isNaN(times.newest)
    ? unknown('its answer says no time')
    : { kind: 'times', ...times }
}

function unknown(why: string): Answer {
  return { kind: 'unknown', why }
}
