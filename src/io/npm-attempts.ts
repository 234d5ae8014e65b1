import { setTimeout as wait } from 'node:timers/promises'
import { type Ask, type Asking, askOnce, type Outcome } from './npm-request.ts'
import { codeOf } from './read.ts'

/** The last outcome, and how many attempts it took. */
export interface Attempts {
  readonly outcome: Outcome
  readonly attempts: number
  /** Seconds after which the registry wants to be asked again. */
  readonly retryAfter: number | undefined
}

/** Asks as often as npm's `fetch-retries` and its companions say, where asking again may help. */
export async function ask(what: Ask, asking: Asking): Promise<Attempts> {
  const { retries, factor, minTimeout, maxTimeout } = asking.settings.retry
  let current = what
  for (let attempt = 1; ; attempt++) {
    const outcome = await askOnce(current, asking)
    const retryAfter = retryAfterOf(outcome)
    const done = { outcome, attempts: attempt, retryAfter }
    if (asking.network === 'offline') return done
    const remedy = remedyFor(outcome, current)
    if (remedy) {
      current = remedy
      continue
    }
    const pause = Math.max(
      Math.min(minTimeout * factor ** (attempt - 1), maxTimeout),
      (retryAfter ?? 0) * 1000,
    )
    if (attempt > retries || pause > maxTimeout || !mayHelp(outcome)) return done
    if (pause >= 1000) {
      const host = new URL('answer' in outcome ? outcome.answer.url : outcome.trouble.url).host
      asking.note?.({
        code: 'registry-retry',
        host,
        why: shortly(outcome),
        seconds: Math.round(pause / 1000),
      })
    }
    await wait(pause)
  }
}

/** What is wrong with npm's cache is no reason to fail: without what it has kept, or without it altogether. */
function remedyFor(outcome: Outcome, ask: Ask): Ask | undefined {
  if (!('trouble' in outcome) || outcome.trouble.kind !== 'system' || ask.cache === 'none') return undefined
  const { error } = outcome.trouble
  const code = codeOf(error)
  // A copy that was damaged on this disk is no answer of the registry.
  if (code === 'EINTEGRITY' && ask.cache === undefined) return { ...ask, cache: 'reload' }
  const onDisk =
    (error as NodeJS.ErrnoException).path !== undefined || /^E(NOSPC|ROFS|DQUOT|ACCES|PERM)$/.test(code)
  return onDisk ? { ...ask, cache: 'none' } : undefined
}

function mayHelp(outcome: Outcome): boolean {
  if ('answer' in outcome)
    return [408, 420, 429].includes(outcome.answer.status) || outcome.answer.status >= 500
  const { trouble } = outcome
  return trouble.kind === 'cut' || (trouble.kind === 'system' && isPassing(trouble.error))
}

/** A name that does not exist, or a certificate that is not trusted, will be so the next time as well. */
function isPassing(error: unknown): boolean {
  return /^(ECONNRESET|ECONNREFUSED|ECONNABORTED|EADDRINUSE|EPIPE|E\w*TIMEOUT|ETIMEDOUT|FETCH_ERROR|HPE_\w+|Z_\w+)$/.test(
    codeOf(error),
  )
}

function shortly(outcome: Outcome): string {
  if ('answer' in outcome) return String(outcome.answer.status)
  return outcome.trouble.kind === 'system' ? codeOf(outcome.trouble.error) : outcome.trouble.kind
}

function retryAfterOf(outcome: Outcome): number | undefined {
  const header = 'answer' in outcome ? outcome.answer.header('retry-after') : null
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header) ? Number(header) : Math.ceil((Date.parse(header) - Date.now()) / 1000)
  return seconds > 0 ? seconds : undefined
}
