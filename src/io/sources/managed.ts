import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { HookSource } from '../../core/seen/source.ts'
import { readDocument } from './document.ts'

/** The administrator's files in the order in which they add up: the one file, then the drop-ins by name. */
export async function managedSources(folder: string): Promise<readonly HookSource[]> {
  const files = [
    path.join(folder, 'managed-settings.json'),
    ...dropIns(path.join(folder, 'managed-settings.d')),
  ]
  const sources: HookSource[] = []
  for (const file of files) {
    const document = await readDocument(file)
    if (document) sources.push({ kind: 'managed', file, ...document, at: ['hooks'], entries: [] })
  }
  return sources
}

function dropIns(folder: string): readonly string[] {
  return namesIn(folder)
    .filter((name) => name.endsWith('.json') && !name.startsWith('.'))
    .sort()
    .map((name) => path.join(folder, name))
}

/** The names in a folder; none where there is no folder, or none that we may look into. */
export function namesIn(folder: string): readonly string[] {
  try {
    // Most of these folders do not exist, and an error that is thrown costs more than a look.
    if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return []
    return readdirSync(folder)
  } catch {
    // What we may not read the client may not read either.
    return []
  }
}
