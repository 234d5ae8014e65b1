import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import type { Handler } from '../../../src/runtime/src/types.ts'
import { type Account, accountFrom } from './account.ts'
import { count, placeOf, type SessionEvent } from './count.ts'
import { addToDay, dayOf, dayTotal, warnForDay } from './day.ts'
import { type Options, readOptions } from './options.ts'

/** Warns once at a budget, and holds prompts back above one. Without a budget it does nothing at all. */
const handler: Handler<'UserPromptSubmit'> = (event, decide, { options: raw }) => {
  const options = readOptions(raw)
  const { warnAtUsd, blockAtUsd, budgetPer } = options
  if (warnAtUsd === 0 && blockAtUsd === 0) return
  const day = dayOf(new Date())
  const { account, added } = count(event, options.prices)
  addToDay(day, added)
  const spent = budgetPer === 'day' ? dayTotal(day) : account.total.usd
  const what = `${budgetPer === 'day' ? 'all sessions of today have' : 'this session has'} cost about ${dollars(spent)}`
  const also = unsure(account)
  if (blockAtUsd > 0 && spent >= blockAtUsd)
    return decide.block(
      `cost-log: ${what}, and you wanted no more prompts from ${dollars(blockAtUsd)} on.${also} ${wayOut(options)}`,
    )
  if (warnAtUsd > 0 && spent >= warnAtUsd && isFirst(event, day, options))
    return decide.tell(`cost-log: ${what}; you wanted to be told at ${dollars(warnAtUsd)}.${also}`)
}

function wayOut({ budgetPer, blockAtUsd }: Options): string {
  const raise = `raise it with \`hooks config cost-log --set blockAtUsd=${Math.ceil(blockAtUsd * 2)}\``
  return budgetPer === 'day' ? `To go on, ${raise}.` : `To go on, start anew with /clear, or ${raise}.`
}

function unsure({ unpriced }: Account): string {
  return unpriced.length === 0
    ? ''
    : ` (That is without ${unpriced.join(', ')}, which has no known price; see the option prices.)`
}

function isFirst(event: SessionEvent, day: string, { budgetPer, warnAtUsd }: Options): boolean {
  if (budgetPer === 'day') return warnForDay(day, warnAtUsd)
  let first = false
  updateState<Account>(placeOf(event), (old) => {
    const account = accountFrom(old)
    first = account.warnedAt !== warnAtUsd
    return { ...account, warnedAt: warnAtUsd }
  })
  return first
}

function dollars(usd: number): string {
  return `$${usd.toFixed(2)}`
}

export default handler
