import { ArchiveError } from './error.ts'

// ignoreBOM keeps a leading U+FEFF in the text, where the name rules then see it.
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lossy = new TextDecoder('utf-8', { ignoreBOM: true })

/** Decodes UTF-8 or refuses: a replacement character would make two names one. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return strict.decode(bytes)
  } catch {
    // The decoder has nothing to add to the reason.
    throw new ArchiveError('not-utf8', lossy.decode(bytes))
  }
}

/** The bytes of a NUL-padded field; anything after the first NUL is something another reader might use. */
export function unpadded(bytes: Uint8Array): Uint8Array {
  const end = bytes.indexOf(0)
  if (end < 0) return bytes
  if (bytes.subarray(end).some((byte) => byte !== 0)) {
    throw new ArchiveError('bad-field', lossy.decode(bytes.subarray(0, end)))
  }
  return bytes.subarray(0, end)
}

/** One character for each byte, for fields that are plain ASCII by definition. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

/** Bytes as text for messages only. */
export function forMessage(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return lossy.decode(end < 0 ? bytes : bytes.subarray(0, end))
}
