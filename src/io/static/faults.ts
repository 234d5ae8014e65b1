import { type ErrorCode, HooksError } from '../../errors.ts'
import type { Called } from './files.ts'
import { sizeText } from './limits.ts'

/** A fault of one file of a registry: both are named, then what is wrong. */
export function faultOf(
  { name, base }: Called,
  path: string,
  fault: {
    readonly code: ErrorCode
    readonly says: string
    readonly hint?: string
    readonly cause?: unknown
  },
): HooksError {
  const { code, says, ...options } = fault
  return new HooksError(code, `\`${path}\` of the registry \`${name}\` (${base}) ${says}`, options)
}

/** A file is not what the format says. */
export function invalid(called: Called, path: string, says: string, cause?: unknown): HooksError {
  return faultOf(called, path, {
    code: 'registry-invalid',
    says,
    hint: called.mend,
    ...(cause === undefined ? {} : { cause }),
  })
}

/** A file's bytes are not those that the registry itself names. */
export function mismatch(called: Called, path: string, version: string): HooksError {
  return faultOf(called, path, {
    code: 'integrity-mismatch',
    says: `is not what is said of \`${version}\``,
    hint: 'nothing was installed; the registry is damaged or was tampered with',
  })
}

/** A file that has more bytes than such a file may have. */
export function tooLarge(called: Called, path: string, limit: number): HooksError {
  return invalid(called, path, `is larger than ${sizeText(limit)}`)
}

/** A server gives something else than the file. */
export function oddAnswer(called: Called, path: string, says: string, hint = called.mend): HooksError {
  return faultOf(called, path, { code: 'registry-answer', says, hint })
}

/** A file that the registry itself names, and does not have. */
export function missing(called: Called, path: string): HooksError {
  return invalid(called, path, 'is missing')
}

/** There is nothing like a registry at this address. */
export function noRegistry(called: Called): HooksError {
  return faultOf(called, 'registry.json', {
    code: 'registry-invalid',
    says: 'is missing: there is no registry',
    hint: 'check the address: it is the folder that holds registry.json',
  })
}

/** A file is needed that is not in the cache, and nobody may be asked. */
export function notCached(called: Called, path: string): HooksError {
  return faultOf(called, path, {
    code: 'offline',
    says: 'is not in the cache, and the network is not to be used',
    hint: 'do it once with the network, then it is there',
  })
}
