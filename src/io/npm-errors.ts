import { HooksError } from '../errors.ts'
import type { Attempts } from './npm-attempts.ts'
import type { NpmSettings } from './npm-config.ts'
import type { Answer, Trouble } from './npm-request.ts'
import { codeOf, reason } from './read.ts'

/** What was asked for, as messages name it, and where. */
export interface About {
  /** Such as `@acme/pack` or `@acme/pack@1.0.0`. */
  readonly what: string
  /** The address that was asked first. */
  readonly asked: string
  /** The registry to sign in to; undefined for an address that is in none. */
  readonly registry: string | undefined
  readonly attempts: Pick<Attempts, 'attempts' | 'retryAfter'>
  readonly settings: NpmSettings
}

/** Why an answer with a status of 400 or more is one. */
export function statusError(answer: Answer, about: About): HooksError {
  const { what, attempts } = about
  const host = hostOf(answer.url, about)
  switch (answer.status) {
    case 401:
      return answer.signedIn
        ? new HooksError('registry-auth', `${host} does not accept your token for \`${what}\` (401)`, {
            hint: `it may have expired: ${signIn(about)}`,
          })
        : new HooksError('registry-auth', `${host} gives \`${what}\` only to those who sign in (401)`, {
            hint: signIn(about),
          })
    case 403:
      return new HooksError(
        'registry-auth',
        `${host} does not let you have \`${what}\` (403)${said(answer)}`,
        {
          hint: answer.signedIn
            ? 'ask its owner for the right to read it, or sign in as somebody else'
            : `ask its owner for the right to read it, then ${signIn(about)}`,
        },
      )
    case 404:
      return new HooksError('pack-not-found', `${host} has no \`${what}\``, {
        hint: 'check the address; what is private also looks absent without a token in your user .npmrc',
      })
    case 407:
      return new HooksError(
        'registry-unreachable',
        `the proxy on the way to ${host} wants you to sign in (407)`,
        {
          hint: 'put name and password into `https-proxy` of your user .npmrc',
        },
      )
    case 410:
      return new HooksError('pack-not-found', `${host} had \`${what}\` and does not have it any more (410)`, {
        hint: 'it was taken back: ask its author, or take another pack',
      })
    case 429:
      return new HooksError(
        'registry-busy',
        `${host} was asked for too much from here (429), also for \`${what}\``,
        {
          hint:
            attempts.retryAfter === undefined
              ? 'try again later'
              : `try again in ${duration(attempts.retryAfter)}`,
        },
      )
    default:
      return otherStatus(answer, about, host)
  }
}

function otherStatus(answer: Answer, { what, attempts }: About, host: string): HooksError {
  if (answer.status < 500)
    return new HooksError(
      'registry-answer',
      `${host} does not give out \`${what}\` (${answer.status})${said(answer)}`,
      {
        hint: 'check `npm config get registry`, and the name',
      },
    )
  const times = attempts.attempts === 1 ? 'once' : `${attempts.attempts} times`
  return new HooksError(
    'registry-busy',
    `${host} has a fault of its own (${answer.status}); it was asked for \`${what}\` ${times}`,
    { hint: 'try again later; nothing is wrong here' },
  )
}

/** Why there is no answer. */
export function troubleError(trouble: Trouble, about: About): HooksError {
  const { what } = about
  const host = hostOf(trouble.url, about)
  switch (trouble.kind) {
    case 'cut':
      return cutOff(`${trouble.got} of ${trouble.declared} bytes came`, about, host)
    case 'too-large':
      return new HooksError('registry-answer', `what ${host} sends as \`${what}\` is too large to be that`, {
        hint: 'packs are small: check that it is one',
      })
    case 'slow':
      return new HooksError(
        'registry-unreachable',
        `the answer of ${host} for \`${what}\` was not there after ${duration(trouble.after / 1000)}`,
        {
          hint: 'try again later; `fetch-timeout` in your user .npmrc says how long to wait',
        },
      )
    case 'redirect':
      return new HooksError(
        'registry-answer',
        `${host} sends the request for \`${what}\` on to \`${shownAddress(trouble.to)}\`, which is not followed`,
        {
          hint: trouble.here
            ? 'keys and attestations are taken from the registry itself; tell whoever runs it'
            : 'redirects are followed to https only, and at most ten; tell whoever runs it',
        },
      )
    case 'system':
      return systemError(trouble.error, about, host)
  }
}

const TLS = /^(CERT_|ERR_TLS_|ERR_SSL_|EPROTO|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|ERR_OSSL)/

