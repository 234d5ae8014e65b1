import type { IncomingMessage } from 'node:http'
import type { Post } from '../../_shared/src/notice/webhook.ts'

/** As much of a refusal as helps to understand it. */
const ANSWER_LENGTH = 200

/** Sends a POST and settles once the service has taken it. Rejects with one line, without the URL. */
export function send({ url, body }: Post, seconds: number): Promise<void> {
  // Loaded here because they cost half a process start and filtered notifications never come this far.
  const { request } =
    url.protocol === 'https:' ? process.getBuiltinModule('node:https') : process.getBuiltinModule('node:http')
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(seconds * 1000)
    const fail = (error: Error): void => {
      const why = signal.aborted
        ? `did not answer within ${seconds} s`
        : `could not be reached: ${error.message}`
      reject(new Error(`the webhook at ${url.host} ${why}`))
    }
    const headers = {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': Buffer.byteLength(body),
      'User-Agent': 'hookpack-notify-done',
    }
    request(url, { method: 'POST', headers, signal, agent: false }, (answer) => {
      const status = answer.statusCode ?? 0
      if (status >= 200 && status < 300) {
        answer.resume()
        return resolve()
      }
      readStart(answer).then((text) => reject(new Error(refusal(url.host, status, text))), fail)
    })
      .on('error', fail)
      .end(body)
  })
}

function refusal(host: string, status: number, text: string): string {
  if (status >= 300 && status < 400)
    return `the webhook at ${host} answered with a redirect (${status}), which is not followed`
  return `the webhook at ${host} answered ${status}${text === '' ? '' : `: ${text}`}`
}

function readStart(answer: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const done = (): void => resolve(text.replace(/\s+/g, ' ').trim().slice(0, ANSWER_LENGTH))
    answer.setEncoding('utf8')
    answer.on('data', (chunk: string) => {
      text += chunk
      if (text.length < ANSWER_LENGTH) return
      done()
      answer.destroy()
    })
    answer.on('end', done)
    answer.on('error', reject)
  })
}
