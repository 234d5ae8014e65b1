import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'
import { codeOf } from './read.ts'

/** A process, so that it can be told from a later one of the same number. */
export interface Process {
  readonly pid: number
  readonly host: string
  /** What its number counts in, where the system has several such rooms: sandboxes and containers have their own. */
  readonly space?: string | undefined
  /** When it was started, as the system counts, where that can be known. */
  readonly started?: string | undefined
}

/** A process that has ended, whatever runs now: no process has this number. */
export const NOBODY: Process = { pid: -1, host: '' }

/** The process that this is. */
export function ourselves(): Process {
  return { pid: process.pid, host: hostname(), space: spaceOfOurs(), started: statusOf(process.pid)?.started }
}

/** The process that a text names, as `ourselves` does in JSON; undefined when it names none. */
export function processIn(text: string): Process | undefined {
  try {
    const { pid, host, space, started } = JSON.parse(text) as Record<string, unknown>
    if (!isNumber(pid) || typeof host !== 'string') return undefined
    const word = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
    return { pid, host, space: word(space), started: word(started) }
  } catch {
    // Not JSON, or no object: it names nobody.
    return undefined
  }
}

/** No system has larger ones. */
const LARGEST = 2 ** 31 - 1

function isNumber(pid: unknown): pid is number {
  return Number.isInteger(pid) && Number(pid) > 0 && Number(pid) <= LARGEST
}

/** True when the process has certainly ended. Of another machine or sandbox nothing is certain. */
export function isDead(other: Process): boolean {
  const { pid, started } = other
  if (pid === NOBODY.pid) return true
  if (isStranger(other)) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
  const now = statusOf(pid)
  return now !== undefined && (now.ended || (started !== undefined && now.started !== started))
}

/** True for a process that cannot be looked at from here. */
export function isStranger({ host, space }: Process): boolean {
  return host !== hostname() || (space !== undefined && space !== spaceOfOurs())
}

function spaceOfOurs(): string | undefined {
  try {
    return readlinkSync('/proc/self/ns/pid')
  } catch {
    // Not Linux: there is one room.
    return undefined
  }
}

/** What Linux tells of a process; undefined elsewhere, or when we may not look. */
function statusOf(
  pid: number,
): { readonly started: string | undefined; readonly ended: boolean } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name in brackets may have spaces and brackets itself. After it: the state, and 19 fields on the start.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return { started: fields[19], ended: fields[0] === 'Z' || fields[0] === 'X' }
  } catch {
    // No such folder here: the number is all that is known.
    return undefined
  }
}
