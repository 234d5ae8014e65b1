import { createHash } from 'node:crypto'

/** Lower-case hex sha256 of bytes or of the UTF-8 of a text. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}

/** Subresource-integrity string, `sha512-<base64>`, as npm uses it. */
export function integrityOf(data: Uint8Array): string {
  return `sha512-${createHash('sha512').update(data).digest('base64')}`
}
