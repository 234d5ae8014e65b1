/** Why an archive was refused; the caller turns it into words. */
export type ArchiveReason =
  // the gzip envelope
  | 'archive-too-big'
  | 'not-gzip'
  | 'gzip-options'
  | 'bad-deflate'
  | 'truncated-gzip'
  | 'data-after-gzip'
  | 'bad-crc'
  | 'bad-length'
  | 'unpacks-too-big'
  // tar headers and framing
  | 'truncated-tar'
  | 'not-ustar'
  | 'bad-checksum'
  | 'bad-number'
  | 'bad-field'
  | 'missing-end'
  | 'data-after-end'
  | 'padding-too-big'
  | 'no-files'
  // entry types
  | 'link'
  | 'device'
  | 'sparse'
  | 'unknown-type'
  | 'link-target-on-file'
  | 'folder-with-body'
  // extended headers
  | 'extension-too-big'
  | 'bad-pax'
  | 'pax-key'
  | 'global-pax'
  | 'several-extensions'
  | 'dangling-extension'
  // names
  | 'not-utf8'
  | 'not-nfc'
  | 'empty-name'
  | 'absolute-path'
  | 'empty-segment'
  | 'dot-segment'
  | 'forbidden-character'
  | 'invisible-character'
  | 'trailing-dot-or-space'
  | 'device-name'
  | 'short-name'
  | 'unsafe-when-normalised'
  | 'no-top-folder'
  | 'two-top-folders'
  // collisions
  | 'duplicate-path'
  | 'name-collision'
  | 'file-and-folder'
  // limits
  | 'too-many-entries'
  | 'file-too-big'
  | 'path-too-long'
  | 'segment-too-long'
  | 'too-deep'
  // the second opinion, and the writer
  | 'parsers-disagree'
  | 'beyond-ustar'

/** A refused archive: nothing of it may be used. `entry` is safe to print. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code = 'EARCHIVE'
  readonly reason: ArchiveReason
  readonly entry?: string

  constructor(reason: ArchiveReason, entry?: string, options?: ErrorOptions) {
    const shown = entry === undefined ? undefined : printable(entry)
    super(
      shown === undefined ? `archive refused: ${reason}` : `archive refused: ${reason} (${shown})`,
      options,
    )
    this.reason = reason
    if (shown !== undefined) this.entry = shown
  }
}

const longestShown = 160
const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{DI}]|(?! )\p{Zs}/gu

/** Text from an archive as it may be shown on a terminal: what cannot be seen becomes \u{…}, long text is cut. */
function printable(text: string): string {
  const escaped = text.slice(0, longestShown).replace(unprintable, spelledOut)
  return text.length > longestShown ? `${escaped}…` : escaped
}

function spelledOut(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`
}
