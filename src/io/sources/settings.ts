// On the start-up path of `hooks list`: few file calls, no library.
import path from 'node:path'
import type { LockedEntry } from '../../core/lockfile.ts'
import { SCOPE_NAMES, type Scope, type ScopeName } from '../../core/scope.ts'
import type { HookSource } from '../../core/seen/source.ts'
import { homeOf, type Place, realFolder } from '../scopes.ts'
import { type Document, readDocument } from './document.ts'
import type { Repository } from './repository.ts'

/** A scope with what its lockfile has written into its settings. */
export interface KnownScope {
  readonly scope: Scope
  readonly entries: readonly LockedEntry[]
}

/**
 * The settings files of user, project and local hooks: those that the client reads when it is started here, and those
 * beside them that people take for such.
 */
export async function settingsSources(
  place: Place,
  repository: Repository | undefined,
  known: readonly KnownScope[],
): Promise<readonly HookSource[]> {
  const sources: HookSource[] = []
  for (const candidate of candidates(place, repository, known)) {
    const document = await readDocument(candidate.file)
    if (document || known.some(({ scope }) => scope.settingsFile === candidate.file))
      sources.push(sourceOf(candidate, document, known))
  }
  return sources
}

interface Candidate {
  readonly kind: ScopeName
  readonly file: string
  /** The folder that the client must be started in to read it; absent when it reads it here. */
  readonly elsewhere?: string
}

const NAMES: Readonly<Record<ScopeName, string>> = {
  user: 'settings.json',
  project: 'settings.json',
  local: 'settings.local.json',
}

function candidates(
  place: Place,
  repository: Repository | undefined,
  known: readonly KnownScope[],
): readonly Candidate[] {
  const { cwd } = place
  const home = homeOf(place.env)
  const atHome = home !== undefined && realFolder(home) === realFolder(cwd)
  const main = repository?.main
  const found: Candidate[] = []
  const add = (kind: ScopeName, folder: string, elsewhere?: string): void => {
    const file = path.join(folder, NAMES[kind])
    if (found.some((one) => one.file === file)) return
    found.push({ kind, file, ...(elsewhere === undefined ? {} : { elsewhere }) })
  }
  for (const { scope } of known) if (scope.name === 'user') add('user', scope.home)
  const roots = [
    main,
    repository?.root,
    ...known.map(({ scope }) => (scope.name === 'user' ? undefined : scope.root)),
  ]
  for (const kind of SCOPE_NAMES.slice(1)) {
    if (!atHome || kind === 'local') add(kind, path.join(cwd, '.claude'))
    for (const folder of new Set(roots)) {
      if (folder === undefined || folder === cwd || folder === home) continue
      add(kind, path.join(folder, '.claude'), kind === 'local' && folder === main ? undefined : folder)
    }
  }
  if (home !== undefined && !atHome) add('local', path.join(home, '.claude'), home)
  return found
}

function sourceOf(
  { kind, file, elsewhere }: Candidate,
  document: Document,
  known: readonly KnownScope[],
): HookSource {
  return {
    kind,
    file,
    ...document,
    at: ['hooks'],
    ...(elsewhere === undefined ? {} : { off: 'wrong-folder', offBy: elsewhere }),
    entries: known.find(({ scope }) => scope.settingsFile === file)?.entries ?? [],
  }
}
