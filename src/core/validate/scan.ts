import type { Manifest } from '../../schema/manifest.ts'
import type { ArchiveFile } from '../archive/read.ts'
import type { Finding } from './finding.ts'
import { readFiles } from './pack-files.ts'
import { undeclared } from './permissions.ts'

/** What of a pack's code people should look at before they trust it: what it does not declare, and what cannot be read. */
export function scanFiles(files: readonly ArchiveFile[], manifest: Manifest): readonly Finding[] {
  const placed = manifest.hooks.map((hook, index) => ({ hook, index }))
  const { findings, seen } = readFiles(files, placed)
  return [
    ...findings.filter(({ rule }) => ADVICE.has(rule)),
    ...undeclared(seen, manifest.hooks, manifest.permissions),
  ]
}

/** The rules of `hooks validate` that are about trust; the others are about an author's mistakes. */
const ADVICE: ReadonlySet<string> = new Set(['opaque-code', 'hidden-text'])
