import { setTimeout as sleep } from 'node:timers/promises'
import { HooksError } from '../../errors.ts'
import { codeOf } from '../read.ts'
import { refusal, unreachable, webPage } from './refusals.ts'
import { type Answer, ask, type Question } from './request.ts'

/** How much trouble is taken over one file. */
export interface Patience {
  /** How often to ask, the first time included. */
  readonly tries: number
  /** Milliseconds before the second try; four times as many before each further one. */
  readonly wait: number
  /** The longest wait that a server may ask for. */
  readonly longest: number
  /** Milliseconds that one try may take; less for a small file. */
  readonly timeout: number
}

const PATIENCE: Patience = { tries: 3, wait: 300, longest: 10_000, timeout: 120_000 }

/** Bytes a millisecond. */
const SLOWEST = 100

/** What may be otherwise in a moment. A host that has no address, or a certificate that is wrong, is not. */
const PASSING = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNECTIONTIMEOUT',
  'ECUT',
  'EAI_AGAIN',
  'EIDLETIMEOUT',
  'EPIPE',
  'ETIMEDOUT',
])

/**
 * Asks for a file until there is an answer that will stay: the file, that it is unchanged (304), or that it is not
 * there (404, 410, 451). Everything else becomes an error that names the registry and the file.
 */
export async function insist(question: Question, patience: Patience = PATIENCE): Promise<Answer> {
  for (let turn = 1; ; turn++) {
    const last = turn >= patience.tries
    const wait = patience.wait * 4 ** (turn - 1)
    try {
      const answer = await ask({ ...question, timeout: Math.min(patience.timeout, deadlineFor(question)) })
      if ([200, 304, 404, 410, 451].includes(answer.status)) return checkedPage(answer, question)
      const asked = retryAfter(answer)
      if (last || !isPassing(answer.status) || (asked ?? 0) > patience.longest)
        throw refusal(answer, question, turn)
      await sleep(asked ?? wait)
    } catch (error) {
      if (error instanceof HooksError) throw error
      if (last || !PASSING.has(causeOf(error))) throw unreachable(error, causeOf(error), question)
      await sleep(wait)
    }
  }
}

/** Milliseconds in which so many bytes come, if a server means to send them: a small file is not dripped for minutes. */
function deadlineFor({ limit }: Question): number {
  return 30_000 + limit / SLOWEST
}

function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500
}

/** The system's code is on the error, or on what the libraries between have wrapped. */
function causeOf(error: unknown): string {
  return codeOf(error) || codeOf((error as { cause?: unknown } | null)?.cause)
}

/** Milliseconds that the server asks us to wait: it says seconds, or a date. */
function retryAfter({ header }: Answer): number | undefined {
  const text = header('retry-after')
  if (text === null) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now()
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined
}

/** A page for people in the place of a file: a wrong address, or somebody on the way who wants a login. */
function checkedPage(answer: Answer, question: Question): Answer {
  if (answer.status !== 200) return answer
  const type = answer.header('content-type') ?? ''
  const start = Buffer.from(answer.bytes.subarray(0, 100)).toString('latin1').trimStart()
  if (/^text\/html\b/i.test(type) || /^<(!doctype|html)\b/i.test(start)) throw webPage(question)
  return answer
}
