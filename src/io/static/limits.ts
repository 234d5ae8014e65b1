import { defaultLimits } from '../../core/archive/limits.ts'

const mebibyte = 1024 * 1024

/** So many bytes may a file of a registry have. What is larger is refused before it is read whole. */
export const LIMITS = {
  registry: 64 * 1024,
  /** About 10,000 versions. */
  versions: 8 * mebibyte,
  /** A pack of the most files that an archive may have. */
  meta: 4 * mebibyte,
  tarball: defaultLimits.archiveBytes,
  shard: 32 * mebibyte,
  /** What signs a registry: a root, and a timestamp. */
  root: 64 * 1024,
  timestamp: 16 * 1024,
  /** A snapshot of 16,384 bins, and a bin of a million packs in 256 bins. */
  roles: 2 * mebibyte,
  advisories: 64 * mebibyte,
  /** A shard, unpacked: about a million packs. */
  rows: 256 * mebibyte,
} as const

/** A number of bytes for people. */
export function sizeText(bytes: number): string {
  if (bytes >= mebibyte) return `${Math.round((bytes / mebibyte) * 10) / 10} MiB`
  return bytes >= 1024 ? `${Math.round(bytes / 1024)} KiB` : `${bytes} bytes`
}
