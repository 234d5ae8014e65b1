import type { IncomingMessage } from 'node:http'
import { oneLine } from '../../_shared/src/one-line.ts'

/** A request that is ready to be sent. */
export interface Request {
  readonly url: URL
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

const ANSWER_BYTES = 2000

/** Sends JSON once, without following redirects. Rejects with one line that names the host, and never the address. */
export function post({ url, body, headers = {} }: Request, seconds: number): Promise<void> {
  // Loaded here because they cost half a process start, and most events never come this far.
  const { request } =
    url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(seconds * 1000)
    const fail = ({ message }: Error): void => {
      const why = signal.aborted ? `did not answer within ${seconds} s` : `could not be reached: ${message}`
      reject(new Error(`${url.host} ${why}`))
    }
    const sent = {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'hookpack-notify',
      ...headers,
    }
    request(url, { method: 'POST', headers: sent, signal, agent: false }, (answer) => {
      const status = answer.statusCode ?? 0
      if (status >= 200 && status < 300) {
        answer.resume()
        return resolve()
      }
      startOf(answer).then((text) => reject(new Error(refusal(url, status, text))), fail)
    })
      .on('error', fail)
      .end(body)
  })
}

function refusal(url: URL, status: number, text: string): string {
  if (status >= 300 && status < 400)
    return `${url.host} answered with a redirect (${status}), which is not followed`
  // Some services repeat the address in what they answer.
  const plain = oneLine(text.replaceAll(url.pathname, '…'), 200)
  return `${url.host} answered ${status}${plain === '' ? '' : `: ${plain}`}`
}

function startOf(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => {
      text += chunk
      if (text.length < ANSWER_BYTES) return
      resolve(text.slice(0, ANSWER_BYTES))
      answer.destroy()
    })
    answer.on('end', () => resolve(text))
    answer.on('error', reject)
  })
}
