/** The pack's folder in the state folder. */
export const PACK = 'tool-failure-log'

/** Begins the names of its files. */
export const NAME = 'failures'

/** One failed call, as it is written down. */
export interface FailureLine {
  readonly v: 1
  /** ISO 8601, UTC. */
  readonly time: string
  readonly session: string
  readonly project: string
  /** In a subagent: its id. */
  readonly agent?: string
  readonly tool: string
  /** What was tried: a command, a path, an address, or the input as JSON; redacted and cut. */
  readonly input: string
  readonly error: string
  /** The user has interrupted it. */
  readonly interrupted?: true
  /** So many times now in this session, this one included. */
  readonly count: number
  readonly ms?: number
}

/** Reads a line of the log; undefined for half a line and what is no failure. */
export function readFailure(line: string): FailureLine | undefined {
  try {
    const read = JSON.parse(line) as Partial<FailureLine> | null
    const texts = [read?.session, read?.project, read?.tool, read?.input, read?.error, read?.time]
    return texts.every((text) => typeof text === 'string') ? (read as FailureLine) : undefined
  } catch {
    // A process was killed in the middle of it.
    return undefined
  }
}
