import type { HooksError } from '../../errors.ts'
import { faultOf, oddAnswer } from './faults.ts'
import type { Answer, Question } from './request.ts'

/** Headers that every request has; any other is of the registry's own. */
const OURS = new Set(['accept-encoding', 'if-modified-since', 'if-none-match', 'user-agent'])

/** An answer that is neither the file nor that there is none, as an error. */
export function refusal(answer: Answer, question: Question, tries: number): HooksError {
  const { called, path } = question
  const { status } = answer
  if (status === 401 || status === 403) return noRights(status, question)
  const hint = `${later(answer)}; \`--prefer-offline\` takes what is in the cache`
  if (status === 429) {
    const says = 'is refused for now (429): too many requests'
    return faultOf(called, path, { code: 'registry-busy', says, hint })
  }
  if (status < 500) return oddAnswer(called, path, `is not given out (${status})`, 'check the address')
  const times = tries > 1 ? `, ${tries} times` : ''
  return faultOf(called, path, { code: 'registry-busy', says: `is answered with ${status}${times}`, hint })
}

function noRights(status: number, { called, path, headers }: Question): HooksError {
  const { name, base } = called
  const signedIn = Object.keys(headers).some((header) => !OURS.has(header))
  return faultOf(called, path, {
    code: 'registry-auth',
    says: `is refused (${status}): ${signedIn ? 'its headers are not accepted' : 'it needs a header with a token'}`,
    hint: signedIn
      ? `look at the variables in \`headers\` of \`${name}\` in your own hookpack.json: too old, or without the right to read?`
      : `\`hooks registry add ${name} ${base} --scope user --header 'Authorization: Bearer \${TOKEN}'\``,
  })
}

function later({ header }: Answer): string {
  const after = header('retry-after')
  if (after === null) return 'try again later'
  return `try again ${/^\d+$/.test(after) ? `in ${after} s` : `after ${after}`}`
}

/** A page for people in the place of a file. */
export function webPage({ called, path }: Question): HooksError {
  const hint = 'check the address; something on the way may also want you to sign in first'
  return oddAnswer(called, path, 'is answered with a web page', hint)
}

const NETWORK =
  'check the network, the address, and the proxy in your npm settings if you use one; `--prefer-offline` takes what is in the cache'
const CERTIFICATE = 'if your company has certificates of its own, name them with `cafile` in your user .npmrc'

/** What the network says, in words where there are better ones. */
export function unreachable(error: unknown, code: string, { called, path }: Question): HooksError {
  const trusted = !/CERT|SIGNATURE|SSL|TLS|SELF_SIGNED|DEPTH_ZERO/.test(code)
  return faultOf(called, path, {
    code: code === 'ECUT' || code === 'ECONNRESET' ? 'registry-answer' : 'registry-unreachable',
    says: `cannot be had: ${trusted ? wordsFor(code, error) : `its server cannot prove who it is (${code})`}`,
    hint: trusted ? NETWORK : CERTIFICATE,
    cause: error,
  })
}

function wordsFor(code: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if ((error as { name?: unknown }).name === 'AbortError') return 'it did not come in time'
  switch (code) {
    case 'ECUT':
    case '':
      return message
    case 'ECONNREFUSED':
      return 'nobody answers there (ECONNREFUSED)'
    case 'ECONNRESET':
    case 'EPIPE':
      return `the answer was cut off (${code})`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `its host is not found (${code})`
    case 'ECONNECTIONTIMEOUT':
    case 'EIDLETIMEOUT':
    case 'ETIMEDOUT':
      return `it did not come in time (${code})`
    default:
      return code
  }
}
