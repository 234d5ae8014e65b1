/** The most an archive may hold; every number is inclusive. */
export interface ArchiveLimits {
  /** The .tgz itself. */
  readonly archiveBytes: number
  /** The tar stream inside: file bodies, headers and padding. */
  readonly totalBytes: number
  readonly fileBytes: number
  /** Files and folders together. */
  readonly entries: number
  /** Segments of a path below the top folder. */
  readonly depth: number
  /** UTF-8 bytes of a path below the top folder. */
  readonly pathBytes: number
  /** UTF-8 bytes of one segment; 255 is what common file systems can store. */
  readonly segmentBytes: number
}

const mebibyte = 1024 * 1024

/** The limits for packages from outside. */
export const defaultLimits: ArchiveLimits = {
  archiveBytes: 10 * mebibyte,
  totalBytes: 50 * mebibyte,
  fileBytes: 10 * mebibyte,
  entries: 5000,
  depth: 32,
  pathBytes: 400,
  segmentBytes: 255,
}
