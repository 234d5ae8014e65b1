import type { ErrorName, Fault } from './injector.ts'

/** How many points of a case are tried: calls that are killed at (torn, too, if they write), and errors. */
export interface Density {
  readonly kills: number
  readonly errors: number
}

const EVERYWHERE: readonly ErrorName[] = ['ENOSPC', 'EDQUOT', 'EIO', 'EROFS', 'EACCES']

/**
 * The faults to try on a run that makes these calls, spread over all of them. Which errors a call gets goes round, each
 * case (`turn`) with another beginning, so that many cases together have every error at every call.
 */
export function pointsOf(
  calls: readonly string[],
  { kills, errors }: Density,
  turn: number,
): readonly Fault[] {
  const killed = spread(calls.length, kills).flatMap((at): readonly Fault[] => [
    { mode: 'kill', at, error: 'EIO' },
    ...(isWrite(calls[at - 1]) ? [{ mode: 'tear', at, error: 'EIO' } as const] : []),
  ])
  const failing = spread(calls.length, Math.ceil(errors / 2)).flatMap((at, index) => {
    const possible = possibleAt(calls[at - 1] ?? '')
    return (['once', 'on'] as const).map((mode, step): Fault => {
      return { mode, at, error: possible[(index * 2 + turn + step) % possible.length] ?? 'EIO' }
    })
  })
  return [...killed, ...failing]
}

function possibleAt(call: string): readonly ErrorName[] {
  if (/^(open|mk)/.test(call)) return [...EVERYWHERE, 'EMFILE']
  if (/^(rename|link)/.test(call)) return [...EVERYWHERE, 'EXDEV']
  return EVERYWHERE
}

function isWrite(call: string | undefined): boolean {
  return /^p?writev?(64)? /.test(call ?? '')
}

/** Up to `points` of the numbers from 1 to `all`, the first and the last among them. */
function spread(all: number, points: number): readonly number[] {
  if (points >= all) return Array.from({ length: all }, (_, at) => at + 1)
  const numbers = Array.from({ length: points }, (_, at) => 1 + Math.round((at * (all - 1)) / (points - 1)))
  return [...new Set(numbers)]
}
