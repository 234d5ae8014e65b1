import { readdirSync } from 'node:fs'
import path from 'node:path'
import { absolutePath } from '../../../src/runtime/src/kit/paths.ts'
import { updateState } from '../../../src/runtime/src/kit/session-state.ts'
import { type Account, accountFrom, withPlace, withUsages } from './account.ts'
import type { Price } from './prices.ts'
import { readOn } from './read-on.ts'
import { usageOn } from './usage.ts'

/** As much of an event as says what belongs to its session. */
export interface SessionEvent {
  readonly session_id: string
  readonly transcript_path?: unknown
  readonly agent_transcript_path?: unknown
  readonly cwd: string
}

const NAME = 'cost-log'
const MOST_PASSES = 200
const MOST_AGENTS = 500

/** Where the account of a session is. */
export const placeOf = (event: { readonly session_id: string }) => ({ event, name: NAME })

/**
 * Reads on in the transcripts of a session and gives its account, and how much more it is than before, in dollars.
 * `settle` may change the account in the same moment, so that nothing is written down twice. Throws when nothing
 * could be read or kept.
 */
export function count(
  event: SessionEvent,
  prices: Readonly<Record<string, Price>>,
  settle: (account: Account) => Account = (account) => account,
): { readonly account: Account; readonly added: number } {
  const files = transcriptsOf(event)
  let result: { readonly account: Account; readonly added: number } | undefined
  const kept = updateState<Account>(placeOf(event), (old) => {
    const before = accountFrom(old)
    const account = files.reduce((sum, file) => readFile(sum, file, prices), before)
    result = { account, added: account.total.usd - before.total.usd }
    return settle(account)
  })
  if (!kept.ok) throw new Error(kept.why)
  return result ?? { account: kept.state, added: 0 }
}

/** A transcript that cannot be read is passed over; a session may have none yet. */
function readFile(start: Account, file: string, prices: Readonly<Record<string, Price>>): Account {
  let account = start
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    let further: ReturnType<typeof readOn>
    try {
      further = readOn(file, account.files[file])
    } catch {
      return account
    }
    // What was counted before the file was replaced is not counted again: it is in the new one, too.
    if (further.anew) account = { ...account, since: new Date().toISOString() }
    const usages = further.lines.map(usageOn).filter((usage) => usage !== undefined)
    account = withUsages(account, usages, { file, prices })
    account = withPlace(account, file, further.place)
    if (!further.more) break
  }
  return account
}

/** The transcript of the event and those of the session's subagents, which lie in a folder beside it. */
function transcriptsOf({
  transcript_path: main,
  agent_transcript_path: agent,
  cwd,
}: SessionEvent): readonly string[] {
  if (typeof agent === 'string') return [fileOf(agent, cwd)].filter((file) => file !== undefined)
  const file = fileOf(main, cwd)
  if (file === undefined) return []
  const folder = path.join(file.slice(0, -'.jsonl'.length), 'subagents')
  return [file, ...agentsIn(folder).map((name) => path.join(folder, name))]
}

function fileOf(value: unknown, cwd: string): string | undefined {
  if (typeof value !== 'string' || value.includes('\0') || !value.trim().endsWith('.jsonl')) return undefined
  return absolutePath(value, String(cwd))
}

function agentsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .slice(0, MOST_AGENTS)
  } catch {
    // No subagent yet.
    return []
  }
}
