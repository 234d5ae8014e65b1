/** Exit statuses. 1: could not be done; 2: the command line is wrong; 130: interrupted by the user. */
type ExitStatus = 1 | 2 | 130

/** The closed set of error codes, each with its exit status. Every code has a section in docs/errors.md. */
export const ERROR_CODES = {
  'advisories-unusable': 1,
  'already-installed': 1,
  'archive-refused': 1,
  cancelled: 130,
  'capabilities-wider': 1,
  'changed-meanwhile': 1,
  'confirmation-needed': 1,
  'edited-by-hand': 1,
  'evidence-lost': 1,
  'file-too-large': 1,
  'folder-not-empty': 1,
  'integrity-mismatch': 1,
  'interrupted-change': 1,
  'known-malware': 1,
  'link-outside': 1,
  'lockfile-invalid': 1,
  'lockfile-outdated': 1,
  'log-unreadable': 1,
  'manifest-invalid': 1,
  'merge-conflict': 1,
  'mutex-busy': 1,
  'no-folder': 1,
  'no-home': 1,
  'not-installed': 1,
  'not-publishable': 1,
  'nothing-to-import': 1,
  'nothing-to-roll-back': 1,
  'nothing-to-test': 1,
  'npm-not-found': 1,
  offline: 1,
  'options-invalid': 1,
  'otp-needed': 1,
  'pack-conflict': 1,
  'pack-not-found': 1,
  'pack-unreadable': 1,
  'policy-refused': 1,
  'publish-refused': 1,
  'registry-answer': 1,
  'registry-auth': 1,
  'registry-busy': 1,
  'registry-invalid': 1,
  'registry-unknown': 1,
  'registry-unreachable': 1,
  'registry-untrusted': 1,
  'request-invalid': 1,
  'scope-unavailable': 1,
  'settings-commented': 1,
  'settings-dangling-link': 1,
  'settings-invalid': 1,
  'settings-not-a-file': 1,
  'settings-not-json': 1,
  'settings-read-only': 1,
  'signature-invalid': 1,
  'signing-key-missing': 1,
  'source-changed': 1,
  'spec-invalid': 2,
  'too-new': 1,
  'transcripts-unreadable': 1,
  unexpected: 1,
  usage: 2,
  'version-not-found': 1,
  'version-published': 1,
  'write-failed': 1,
} as const satisfies Record<string, ExitStatus>

/** One of the codes above. */
export type ErrorCode = keyof typeof ERROR_CODES

/** An error a person can act on: what was attempted, the literal it failed on, and the way out. */
export class HooksError extends Error {
  readonly code: ErrorCode
  /** The command or step that mends it, or undefined where there is none. */
  readonly hint: string | undefined

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly hint?: string; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'HooksError'
    this.code = code
    this.hint = options.hint
  }

  /** The process's exit status for this error. */
  get status(): ExitStatus {
    return ERROR_CODES[this.code]
  }
}
