import type { RunRecord } from './record.ts'
import { redact } from './redact.ts'

/** Bytes of a line at most, its break included. */
const MOST_BYTES = 4000
/** Bytes of a reason at most. */
const MOST_REASON = 2000
/** Characters of a reason that are looked at; more than can be shown, so that what is cut off is never half a secret. */
const MOST_LOOKED_AT = 100_000

/** The line of a record: JSON in a fixed order, secrets taken out of the reason, long texts cut. */
export function lineOf(entry: RunRecord): string {
  const others = {
    v: 1,
    time: fitting(entry.time, 30),
    event: fitting(entry.event, 60),
    hook: fitting(entry.hook, 300),
    outcome: entry.outcome,
    decision: fitting(entry.decision, 30),
    reason: undefined as string | undefined,
    ms: Math.round(entry.ms * 10) / 10,
    async: entry.async,
    tool: fitting(entry.tool, 120),
    project: fitting(entry.project, 1000),
    scope: fitting(entry.scope, 1000),
    session: fitting(entry.session, 100),
    pid: entry.pid,
  }
  if (entry.reason !== undefined) {
    const left = MOST_BYTES - Buffer.byteLength(JSON.stringify(others)) - '"reason":"",\n'.length
    others.reason = fitting(redact(entry.reason.slice(0, MOST_LOOKED_AT)), Math.min(left, MOST_REASON))
  }
  return `${JSON.stringify(others)}\n`
}

/** The text, cut so that it takes at most so many bytes inside JSON's quotes. */
function fitting<T extends string | undefined>(text: T, most: number): T
function fitting(text: string | undefined, most: number): string | undefined {
  if (text === undefined || bytesOf(text) <= most) return text
  const room = most - Buffer.byteLength('…')
  let cut = text.slice(0, room)
  for (let size = bytesOf(cut); size > room; size = bytesOf(cut)) {
    cut = cut.slice(0, Math.floor((cut.length * room) / size))
  }
  return `${cut}…`
}

function bytesOf(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2
}
