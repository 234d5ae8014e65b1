import type { Pack } from '../core/archive-pack.ts'
import type { Note } from '../core/notes.ts'
import { type Finding, findingsIn } from '../core/validate/finding.ts'
import { scanFiles } from '../core/validate/scan.ts'
import { OutOfTime, withinTime } from '../schema/within-time.ts'

/** Far more than looking through any pack takes. */
const MOST_MS = 5000

/** Reads a pack's code for what its author does not declare. Advice only; a pack that cannot be read in time says so. */
export function scanPack({ artifact, manifest }: Pick<Pack, 'artifact' | 'manifest'>): readonly Finding[] {
  try {
    return withinTime(MOST_MS, () => scanFiles(artifact.files, manifest))
  } catch (error) {
    if (!(error instanceof OutOfTime || error instanceof RangeError)) throw error
    const message = 'looking through its files does not end: nothing in them was checked'
    return [
      findingsIn('package.json').warning('opaque-code', {
        message,
        hint: 'do not trust what nobody can read',
      }),
    ]
  }
}

/** The first thing that was found, as advice beside a plan. */
export function scanNotes(pack: Pack): readonly Note[] {
  const [first, ...rest] = scanPack(pack)
  if (!first) return []
  const place = first.line === undefined ? first.file : `${first.file}:${first.line}`
  return [{ code: 'scan-found', pack: pack.name, place, what: first.message, more: rest.length }]
}
