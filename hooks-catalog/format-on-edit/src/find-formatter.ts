import { type Wanted, wantedTools } from '../../_shared/src/evidence.ts'
import type { Formatter } from './formatters.ts'

/** The formatter with the nearest evidence; in one folder the order of `formatters` decides. */
export function findFormatter(
  file: string,
  root: string,
  formatters: readonly Formatter[],
): Wanted<Formatter> | undefined {
  // All are folders above the file, so the longest name is the nearest.
  return wantedTools(file, root, formatters).reduce<Wanted<Formatter> | undefined>(
    (nearest, one) => (nearest && nearest.folder.length >= one.folder.length ? nearest : one),
    undefined,
  )
}
