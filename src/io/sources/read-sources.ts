// On the start-up path of `hooks list`: few file calls, no library.
import path from 'node:path'
import type { Note } from '../../core/notes.ts'
import { handlersOf } from '../../core/seen/handlers.ts'
import type { HookSource, Switches } from '../../core/seen/source.ts'
import { switchesOf } from '../../core/seen/switches.ts'
import { homeOf, type Place } from '../scopes.ts'
import { foldersAbove, frontmatterSources, pluginFrontmatterSources } from './frontmatter-files.ts'
import { managedSources } from './managed.ts'
import { installedPlugins, pluginSources } from './plugins.ts'
import { repositoryOf } from './repository.ts'
import { type KnownScope, settingsSources } from './settings.ts'
import { untrustedFolder } from './trust.ts'

/** Where to look: the place, the administrator's folder, and the scopes with what is ours in them. */
export interface Looking {
  readonly place: Place
  readonly managedFolder: string
  readonly scopes: readonly KnownScope[]
}

/** All files that have hooks, or could have, and what decides from outside of them whether they run. Reads only. */
export async function readSources({ place, managedFolder, scopes }: Looking): Promise<{
  readonly sources: readonly HookSource[]
  readonly switches: Switches
  readonly notes: readonly Note[]
}> {
  const repository = await repositoryOf(place.cwd)
  const settings = [
    ...(await settingsSources(place, repository, scopes)),
    ...(await managedSources(managedFolder)),
  ]
  const config = scopes.find(({ scope }) => scope.name === 'user')?.scope.home
  const folders = repository === undefined ? [place.cwd] : [place.cwd, repository.root]
  const { plugins, notes } =
    config === undefined ? { plugins: [], notes: [] } : await installedPlugins(config, folders, settings)
  const sources = [...settings]
  for (const plugin of plugins) sources.push(...(await pluginSources(plugin)))
  if (config !== undefined) sources.push(...(await frontmatterSources(config, 'user')))
  for (const folder of foldersAbove(place.cwd, homeOf(place.env), repository))
    sources.push(...(await frontmatterSources(folder, 'project')))
  sources.push(...(await frontmatterSources(path.join(managedFolder, '.claude'), 'administrator')))
  for (const plugin of plugins) sources.push(...(await pluginFrontmatterSources(plugin)))
  // That record can be large, and says nothing where there are no hooks.
  const any = sources.some(({ value, at }) => handlersOf(value, at).length > 0)
  const untrusted = any ? await untrustedFolder(place, repository) : undefined
  return { sources, notes, switches: switchesOf(sources, { untrusted, variable: variableIn(place.env) }) }
}

function variableIn(env: Place['env']): string | undefined {
  const value = env['CLAUDE_CODE_SAFE_MODE']
  return value === undefined || ['', '0', 'false', 'no', 'off'].includes(value.toLowerCase())
    ? undefined
    : 'CLAUDE_CODE_SAFE_MODE'
}