function systemError(error: unknown, about: About, host: string): HooksError {
  const { what } = about
  const code = codeOf(error)
  const unreachable = (message: string, hint: string): HooksError =>
    new HooksError('registry-unreachable', message, { hint, cause: error })
  // Online, what is missing or damaged on this disk is asked for.
  if (/^(ENOTCACHED|EINTEGRITY|ENOENT)$/.test(code)) return notKept(what, host)
  if (/^(ENOTFOUND|EAI_\w+)$/.test(code))
    return unreachable(
      `${host} is not found, so \`${what}\` cannot be looked up (${code})`,
      'check the network, and the name of the host in `npm config get registry`',
    )
  if (/^(ECONNREFUSED|ENETUNREACH|EHOSTUNREACH)$/.test(code))
    return unreachable(
      `nobody answers at ${host}, so \`${what}\` cannot be looked up (${code})`,
      `check the network, ${orSettings(about)}`,
    )
  if (TLS.test(code))
    return unreachable(
      `${host} cannot prove who it is, so \`${what}\` is not taken from it (${code})`,
      'if your company has certificates of its own, name them with `cafile` in your user .npmrc; leave `strict-ssl` on',
    )
  if (/TIMEOUT|^ETIMEDOUT$/.test(code) || (error as { type?: unknown } | null)?.type === 'request-timeout')
    return unreachable(
      `${host} said nothing for ${duration(about.settings.timeout / 1000)} when asked for \`${what}\``,
      'try again later; `fetch-timeout` in your user .npmrc says how long to wait',
    )
  if (/^(ECONNRESET|EPIPE|ECONNABORTED|HPE_\w+|Z_\w+)$/.test(code)) return cutOff(code, about, host)
  return unreachable(
    `${host} cannot be asked for \`${what}\`: ${reason(error)}`,
    `check the network, ${orSettings(about)}`,
  )
}

function orSettings({ settings }: About): string {
  const proxy = String(settings['httpsProxy'] || settings['proxy'] || '')
  const named = URL.canParse(proxy) ? `the proxy \`${new URL(proxy).host}\` of` : 'a proxy in'
  return `\`npm config get registry\`, and ${named} your npm settings`
}

/** The error for what would have to be asked for, when nothing is to be. */
export function notKept(what: string, host: string): HooksError {
  return new HooksError(
    'offline',
    `\`${what}\` of ${host} is not in npm's cache, and the network is not to be used`,
    {
      hint: 'do it once with the network, then it is there',
    },
  )
}

function cutOff(how: string, { what }: About, host: string): HooksError {
  return new HooksError('registry-answer', `the answer of ${host} for \`${what}\` was cut off (${how})`, {
    hint: 'try again; if it stays so, something on the way ends the connection',
  })
}

/** The refusal of an answer that came, and is not what a registry says. */
export function oddAnswer(answer: Answer, about: About, expected: string): HooksError {
  const host = hostOf(answer.url, about)
  if (isWebPage(answer))
    return new HooksError('registry-answer', `${host} answers with a web page instead of \`${about.what}\``, {
      hint: 'it may be a login page: open it in a browser, and check `npm config get registry`',
    })
  return new HooksError('registry-answer', `what ${host} says of \`${about.what}\` is not ${expected}`, {
    hint: 'check that `npm config get registry` is the address of an npm registry',
  })
}

/** True for HTML, whatever it is called. */
export function isWebPage({ bytes, header }: Answer): boolean {
  const start = Buffer.from(bytes.subarray(0, 200)).toString('latin1').trimStart().toLowerCase()
  return (
    /^\s*text\/html\b/i.test(header('content-type') ?? '') || /^<(!doctype html|html|head|body)/.test(start)
  )
}

/** The refusal of bytes whose hash is not the right one. */
export function tampered(what: string, host: string): HooksError {
  return new HooksError(
    'integrity-mismatch',
    `the bytes of \`${what}\` from ${host} are not what they have to be`,
    {
      hint: 'nothing was installed; try again, and if it stays so tell whoever runs the registry',
    },
  )
}

/** How to sign in. */
export function signIn({ registry }: Pick<About, 'registry'>): string {
  return registry === undefined
    ? 'put a token for that host into your user .npmrc'
    : `run \`npm login --registry=${shownAddress(registry)}\`, or put a token into your user .npmrc`
}

/** The host, and who sent us there if somebody did. */
export function hostOf(url: string, { asked }: Pick<About, 'asked'>): string {
  const { host } = new URL(url)
  const first = new URL(asked).host
  return host === first ? `\`${host}\`` : `\`${host}\`, where \`${first}\` sends to,`
}

/** Without passwords, and without what may be one. */
function shownAddress(address: string): string {
  if (!URL.canParse(address)) return address.slice(0, 100)
  const { protocol, host, pathname } = new URL(address)
  return `${protocol}//${host}${pathname}`
}

/** What the registry says itself, in JSON as npm's does. */
function said({ bytes }: Answer): string {
  try {
    const { error, message } = JSON.parse(new TextDecoder().decode(bytes)) as Record<string, unknown>
    const text = [error, message].find((one) => typeof one === 'string' && one !== '')
    return text === undefined ? '' : `: ${String(text).replace(/\s+/g, ' ').slice(0, 200)}`
  } catch {
    // Not every registry says why, and not in JSON.
    return ''
  }
}

function duration(seconds: number): string {
  return seconds < 120 ? `${Number(seconds.toFixed(1))} s` : `${Math.round(seconds / 60)} min`
}
