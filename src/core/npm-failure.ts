import { type ErrorCode, HooksError } from '../errors.ts'

/** What npm was to publish, where, and whether it could ask for anything. */
export interface Attempt {
  /** `@acme/guard@1.0.0` */
  readonly what: string
  readonly registry: string
  readonly terminal: boolean
}

interface Case {
  readonly when: RegExp
  readonly code: ErrorCode
  readonly says: (attempt: Attempt) => string
  readonly hint: (attempt: Attempt) => string
}

// In this order: npm reports a version that exists, and a missing one-time password, under codes of other things too.
const CASES: readonly Case[] = [
  {
    when: /code EOTP|one-time pass/i,
    code: 'otp-needed',
    says: ({ registry }) => `${registry} asks for a one-time password`,
    hint: ({ terminal }) =>
      terminal
        ? 'run it again with `--otp <code>`'
        : 'use `--otp <code>`, or run it in a terminal; in CI publish with trusted publishing or an automation token',
  },
  {
    when: /cannot publish over|EPUBLISHCONFLICT|code E409|already present|already exists/i,
    code: 'version-published',
    says: ({ what, registry }) => `\`${what}\` is published on ${registry} already`,
    hint: () => 'a published version never changes: raise `version` in package.json',
  },
  {
    when: /code (ENEEDAUTH|E401)/,
    code: 'registry-auth',
    says: ({ registry }) => `npm is not signed in to ${registry}`,
    hint: ({ registry }) =>
      `run \`npm login --registry ${registry}\`; in CI put a token into the user .npmrc, or use trusted publishing`,
  },
  {
    when: /code (E5\d\d|ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED)/,
    code: 'registry-unreachable',
    says: ({ what, registry }) => `${registry} could not take \`${what}\``,
    hint: () => 'check the network, the proxy and `npm config get registry`, then try again',
  },
]

/** What went wrong when `npm publish` failed, from what it wrote to stderr. */
export function npmFailure(stderr: string, attempt: Attempt): HooksError {
  const lines = stderr
    .split('\n')
    .flatMap((line) => /^npm (?:error|ERR!) (.+)$/.exec(line)?.[1]?.trim() ?? [])
  const errors = lines.join('\n')
  const found = CASES.find(({ when }) => when.test(errors))
  if (found) return new HooksError(found.code, found.says(attempt), { hint: found.hint(attempt) })
  const told = lines
    .filter((line) => !/^code |complete log of this run|debug-\d+\.log$/.test(line))
    .slice(0, 5)
  return new HooksError(
    'publish-refused',
    [`\`${attempt.what}\` was not published on ${attempt.registry}`, ...told.map((line) => `  ${line}`)].join(
      '\n',
    ),
    {
      hint: /^code E40[34]/m.test(errors)
        ? rights(attempt)
        : 'mend that, then try again; nothing was published',
    },
  )
}

function rights({ registry }: Attempt): string {
  return `\`npm whoami --registry ${registry}\` says who you are there; the name must be yours to publish`
}
