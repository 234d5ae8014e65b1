import type { Handler } from '../../../src/runtime/src/types.ts'
import { askedFor, changeLedger, type Ledger, runningIn } from './ledger.ts'
import { type Options, readOptions } from './options.ts'

/** Refuses a further subagent above a limit. Without a limit it does nothing at all. */
const handler: Handler<'PreToolUse'> = (event, decide, { options: raw }) => {
  const options = readOptions(raw)
  if (options.maxRunning === 0 && options.maxPerTurn === 0 && options.maxPerSession === 0) return
  const now = Date.now()
  const prompt = typeof event.prompt_id === 'string' ? event.prompt_id : ''
  let why: string | undefined
  changeLedger(event, (ledger) => {
    const next = askedFor(ledger, prompt, now)
    why = over(next, options, now)
    // What is refused does not count.
    return why === undefined ? next : ledger
  })
  if (why !== undefined) return decide.deny(`subagent-monitor: ${why}`)
}

function over(
  next: Ledger,
  { maxRunning, maxPerTurn, maxPerSession }: Options,
  now: number,
): string | undefined {
  const running = runningIn(next, now) - 1
  if (maxPerSession > 0 && next.inSession > maxPerSession)
    return `this session has had ${counted(next.inSession - 1)}, and the user allows ${maxPerSession}. Do the rest of the work yourself, or ask the user.`
  if (maxPerTurn > 0 && next.inTurn > maxPerTurn)
    return `${counted(next.inTurn - 1, ['was', 'were'])} started for this prompt, and the user allows ${maxPerTurn}. Do the rest of the work yourself, or ask the user.`
  if (maxRunning > 0 && running >= maxRunning)
    return `${counted(running, ['is', 'are'])} running, and the user allows ${maxRunning} at once. Wait for one of them to end, then start the next.`
  return undefined
}

function counted(number: number, [one, more]: readonly string[] = []): string {
  const verb = number === 1 ? one : more
  return `${number} ${number === 1 ? 'subagent' : 'subagents'}${verb === undefined ? '' : ` ${verb}`}`
}

export default handler
