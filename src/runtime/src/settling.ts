import { isThenable } from './thenable.ts'

/** What a promise came to, and when, in seconds of process.uptime. */
export type Settled = { readonly until: number } & ({ readonly value: unknown } | { readonly error: unknown })

/** A promise of a handler that can be asked at once whether it has settled. */
export class Settling {
  settled: Settled | undefined
  onSettled: (settled: Settled) => void = () => undefined

  constructor(promise: PromiseLike<unknown>) {
    const settle = (settled: Settled): void => {
      if (this.settled) return
      this.settled = settled
      this.onSettled(settled)
    }
    promise.then(
      (value) => settle({ until: process.uptime(), value }),
      (error) => settle({ until: process.uptime(), error }),
    )
  }
}

/** What a handler gave, as `start` expects it. To be called within the handler's limit, before promise jobs run. */
export function received(value: unknown): unknown {
  return isThenable(value) ? new Settling(value) : value
}
